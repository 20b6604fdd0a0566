"""Records near in meaning join those found by words, in one order.

A convex combination (Bruch, Gai and Ingber, An Analysis of Fusion Functions for Hybrid Retrieval, 2023) of
the score by words, as a share of the greatest, and the reciprocal rank by meaning (Cormack, Clarke and
Buettcher, 2009, with their k = 60). Ranks by words would forget how much better the first record is than the
second. Both are taken before filters, so that a filter never changes the order of two records.
"""

import numpy as np

from marketplace.search.engine import Query
from marketplace.search.grammar import Parsed
from marketplace.search.whoosh.ranking import Matched, word_postings
from marketplace.search.whoosh.snapshot import Snapshot
from marketplace.search.whoosh.tables import Documents, mask_of
from marketplace.search.whoosh.widening import explained

K = 60
UNKNOWN, KNOWN = 0.9, 0.25  # what meaning counts where no word asked for occurs, and where all do


def near_documents(snapshot: Snapshot, query: Query, parsed: Parsed) -> Documents:
    """The records near in meaning that are in the index, nearest first.

    None where words must stand or must not stand in a row: who asks so wants exactly that.
    """
    if not (query.related and parsed.words) or parsed.phrases or parsed.excluded_phrases:
        return np.empty(0, dtype=np.intp)
    near = snapshot.with_ids(query.related)
    if parsed.excluded and len(near):
        near = near[
            ~mask_of(snapshot.size, [word_postings(snapshot, one)[0] for one in parsed.excluded])[near]
        ]
    return near


def weight(matched: Matched, query: Query, parsed: Parsed) -> float:
    """What meaning counts of both together, 0 to 1: the less, the more of the words asked for occur here.

    Where none does, the question is in a language of few texts. Where all do, they say enough, and meaning is
    a second opinion: it never puts a record before one that has the words half again as well. A word that a
    label explains is as good as one that occurs: what has the label is right, whatever language it is in. So
    is half a word that words of the texts begin with: a vector of half a word says little.
    """
    understood = explained(query)
    known = sum(word.typed in understood or matched.rarity[word] > 0 for word in parsed.words)
    return UNKNOWN + (KNOWN - UNKNOWN) * known / len(parsed.words)


def fuse(snapshot: Snapshot, matched: Matched, near: Documents, weight: float) -> None:
    """Give all documents found, and those near in meaning, the score of both."""
    found = np.flatnonzero(matched.mask)
    scores = np.zeros(snapshot.size, dtype=np.float32)
    if len(found):
        scores[found] = (1 - weight) * matched.scores[found] / matched.scores[found].max()
    scores[near] += (weight * K / (K + np.arange(len(near)))).astype(np.float32)
    matched.scores = scores
    matched.mask[near] = True
