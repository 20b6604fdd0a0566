"""Posting lists as numpy arrays: the one place that knows how Whoosh's third codec lays out its blocks."""

import io
import struct
import threading
import zlib
from collections import OrderedDict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.search.whoosh.library import load_pickle, read_pickle, whoosh3
from marketplace.search.whoosh.storage import DamagedIndex

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
Postings = tuple[Ids, Weights]

_LENGTH = struct.Struct("!i")


def decode(data: bytes) -> Postings:
    """Document numbers (ascending) and weights of a posting list as it is on disk.

    A list is a tag and blocks; a block is its length (negative for the last one), a pickled summary
    (count, last document, greatest weight, compression, ...) and pickled (gaps, weights, values), where
    weights are None for all ones, a number for all the same, or one each.
    """
    if not data.startswith(whoosh3.WHOOSH3_HEADER_MAGIC):
        raise DamagedIndex("a posting list does not begin with its tag")
    ids: list[Ids] = []
    weights: list[Weights] = []
    position, length = len(whoosh3.WHOOSH3_HEADER_MAGIC), 1
    while length > 0:
        (length,) = _LENGTH.unpack_from(data, position)
        position += _LENGTH.size
        block = data[position : position + abs(length)]
        position += abs(length)
        found, weight = _decode_block(block)
        ids.append(found)
        weights.append(weight)
    if len(ids) == 1:
        return ids[0], weights[0]
    return np.concatenate(ids), np.concatenate(weights)


def _decode_block(block: bytes) -> Postings:
    stream = io.BytesIO(block)
    count, last, _, compression, _, _ = load_pickle(stream)
    rest = stream.read()
    gaps, stored, _ = read_pickle(zlib.decompress(rest) if compression else rest)
    ids = np.cumsum(np.asarray(gaps, dtype=np.int32), dtype=np.int32)
    weights = np.full(count, 1 if stored is None else stored, dtype=np.float32)
    if len(ids) != count or ids[-1] != last:
        raise DamagedIndex("a posting block does not hold what its summary says")
    return ids, weights


class PostingCache:
    """What was decoded, lists and texts of all segments, in a memory budget; the longest unused go first."""

    _ENTRY = 200  # bytes of a key and its place, roughly

    def __init__(self, budget: int) -> None:
        self._budget = budget
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

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._used = 0

    def _size(self, postings: Postings | None) -> int:
        return self._ENTRY + (0 if postings is None else sum(part.nbytes for part in postings))
