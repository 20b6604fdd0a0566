"""Postings gathered in memory by term, and written out list by list.

Whoosh pickles every posting into files, sorts and merges them, and hands them on one by one. Documents are
added in order here, so the postings of a term are sorted as they come: two arrays for each term are enough.
"""

from array import array
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from marketplace.search.whoosh.blocks import (
    MOST_WEIGHT,
    ArrayCodec,
    Postings,
    decode,
    encode,
    encode_one,
    term_info,
    term_info_of_one,
)
from marketplace.search.whoosh.library import TOC, SegmentWriter, clean_files, fields, pack_ushort
from marketplace.search.whoosh.terms import Terms

_List: TypeAlias = "tuple[array[int], array[int]]"  # documents and weights
_Terms: TypeAlias = "dict[str, _List]"


class Gathered:
    """Takes the place of Whoosh's pool of postings; 6 bytes for each, `count` of them."""

    def __init__(self) -> None:
        self._fields: dict[str, _Terms] = {}
        self.count = 0

    def add(self, field: str, document: int, weights: Mapping[str, int]) -> None:
        """The terms of one field of a document."""
        terms = self._fields.setdefault(field, {})
        if max(weights.values(), default=0) > MOST_WEIGHT:
            weights = {term: min(weight, MOST_WEIGHT) for term, weight in weights.items()}
        for term, weight in weights.items():
            known = terms.get(term)
            if known is None:
                terms[term] = array("I", (document,)), array("H", (weight,))
            else:
                known[0].append(document)
                known[1].append(weight)
        self.count += len(weights)

    def extend(self, field: str, term: str, postings: Postings) -> None:
        """Postings of a term in documents behind all that it has."""
        terms = self._fields.setdefault(field, {})
        known = terms.setdefault(term, (array("I"), array("H")))
        known[0].frombytes(postings[0].astype(np.uint32).tobytes())
        known[1].frombytes(postings[1].astype(np.uint16).tobytes())
        self.count += len(postings[0])

    def write(self, schema: Any, fields: Any) -> None:
        """Hand everything to Whoosh's writer of fields."""
        for field in sorted(self._fields):
            fields.start_field(field, schema[field])
            _write_terms(fields, self._fields.pop(field))
            fields.finish_field()

    def cleanup(self) -> None:
        """Forget everything; Whoosh calls this at the end."""
        self._fields.clear()


def _write_terms(fields: Any, terms: _Terms) -> None:
    """Write the lists of a field and its part of the table of terms, as Whoosh's `finish_term` would."""
    file, table, prefix = fields._postfile, fields._tindex, pack_ushort(fields._fieldid)
    place = file.tell()
    for term in sorted(terms):  # text sorts as its UTF-8 does
        data, info = _listed(terms.pop(term), place)
        table.add(prefix + term.encode(), info)
        file.write(data)
        place += len(data)


def _listed(gathered: _List, place: int) -> tuple[bytes, bytes]:
    """A list as it stands at a place of the file, and what the table of terms says of it."""
    documents, weights = gathered
    if len(documents) == 1:
        data = encode_one(documents[0], weights[0])
        return data, term_info_of_one(documents[0], weights[0], place, len(data))
    all_documents, all_weights = np.frombuffer(documents, np.uint32), np.frombuffer(weights, np.uint16)
    data = encode(all_documents, all_weights)
    return data, term_info(all_documents, all_weights, place, len(data))


class GatheringWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no type hints
    """Whoosh's writer with its postings gathered in memory."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=ArrayCodec(), compound=False)
        self.pool = Gathered()

    def add_document(self, **values: Any) -> None:
        """Add what `schema.document` makes of a record."""
        columns = self.perdocwriter
        columns.start_doc(self.docnum)
        for name, value in values.items():
            field = self.schema[name]
            if field.indexed:
                self.pool.add(name, self.docnum, value)
            else:
                columns.add_column_value(name, field.column_type, value)
        columns.finish_doc()
        self._added = True
        self.docnum += 1

    def add_reader(self, reader: Any) -> None:
        """Copy the live documents of another segment."""
        live = np.ones(reader.doc_count_all(), dtype=np.bool_)
        live[list(reader.segment().deleted_docs())] = False
        kept = np.flatnonzero(live)
        self._copy_terms(reader, live, (np.cumsum(live) - 1 + self.docnum).astype(np.uint32))
        columns = [
            (name, field.column_type, reader.column_reader(name, field.column_type, translate=False))
            for name, field in self.schema.items()
            if field.column_type
        ]
        for document in kept.tolist():
            self.perdocwriter.start_doc(self.docnum)
            for name, column, values in columns:
                self.perdocwriter.add_column_value(name, column, values[document])
            self.perdocwriter.finish_doc()
            self.docnum += 1
        self._added = self._added or len(kept) > 0

    def _copy_terms(self, reader: Any, live: NDArray[np.bool_], places: NDArray[np.uint32]) -> None:
        """Copy the postings of live documents; `places` are their new numbers."""
        file, all_live = reader._terms._postfile, bool(live.all())
        for field, term, entry in Terms(reader).everything():
            documents, weights = decode(file.get(entry.place, entry.size))
            if not all_live:
                there = live[documents]
                documents, weights = documents[there], weights[there]
            if len(documents):
                self.pool.extend(field, term, (places[documents], weights))

    def _commit_toc(self, segments: list[Any]) -> None:
        """Write the table of contents without the schema, which every reader brings along."""
        TOC(fields.Schema(), segments, self.generation).write(self.storage, self.indexname)
        clean_files(self.storage, self.indexname, self.generation, segments)

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        self.pool.write(self.schema, self.fieldwriter)
        self.fieldwriter.close()
