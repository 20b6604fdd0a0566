"""The order of what was found, and one page of it."""

import numpy as np
from numpy.typing import NDArray

from marketplace.search.engine import Query, Sort
from marketplace.search.whoosh.filters import named_pair
from marketplace.search.whoosh.ranking import Matched
from marketplace.search.whoosh.snapshot import Snapshot
from marketplace.search.whoosh.tables import Documents, Mask

Keys = NDArray[np.floating]


def page(snapshot: Snapshot, query: Query, matched: Matched, passed: Mask, has_words: bool) -> Documents:
    """The documents of a page in their order.

    By relevance, records that name the corridor asked for come before those that fit it through "any";
    within each of the two groups the score decides. Without words the newest are the most relevant.
    Ties are settled by id everywhere.
    """
    per_page = max(1, query.per_page)
    last = max(1, query.page) * per_page
    found = np.flatnonzero(passed)
    if last - per_page >= len(found):
        return found[:0]
    keys = _keys(snapshot, query, matched, found, has_words)
    candidates = foremost(keys, last)
    order = np.lexsort((snapshot.ids[found[candidates]], -keys[candidates]))
    return found[candidates[order]][last - per_page : last]


def _keys(snapshot: Snapshot, query: Query, matched: Matched, found: Documents, has_words: bool) -> Keys:
    """What decides the order, the greatest first."""
    keys: Keys
    if query.sort == Sort.CONFIRMED:
        return snapshot.confirmed_rank[found].astype(np.float64)
    if query.sort == Sort.NEWEST or not has_words:
        keys = snapshot.published_rank[found].astype(np.float64)
    else:
        keys = matched.scores[found]
    if query.sort == Sort.RELEVANCE and (query.origins or query.destinations):
        keys = keys.astype(np.float64)
        keys += named_pair(snapshot, query)[found] * (keys.max() + 1)
    return keys


def foremost(keys: NDArray[np.floating], count: int) -> Documents:
    """Places of the `count` greatest keys and of all that are equal to the last of them, in no order."""
    if count >= len(keys):
        return np.arange(len(keys))
    threshold = np.partition(keys, len(keys) - count)[len(keys) - count]
    return np.flatnonzero(keys >= threshold)
