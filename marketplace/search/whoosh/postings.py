"""Posting lists and texts kept in memory."""

import threading
from collections import OrderedDict
from typing import Any

from marketplace.search.whoosh.blocks import Postings


class PostingCache:
    """What was decoded, lists and texts of all segments, in a memory budget; the longest unused go first."""

    _ENTRY = 400  # bytes of a key, its place and two arrays, roughly
    _LEAST = 1024 * 1024
    _A_DOCUMENT = 400

    def __init__(self, budget: int) -> None:
        self._most = self._budget = budget
        self._used = 0
        self._kept: OrderedDict[Any, Postings | None] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any) -> tuple[bool, Any]:
        """(whether it is known, the list, or the text, or None for a term that does not occur)."""
        with self._lock:
            if key not in self._kept:
                return False, None
            self._kept.move_to_end(key)
            return True, self._kept[key]

    def put(self, key: Any, postings: Postings | None) -> None:
        """Keep a list, and let others go when there is no room."""
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = postings
            self._used += self._size(postings)
            while self._used > self._budget and self._kept:
                _, old = self._kept.popitem(last=False)
                self._used -= self._size(old)

    def fit(self, documents: int) -> None:
        """Take the room that so many documents are worth, in bytes: short lists are soon read again."""
        self._budget = min(self._most, max(self._LEAST, documents * self._A_DOCUMENT))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._used = 0

    def _size(self, postings: Postings | None) -> int:
        return self._ENTRY + (0 if postings is None else sum(part.nbytes for part in postings))
