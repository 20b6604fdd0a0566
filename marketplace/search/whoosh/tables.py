"""Which documents have which value of a keyword field: as lists, and the facets as rows of bits."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from marketplace.search.whoosh.blocks import Ids
from marketplace.search.whoosh.segment import EMPTY, Segment

Mask = NDArray[np.bool_]
Documents = NDArray[np.intp]
_Bits = NDArray[np.uint64]

_WORD = 64


class Table:
    """A keyword field; documents are kept by its segments, numbered through when asked for."""

    def __init__(self, segments: list[Segment], offsets: list[int], field: str) -> None:
        self._parts: dict[str, list[tuple[int, Ids]]] = {}
        for segment, offset in zip(segments, offsets, strict=True):
            for value, documents in segment.keywords(field).items():
                self._parts.setdefault(value, []).append((offset, documents))
        self.values = sorted(self._parts)

    def documents(self, value: str) -> Documents:
        """Documents with a value, ascending, deleted ones included."""
        parts = [documents.astype(np.intp) + offset for offset, documents in self._parts.get(value, ())]
        return parts[0] if len(parts) == 1 else np.concatenate([EMPTY, *parts])

    def held_by(self, document: int) -> list[str]:
        """The values of a document."""
        return [value for value in self.values if self._holds(value, document)]

    def _holds(self, value: str, document: int) -> bool:
        for offset, documents in self._parts[value]:
            place = documents.searchsorted(document - offset)  # they ascend
            if place < len(documents) and documents[place] == document - offset:
                return True
        return False


class Facets:
    """For every value of the facets one bit of each document: an eighth of a byte, and fast to count.

    Only for fields with a bounded number of values: each takes a row of its own.
    """

    def __init__(self, tables: Mapping[str, Table], size: int) -> None:
        self._size = size
        self._values = {name: table.values for name, table in tables.items()}
        self._rows: dict[str, slice] = {}
        rows: list[_Bits] = []
        for name, table in tables.items():
            self._rows[name] = slice(len(rows), len(rows) + len(table.values))
            rows += [self._packed(mask_of(size, [table.documents(value)])) for value in table.values]
        self._bits = np.array(rows, np.uint64).reshape(len(rows), -(-size // _WORD))

    def counts(self, names: Iterable[str], mask: Mask) -> dict[str, dict[str, int]]:
        """How many documents of the mask have each value of some facets; those that none has are left out."""
        packed = self._packed(mask)
        asked = tuple(names)
        if len(asked) == len(self._rows):  # the usual case, in one step
            counts = self._count(self._bits, packed)
            return {name: self._named(name, counts[self._rows[name]]) for name in asked}
        return {name: self._named(name, self._count(self._bits[self._rows[name]], packed)) for name in asked}

    def _count(self, rows: _Bits, packed: _Bits) -> list[int]:
        counts: list[int] = np.bitwise_count(rows & packed).sum(axis=1, dtype=np.int64).tolist()
        return counts

    def _named(self, name: str, counts: list[int]) -> dict[str, int]:
        return {value: count for value, count in zip(self._values[name], counts, strict=True) if count}

    def mask(self, name: str, values: Iterable[str]) -> Mask:
        """Documents with any of some values of a facet, deleted ones included."""
        known = self._values[name]
        rows = self._bits[self._rows[name]][[known.index(value) for value in values if value in known]]
        bits = np.bitwise_or.reduce(rows, axis=0).view(np.uint8)
        return np.unpackbits(bits, count=self._size, bitorder="little").view(np.bool_)

    def _packed(self, mask: Mask) -> _Bits:
        packed = np.zeros(-(-self._size // _WORD), np.uint64)
        bits = np.packbits(mask, bitorder="little")
        packed.view(np.uint8)[: len(bits)] = bits
        return packed


def mask_of(size: int, parts: Iterable[NDArray[np.integer]]) -> Mask:
    """The documents of all parts as a mask over `size` of them."""
    mask = np.zeros(size, dtype=np.bool_)
    for documents in parts:
        mask[documents] = True
    return mask
