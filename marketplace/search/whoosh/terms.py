"""The table of terms of a segment: where the posting list of each stands, read in runs.

Whoosh's own ways through it make some objects for every term; to read all words took a second.
"""

import struct
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, NamedTuple

from marketplace.search.whoosh.library import pack_ushort
from marketplace.search.whoosh.storage import DamagedIndex

_LENGTHS = struct.Struct("!II")  # of key and value, before them; as in whoosh.filedb.filetables
_VALUE = struct.Struct("!5xI14xqi")  # of blocks.term_info: documents, place and length of the list
_FIELD = 2  # bytes of a key that say its field
_STEP = 8192


class Entry(NamedTuple):
    """What is known of a term: how many `documents` have it, deleted ones included, in a list at `place`."""

    documents: int
    place: int
    size: int


class Terms:
    """Reads through one file, so only one thread at a time may."""

    def __init__(self, reader: Any) -> None:
        self._table = reader._terms._tindex
        self._fields: dict[str, int] = self._table.extras["fieldmap"]

    def find(self, field: str, term: str) -> Entry | None:
        """One term; None when it does not occur."""
        if field not in self._fields:
            return None
        value = self._table.get(pack_ushort(self._fields[field]) + term.encode())
        return None if value is None else Entry(*_VALUE.unpack(value))

    def all(self, field: str) -> Iterator[tuple[str, Entry]]:
        """All terms of a field in their order."""
        if field not in self._fields:
            return iter(())
        number = self._fields[field]
        start = self._table.closest_key_pos(pack_ushort(number))
        end = self._table.closest_key_pos(pack_ushort(number + 1)) or self._table.endofdata
        return iter(()) if start is None else self._run(start, end, end - start)

    def beginning(self, field: str, prefix: str) -> Iterator[str]:
        """Terms that begin with a prefix, in their order."""
        if field not in self._fields:
            return iter(())
        key = pack_ushort(self._fields[field]) + prefix.encode()
        start, end = self._table.closest_key_pos(key), self._table.endofdata
        found = () if start is None else self._run(start, end, _STEP)
        return takewhile(lambda term: term.startswith(prefix), (term for term, _ in found))

    def _run(self, start: int, end: int, step: int) -> Iterator[tuple[str, Entry]]:
        """Terms and entries of this field from one place in the file to another, read in steps."""
        field = self._table.dbfile.get(start + _LENGTHS.size, _FIELD)
        while start < end:
            data = self._table.dbfile.get(start, min(step, end - start))
            place = 0
            while place + _LENGTHS.size <= len(data):
                key_size, size = _LENGTHS.unpack_from(data, place)
                after = place + _LENGTHS.size + key_size
                if after + size > len(data):
                    break
                key = data[place + _LENGTHS.size : after]
                if not key.startswith(field):
                    return
                yield key[_FIELD:].decode(), Entry(*_VALUE.unpack_from(data, after))
                place = after + size
            if not place:  # an entry longer than a step
                if step >= end - start:
                    raise DamagedIndex("the table of terms ends within a term")
                step *= 2
            start += place
