"""One immutable part of the index on disk, with what was read from it kept for its life."""

from __future__ import annotations

import os
import threading
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.search.whoosh.blocks import Ids, Postings, decode
from marketplace.search.whoosh.library import SegmentReader
from marketplace.search.whoosh.postings import PostingCache
from marketplace.search.whoosh.schema import KEYWORDS, META
from marketplace.search.whoosh.storage import DamagedIndex, DurableStorage, check_segment
from marketplace.search.whoosh.terms import Entry, Terms

_BETWEEN = b"\0"  # stands in no term: the words and stems of texts are letters and digits
EMPTY: NDArray[np.intp] = np.empty(0, dtype=np.intp)


@contextmanager
def damage() -> Iterator[None]:
    """Turn whatever is raised while index files are read into DamagedIndex: Whoosh fails in many ways."""
    try:
        yield
    except DamagedIndex:
        raise
    except Exception as error:
        raise DamagedIndex(f"{type(error).__name__}: {error}") from error


class Segment:
    """Documents 0 … count-1 of one segment; safe to use from several threads.

    `ids` by document, `meta` as schema.META. Reading raises DamagedIndex when the files are
    not as they were written.
    """

    @damage()
    def __init__(self, storage: DurableStorage, described: Any, schema: Any, cache: PostingCache) -> None:
        self.name: str = described.segment_id()
        self.count: int = described.doc_count_all()
        self.folder: Path = storage.path
        check_segment(self.folder, self.name)
        self._cache = cache
        self._token = object()  # names of segments are random and may come again after a fork
        self._lock = threading.Lock()
        self._reader = SegmentReader(storage, schema, described)
        self._terms = Terms(self._reader)
        self._blocks = storage.open_file(described.make_filename(".pst")).raw_file()
        ids = [key.partition(b"\0")[0] for key in self._column("key")]
        if len(ids) != self.count:
            raise DamagedIndex(f"{self.name} lacks documents")
        self.ids: NDArray[np.bytes_] = np.array(ids, dtype=np.bytes_)
        self.meta: NDArray[Any] = np.frombuffer(b"".join(self._column("meta")), dtype=META)
        self._texts = self._reader.column_reader("text", schema["text"].column_type, translate=False)
        self._text_file = self._texts._dbfile.raw_file()
        self._keywords: dict[str, dict[str, Ids]] = {}
        self._lexicons: dict[str, tuple[bytes, array[int]]] = {}

    def _column(self, name: str) -> Any:
        return self._reader.column_reader(name, self._reader.schema[name].column_type, translate=False)

    @damage()
    def versions(self) -> Iterator[str]:
        """The version of each document, read when asked for: only a comparison with the database asks."""
        with self._lock:
            keys = list(self._column("key"))
        return (key.partition(b"\0")[2].decode() for key in keys)

    def postings(self, field: str, term: str) -> Postings | None:
        """Documents and weights of a term, deleted documents included; None when it does not occur."""
        key = (self._token, field, term)
        known, postings = self._cache.get(key)
        if not known:
            postings = self._read(field, term)
            self._cache.put(key, postings)
        return postings

    @damage()
    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term, deleted ones included; its list is not decoded for that."""
        known, postings = self._cache.get((self._token, field, term))
        if known:
            return 0 if postings is None else len(postings[0])
        entry = self._terms.find(field, term)
        return 0 if entry is None else entry.documents

    @damage()
    def _read(self, field: str, term: str) -> Postings | None:
        entry = self._terms.find(field, term)
        return None if entry is None else self._list(entry)

    def _list(self, entry: Entry) -> Postings:
        return decode(os.pread(self._blocks.fileno(), entry.size, entry.place))

    @damage()
    def documents_of(self, record_id: str) -> list[int]:
        """Where a record stands, deleted or not; not kept, since only a change asks."""
        entry = self._terms.find("id", record_id)
        return [] if entry is None else self._list(entry)[0].tolist()

    @damage()
    def expand(self, field: str, prefix: str, limit: int) -> list[str]:
        """The first `limit` terms that begin with `prefix`."""
        return list(islice(self._terms.beginning(field, prefix), limit))

    @damage()
    def lexicon(self, field: str) -> Iterator[tuple[str, int]]:
        """Every term of a field with the number of its documents, deleted ones included.

        Kept as bytes: as text and numbers of Python the words would take ten times the room.
        """
        if field not in self._lexicons:
            terms, counts = [], array("I")
            for term, entry in self._terms.all(field):
                terms.append(term.encode())
                counts.append(entry.documents)
            self._lexicons[field] = _BETWEEN.join(terms), counts
        joined, counts = self._lexicons[field]
        terms = joined.split(_BETWEEN) if counts else []
        return zip((term.decode() for term in terms), counts, strict=True)

    @damage()
    def keywords(self, field: str) -> dict[str, Ids]:
        """Documents by value of a keyword field, ascending."""
        if field not in self._keywords:
            with self._lock:
                self._keywords[field] = {term: self._list(entry)[0] for term, entry in self._terms.all(field)}
        return self._keywords[field]

    @damage()
    def texts(self, documents: Iterable[int]) -> Iterator[bytes]:
        """The folded words of documents as stored, see `schema.document`; read past Whoosh's seeking."""
        file, places, lengths = self._text_file.fileno(), self._texts._offsets, self._texts._lengths
        for document in documents:
            text = os.pread(file, lengths[document], places[document])
            if len(text) != lengths[document]:
                raise DamagedIndex(f"{self.name} has lost texts")
            yield text

    def warm(self) -> None:
        """Read what every query needs."""
        for field in (*KEYWORDS, "pair"):
            self.keywords(field)
