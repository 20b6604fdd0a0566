"""One immutable part of the index on disk, with what was read from it kept for its life."""

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.search.whoosh.blocks import Ids, Postings, decode
from marketplace.search.whoosh.library import SegmentReader, TermNotFound
from marketplace.search.whoosh.postings import PostingCache
from marketplace.search.whoosh.schema import KEYWORDS, META
from marketplace.search.whoosh.storage import DamagedIndex, DurableStorage, check_segment

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

    `ids` and `versions` by document, `meta` as schema.META. Reading raises DamagedIndex when the files are
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
        self._blocks = storage.open_file(described.make_filename(".pst")).raw_file()
        keys = [key.partition(b"\0") for key in self._column("key", schema)]
        if len(keys) != self.count:
            raise DamagedIndex(f"{self.name} lacks documents")
        self.ids: NDArray[np.bytes_] = np.array([key for key, _, _ in keys], dtype=np.bytes_)
        self.versions = [version.decode() for _, _, version in keys]
        self.meta: NDArray[Any] = np.frombuffer(b"".join(self._column("meta", schema)), dtype=META)
        self._texts = self._reader.column_reader("text", schema["text"].column_type, translate=False)
        self._text_file = self._texts._dbfile.raw_file()
        self._keywords: dict[str, dict[str, Ids]] = {}
        self._lexicons: dict[str, dict[str, int]] = {}

    def _column(self, name: str, schema: Any) -> Any:
        return self._reader.column_reader(name, schema[name].column_type, translate=False)

    def postings(self, field: str, term: str) -> Postings | None:
        """Documents and weights of a term, deleted documents included; None when it does not occur."""
        key = (self._token, field, term)
        known, postings = self._cache.get(key)
        if not known:
            postings = self._read(field, term.encode())
            self._cache.put(key, postings)
        return postings

    @damage()
    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term, deleted ones included; its list is not decoded for that."""
        known, postings = self._cache.get((self._token, field, term))
        if known:
            return 0 if postings is None else len(postings[0])
        with self._lock:
            try:
                return int(self._reader.term_info(field, term.encode()).doc_frequency())
            except TermNotFound:
                return 0

    @damage()
    def _read(self, field: str, term: bytes) -> Postings | None:
        with self._lock:
            try:
                info = self._reader.term_info(field, term)
            except TermNotFound:
                return None
        return self._list(info)

    @damage()
    def expand(self, field: str, prefix: str, limit: int) -> list[str]:
        """The first `limit` terms that begin with `prefix`."""
        with self._lock:
            found = self._reader.expand_prefix(field, prefix.encode())
            return [term.decode() for term, _ in zip(found, range(limit), strict=False)]

    @damage()
    def lexicon(self, field: str) -> dict[str, int]:
        """Every term of a field with the number of its documents, deleted ones included."""
        if field not in self._lexicons:
            with self._lock:
                self._lexicons[field] = {term: info.doc_frequency() for term, info in self._terms(field)}
        return self._lexicons[field]

    @damage()
    def keywords(self, field: str) -> dict[str, Ids]:
        """Documents by value of a keyword field, ascending."""
        if field not in self._keywords:
            with self._lock:
                self._keywords[field] = {term: self._list(info)[0] for term, info in self._terms(field)}
        return self._keywords[field]

    def _terms(self, field: str) -> Iterator[tuple[str, Any]]:
        """The terms of a field in their order with what Whoosh knows of each. Hold the lock."""
        for (name, term), info in self._reader.iter_from(field, b""):
            if name != field:
                break
            yield term.decode(), info

    def _list(self, info: Any) -> Postings:
        place, (length,) = info.extent()  # Whoosh leaves the length in a tuple
        return decode(os.pread(self._blocks.fileno(), length, place))

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
