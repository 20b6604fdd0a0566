"""Records near in meaning join those found by words, in one order.

A convex combination (Bruch, Gai and Ingber, An Analysis of Fusion Functions for Hybrid Retrieval, 2023) of
the score by words and the nearness in meaning, each as a share of the greatest. Ranks would forget how much
better the first record is than the second. Both are taken before filters, so that a filter never changes the
order of two records.
"""

import numpy as np

from marketplace.search.engine import Query
from marketplace.search.grammar import Parsed
from marketplace.search.whoosh.ranking import Matched, documents_with, word_postings
from marketplace.search.whoosh.snapshot import Scores, Snapshot
from marketplace.search.whoosh.tables import Documents, mask_of
from marketplace.search.whoosh.widening import explained

UNKNOWN, KNOWN = 0.9, 0.3  # what meaning counts where no word asked for occurs, and where one text has all

Nearby = tuple[Documents, Scores]
"""Documents near in meaning, the nearest first, and how near each is."""

_NONE: Nearby = (np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32))


def near_documents(snapshot: Snapshot, query: Query, parsed: Parsed, matched: Matched) -> Nearby:
    """The records near in meaning that are in the index and found, by words or by meaning alone.

    None where words must stand or must not stand in a row: who asks so wants exactly that.
    """
    if not (query.related and parsed.words) or parsed.phrases or parsed.excluded_phrases:
        return _NONE
    by_id = {one.id: one for one in query.related}
    documents = snapshot.with_ids(list(by_id))
    known = [by_id[record_id.decode()] for record_id in snapshot.ids[documents].tolist()]
    counts = np.array([one.found for one in known], dtype=np.bool_) | matched.mask[documents]
    if parsed.excluded:
        excluded = mask_of(snapshot.size, [word_postings(snapshot, one)[0] for one in parsed.excluded])
        counts &= ~excluded[documents]
    return documents[counts], np.array([one.nearness for one in known], dtype=np.float32)[counts]


def weight(snapshot: Snapshot, query: Query, parsed: Parsed) -> float:
    """What meaning counts of both together, 0 to 1: the less, the more of the words asked for one text has.

    Where none has any, the question is in a language of few texts. Where one has all, they say enough, and
    meaning is a second opinion: it never puts a record before one that has the words three quarters again as
    well. A word that a label explains is as good as one that all have: what has the label is right, whatever
    language it is in.
    """
    understood = explained(query)
    others = [word for word in parsed.words if word.typed not in understood]
    held = np.zeros(snapshot.size, dtype=np.uint8)
    for word in others:
        held[documents_with(snapshot, parsed, word)] += 1
    known = len(parsed.words) - len(others) + int(held[snapshot.live].max(initial=0))
    share = known / len(parsed.words)
    return UNKNOWN * (1 - share) + KNOWN * share  # so that it is exactly KNOWN where all are


def fuse(snapshot: Snapshot, matched: Matched, near: Nearby, weight: float, *, one_word: bool) -> None:
    """Give all documents found, and those near in meaning, the score of both.

    No document without the only word asked for stands before one that has it, however little it says there.
    """
    documents, nearness = near
    found = np.flatnonzero(matched.mask)
    scores = np.zeros(snapshot.size, dtype=np.float32)
    if len(found):
        shares = matched.scores[found] / matched.scores[found].max()
        least = weight if one_word and weight == KNOWN else 0
        scores[found] = least + (1 - weight - least) * shares
    scores[documents] += np.float32(weight) * nearness
    matched.scores = scores
    matched.mask[documents] = True
