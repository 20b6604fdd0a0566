"""The table of terms of a segment: where the posting list of each stands.

One term is found by its hash (the table is Bernstein's cdb, as whoosh.filedb.filetables writes it), those
that begin with some letters by a sample of the terms in memory. Whoosh's own ways through it read the file at
every step of a search by halves and make some objects for every term: with ten segments they took half of a
first search, and reading all words a second.
"""

import os
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from marketplace.search.whoosh.library import pack_ushort, unpack_ushort
from marketplace.search.whoosh.storage import DamagedIndex

_LENGTHS = struct.Struct("!II")  # of key and value, before them; as in whoosh.filedb.filetables
_SLOT = struct.Struct("!Iq")  # of a hash table: hash and place of a term, no term stands at place 0
_BUCKETS = 256  # hash tables, chosen by the last byte of a hash
_VALUE = struct.Struct("!5xI14xqi")  # of blocks.term_info: documents, place and length of the list
_FIELD = 2  # bytes of a key that say its field
_EVERY = 16  # terms there is one of the sample
_STEP = 4096
_ALL = 1 << 20


class Entry(NamedTuple):
    """What is known of a term: how many `documents` have it, deleted ones included, in a list at `place`."""

    documents: int
    place: int
    size: int


class Terms:
    """Reads the table at places it names, so that many threads may at once."""

    def __init__(self, reader: Any) -> None:
        table = reader._terms._tindex
        self._file = table.dbfile.raw_file()
        self._fields: dict[str, int] = table.extras["fieldmap"]
        self._end: int = table.endofdata
        self._index: int = table.indexbase  # of the places of all keys in their order
        self._count: int = table.indexlen
        self._place = struct.Struct("!" + table.extras["indextype"])
        self._hash: Callable[[bytes], int] = table.hashfn
        self._tables: list[tuple[int, int]] = table.tables  # place and slots of each
        self._sample: dict[int, tuple[int, bytes]] = {}  # filled as it is asked for

    def find(self, field: str, term: str) -> Entry | None:
        """One term; None when it does not occur."""
        key = self._key(field, term)
        head = _LENGTHS.pack(len(key), _VALUE.size) + key
        for place in self._places(self._hash(key)):
            data = self._read(len(head) + _VALUE.size, place)
            if data.startswith(head):
                return _Value(data, len(data)).read()
        return None

    def _places(self, hashed: int) -> Iterator[int]:
        """Where the terms with a hash stand; the first empty slot ends the search."""
        start, slots = self._tables[hashed % _BUCKETS]
        for step in range(slots):
            slot = (hashed // _BUCKETS + step) % slots
            found, place = _SLOT.unpack(self._read(_SLOT.size, start + slot * _SLOT.size))
            if not place:
                return
            if found == hashed:
                yield place

    def all(self, field: str) -> Iterator[tuple[str, Entry]]:
        """All terms of a field in their order."""
        return self._beginning(self._key(field, ""), _ALL)

    def everything(self) -> Iterator[tuple[str, str, Entry]]:
        """Field, term and entry of all terms in their order."""
        fields = {number: name for name, number in self._fields.items()}
        for found, value in self._from(b"", _ALL):
            (number,) = unpack_ushort(found[:_FIELD])
            yield fields[number], found[_FIELD:].decode(), value.read()

    def beginning(self, field: str, prefix: str) -> Iterator[str]:
        """Terms that begin with a prefix, in their order."""
        return (term for term, _ in self._beginning(self._key(field, prefix), _STEP))

    def _key(self, field: str, term: str) -> bytes:
        return pack_ushort(self._fields.get(field, 2**16 - 1)) + term.encode()

    def _beginning(self, key: bytes, step: int) -> Iterator[tuple[str, Entry]]:
        for found, value in self._from(key, step):
            if found.startswith(key):
                yield found[_FIELD:].decode(), value.read()
            elif found > key:
                return

    def _from(self, key: bytes, step: int) -> Iterator[tuple[bytes, "_Value"]]:
        """Keys and values from a little before a key to the end, read in steps."""
        samples = range(-(-self._count // _EVERY))
        if not samples:
            return
        before = bisect_right(samples, key, key=lambda number: self._sampled(number)[1])
        start = self._sampled(max(0, before - 1))[0]
        while start < self._end:
            data = self._read(min(step, self._end - start), start)
            taken = 0
            for found, value in _entries(data):
                yield found, value
                taken = value.end
            if not taken:  # an entry longer than a step
                if step >= self._end - start:
                    raise DamagedIndex("the table of terms ends within a term")
                step *= 2
            start += taken

    def _sampled(self, number: int) -> tuple[int, bytes]:
        """Place and key of one term of the sample."""
        if number not in self._sample:
            size = self._place.size
            (place,) = self._place.unpack(self._read(size, self._index + number * _EVERY * size))
            length, _ = _LENGTHS.unpack(self._read(_LENGTHS.size, place))
            self._sample[number] = place, self._read(length, place + _LENGTHS.size)
        return self._sample[number]

    def _read(self, size: int, place: int) -> bytes:
        data = os.pread(self._file.fileno(), size, place)
        if len(data) != size:
            raise DamagedIndex("the table of terms is cut")
        return data


class _Value(NamedTuple):
    """What stands behind a key, up to `end` of some data; most are passed over unread."""

    data: bytes
    end: int

    def read(self) -> Entry:
        return Entry(*_VALUE.unpack_from(self.data, self.end - _VALUE.size))


def _entries(data: bytes) -> Iterator[tuple[bytes, _Value]]:
    """The whole entries that data begins with."""
    place = 0
    while place + _LENGTHS.size <= len(data):
        key_size, size = _LENGTHS.unpack_from(data, place)
        start = place + _LENGTHS.size
        place = start + key_size + size
        if place > len(data):
            return
        yield data[start : start + key_size], _Value(data, place)
