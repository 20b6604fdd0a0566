"""One state of the index as arrays over all its documents: what queries run on, never changed."""

import threading
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from marketplace.search.engine import FACETS
from marketplace.search.whoosh.schema import OPEN_SIDE
from marketplace.search.whoosh.segment import Segment
from marketplace.search.whoosh.tables import Documents, Facets, Mask, Table

Scores = NDArray[np.float32]

K1, B = 2.0, 0.75


class Snapshot:
    """All documents of a generation, numbered through its segments."""

    def __init__(self, segments: list[Segment], deleted: list[set[int]], generation: int) -> None:
        self.segments = segments
        self.generation = generation
        self.offsets = [0, *np.cumsum([segment.count for segment in segments]).tolist()][:-1]
        self.size = sum(segment.count for segment in segments)
        self.live: Mask = np.ones(self.size, dtype=np.bool_)
        for offset, gone in zip(self.offsets, deleted, strict=True):
            self.live[[offset + document for document in gone]] = False
        self.all_live = bool(self.live.all())
        self.documents = int(self.live.sum())
        self._tables: dict[str, Table] = {}
        self._lock = threading.Lock()
        for segment in segments:
            segment.warm()

    def _joined(self, name: str) -> NDArray[np.int64]:
        parts = [segment.meta[name].astype(np.int64) for segment in self.segments]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

    @cached_property
    def ids(self) -> NDArray[np.bytes_]:
        """The record ids by document, as UTF-8."""
        return (
            np.concatenate([segment.ids for segment in self.segments]) if self.segments else np.empty(0, "S1")
        )

    @cached_property
    def _by_id(self) -> tuple[NDArray[np.bytes_], Documents]:
        """The ids of live documents in their order, and these documents."""
        live = np.flatnonzero(self.live)
        order = live[np.argsort(self.ids[live])]
        return self.ids[order], order

    def with_ids(self, wanted: Sequence[str]) -> Documents:
        """The live documents of some records, in the order given; unknown ids are passed over."""
        ids, documents = self._by_id
        asked = np.array([one.encode() for one in wanted], dtype=np.bytes_)
        if not len(ids) or not len(asked):
            return np.empty(0, dtype=np.intp)
        places = np.minimum(np.searchsorted(ids, asked), len(ids) - 1)
        return documents[places[ids[places] == asked]]

    @cached_property
    def published_rank(self) -> NDArray[np.int64]:
        """Places of the times of publication in their order, equal times alike."""
        return np.unique(self._joined("published"), return_inverse=True)[1].astype(np.int64)

    @cached_property
    def confirmed_rank(self) -> NDArray[np.int64]:
        """The same of the last confirmation; never confirmed is the least."""
        return np.unique(self._joined("confirmed"), return_inverse=True)[1].astype(np.int64)

    @cached_property
    def years(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First and last year, schema.NO_YEAR for none."""
        return self._joined("year"), self._joined("year_end")

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Weighted words of each document, stop words left out."""
        return self._joined("length")

    @cached_property
    def norm(self) -> Scores:
        """What a document's length adds below the line of BM25: k1 (1 - b + b length / average)."""
        lengths = self.lengths.astype(np.float64)
        average = float(lengths[self.live].mean()) if self.documents else 1.0
        return (K1 * (1 - B + B * lengths / (average or 1.0))).astype(np.float32)

    def table(self, field: str) -> Table:
        """The table of a keyword field."""
        with self._lock:
            if field not in self._tables:
                self._tables[field] = Table(self.segments, self.offsets, field)
            return self._tables[field]

    @cached_property
    def facets(self) -> Facets:
        """The facets of all documents."""
        return Facets({name: self.table(name) for name in FACETS}, self.size)

    @cached_property
    def pairs(self) -> list[tuple[str | None, str | None, Documents]]:
        """Every corridor with its documents; None for an open side."""
        table = self.table("pair")
        found = []
        for value in table.values:
            origin, destination = (None if side == OPEN_SIDE else side for side in value.split(">", 1))
            found.append((origin, destination, table.documents(value)))
        return found

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages of the texts, the most frequent first."""
        counts = self.facets.counts(["language"], self.live)["language"]
        return tuple(sorted(counts, key=lambda language: (-counts[language], language)))

    def texts(self, documents: NDArray[np.intp]) -> Iterator[tuple[int, bytes]]:
        """(document, its folded words as stored), segment by segment."""
        for segment, offset in zip(self.segments, self.offsets, strict=True):
            here = documents[(documents >= offset) & (documents < offset + segment.count)].tolist()
            yield from zip(here, segment.texts(document - offset for document in here), strict=True)

    def versions(self) -> Iterator[tuple[str, str]]:
        """(id, version) of every live document."""
        for segment, offset in zip(self.segments, self.offsets, strict=True):
            live = self.live[offset : offset + segment.count]
            for record_id, version, there in zip(segment.ids, segment.versions(), live, strict=True):
                if there:
                    yield record_id.decode(), version
