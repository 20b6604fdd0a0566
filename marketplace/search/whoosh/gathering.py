"""Postings gathered in memory by term, and written out block by block.

Whoosh pickles every posting into files, sorts and merges them, and hands them on one by one. Documents are
added in order here, so the postings of a term are sorted as they come: two arrays for each term are enough.
"""

from __future__ import annotations

from array import array
from typing import Any

from marketplace.search.whoosh.library import SegmentWriter

Item = tuple[str, bytes, int, float, bytes]


class Gathered:
    """Takes the place of Whoosh's pool of postings; 8 bytes for each, `count` of them."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[bytes, tuple[array[int], array[float]]]] = {}
        self.count = 0

    def add(self, item: Item) -> None:
        """One posting: field, term, document, weight; our fields have no values."""
        field, term, document, weight, _ = item
        terms = self._fields.get(field)
        if terms is None:
            terms = self._fields[field] = {}
        known = terms.get(term)
        if known is None:
            terms[term] = array("I", (document,)), array("f", (weight,))
        else:
            known[0].append(document)
            known[1].append(weight)
        self.count += 1

    def write(self, schema: Any, writer: Any, limit: int) -> None:
        """Hand everything to Whoosh's writer of fields, at most `limit` postings in a block."""
        for field in sorted(self._fields):
            terms = self._fields.pop(field)
            writer.start_field(field, schema[field])
            for term in sorted(terms):
                writer.start_term(term)
                _write_blocks(writer._postwriter, *terms.pop(term), limit)
                writer.finish_term()
            writer.finish_field()

    def cleanup(self) -> None:
        """Forget everything; Whoosh calls this at the end."""
        self._fields.clear()


def _write_blocks(writer: Any, documents: array[int], weights: array[float], limit: int) -> None:
    """Fill the block of a posting writer as its `add_posting` would; the last one is left to it."""
    for start in range(0, len(documents), limit):
        if start:
            writer._write_block()
        writer._ids = documents[start : start + limit]
        writer._weights = weights[start : start + limit]
        writer._maxweight = max(writer._weights)


class GatheringWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no type hints
    """Whoosh's writer with its postings gathered in memory."""

    def __init__(self, index: Any, codec: Any) -> None:
        super().__init__(index, codec=codec, compound=False)
        self.pool = Gathered()

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        self.pool.write(self.schema, self.fieldwriter, self.codec._blocklimit)
        self.fieldwriter.close()
