"""Records near in meaning join those found by words, in one order.

Reciprocal rank fusion: Cormack, Clarke and Buettcher, Reciprocal Rank Fusion Outperforms Condorcet (2009),
with their k = 60. Ranks are counted before filters, so that a filter never changes the order of two records.
"""

import numpy as np

from marketplace.search.engine import Query
from marketplace.search.grammar import Parsed
from marketplace.search.whoosh.paging import Documents, foremost
from marketplace.search.whoosh.ranking import Matched, word_postings
from marketplace.search.whoosh.snapshot import Snapshot

K = 60
DEPTH = 20
KNOWN_SHARE, SECOND_OPINION = 0.5, 0.3


def near_documents(snapshot: Snapshot, query: Query, parsed: Parsed) -> Documents:
    """The records near in meaning that are in the index, nearest first.

    None where words must stand or must not stand in a row: who asks so wants exactly that.
    """
    if not (query.related and parsed.words) or parsed.phrases or parsed.excluded_phrases:
        return np.empty(0, dtype=np.intp)
    wanted = {record_id.encode(): rank for rank, record_id in enumerate(query.related)}
    mask = np.isin(snapshot.ids, np.array(list(wanted), dtype=np.bytes_)) & snapshot.live
    for word in parsed.excluded:
        mask[word_postings(snapshot, word)[0]] = False
    return np.array(
        sorted(np.flatnonzero(mask).tolist(), key=lambda place: wanted[bytes(snapshot.ids[place])]), np.intp
    )


def weight(snapshot: Snapshot, parsed: Parsed) -> float:
    """What a rank by meaning counts beside one by words.

    As much where most words asked for occur nowhere: the question is in a language of few texts here. Else
    the words say enough, and meaning is a second opinion.
    """
    known = sum(bool(len(word_postings(snapshot, word)[0])) for word in parsed.words)
    return 1.0 if known < KNOWN_SHARE * len(parsed.words) else SECOND_OPINION


def fuse(snapshot: Snapshot, matched: Matched, near: Documents, weight: float) -> None:
    """Give all documents found, and those near in meaning, the score of both ranks.

    By words the first DEPTH have a rank; those behind them keep their order behind all others.
    """
    found = np.flatnonzero(matched.mask)
    scores = np.zeros(snapshot.size, dtype=np.float32)
    if len(found):
        best = found[foremost(matched.scores[found], DEPTH)]
        best = best[np.lexsort((snapshot.ids[best], -matched.scores[best]))][:DEPTH]
        last = matched.scores[best[-1]]
        scores[found] = np.minimum(matched.scores[found] / last, 1) / (K + DEPTH + 1)
        scores[best] = 1 / (K + np.arange(1, len(best) + 1))
    scores[near] += (weight / (K + np.arange(1, len(near) + 1))).astype(np.float32)
    matched.scores = scores
    matched.mask[near] = True
