"""Words that stand next to each other in the query and in a text say more together than apart.

The sequential dependence of Metzler and Croft, A Markov Random Field Model for Term Dependencies (2005), in
the form of BM25: each pair of neighbouring words is one more term. It is looked for in the folded words of
the foremost texts only, which come first already: the others keep their places behind them. Long texts are
not read: a pair says little there, and to unpack them takes time.
"""

import numpy as np

from marketplace.search.grammar import Parsed
from marketplace.search.whoosh.paging import foremost
from marketplace.search.whoosh.ranking import Matched, saturated
from marketplace.search.whoosh.snapshot import Snapshot
from marketplace.search.whoosh.tables import Mask

MAX_READ = 20
MAX_LENGTH = 5_000  # weighted words
PAIR_WEIGHT = 0.2
"""The paper gives words 0.85, pairs in order 0.10 and pairs near each other 0.05: (0.10 + 0.05) / 0.85."""


def add_neighbours(snapshot: Snapshot, matched: Matched, passed: Mask, parsed: Parsed) -> None:
    """Raise the scores of the best MAX_READ documents that pass for each pair of words they hold in a row."""
    pairs = list(dict.fromkeys(zip(parsed.words, parsed.words[1:], strict=False)))
    if not pairs:
        return
    best = _best(snapshot, matched, passed)
    best = best[snapshot.lengths[best] <= MAX_LENGTH]
    read = dict(snapshot.texts(best))
    texts = [read[document] for document in best.tolist()]
    for first, second in pairs:
        beside = f" {first.words[0]} {second.words[0]} ".encode()
        counts = np.array([text.count(beside) for text in texts], dtype=np.float32)
        if counts.any():
            weight = PAIR_WEIGHT * (matched.rarity[first] + matched.rarity[second]) / 2
            matched.scores[best] += np.float32(weight) * saturated(snapshot, best, counts)


def _best(snapshot: Snapshot, matched: Matched, passed: Mask) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The documents with the greatest scores, equal ones by id."""
    found = np.flatnonzero(passed)
    found = found[foremost(matched.scores[found], MAX_READ)]
    if len(found) > MAX_READ:
        order = np.lexsort((snapshot.ids[found], -matched.scores[found]))
        found = found[order[:MAX_READ]]
    return found
