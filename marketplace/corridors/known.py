"""What never changes about published words, read once and kept as numbers; counting reads the rest anew."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from itertools import islice
from threading import Lock

import numpy as np
from sqlalchemy import select

from marketplace import vocab
from marketplace.corridors.facts import OPEN, VOCABULARIES, Facts
from marketplace.corridors.queries import public_on
from marketplace.corridors.summing import KINDS
from marketplace.database import db
from marketplace.resources.models import Revision, RevisionCorridor, RevisionTerm

CHUNK = 2_000  # versions read at once
_SPARE = 1_000


class KnownVersions:
    """Terms, languages and corridors of published versions, which never change, by version.

    A count costs one statement for what does change, which records are public and in date, and three for
    each CHUNK of versions not seen before. Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._forget()

    def facts(self, day: date) -> Facts:
        """All public records as they stand on a day."""
        versions, in_date, sides = public_on(day)
        with self._lock:
            if len(self._rows) > 2 * len(versions) + _SPARE:
                self._forget()
            self._learn(list(set(versions).difference(self._rows)))
            return self._facts(day, versions, in_date, sides)

    def _forget(self) -> None:
        self._rows: dict[str, int] = {}
        self._kinds, self._languages = array("b"), array("h")
        self._terms = {vocabulary: array("q") for vocabulary in VOCABULARIES}
        self._corridors: tuple[array[int], ...] = (array("i"), array("h"), array("h"))
        self._language_places: dict[str, int] = {}
        self._country_places: dict[str, int] = {}

    def _learn(self, versions: Sequence[str]) -> None:
        left = iter(versions)
        while chunk := list(islice(left, CHUNK)):
            self._learn_words(chunk)
            self._learn_terms(chunk)
            self._learn_corridors(chunk)

    def _learn_words(self, versions: Sequence[str]) -> None:
        table = Revision.__table__.c
        statement = select(table.id, table.kind, table.language).where(table.id.in_(versions))
        for version, kind, language in db.session.execute(statement):
            self._rows[version] = len(self._rows)
            self._kinds.append(KINDS.index(kind))
            self._languages.append(_place(self._language_places, language))
            for known in self._terms.values():
                known.append(0)

    def _learn_terms(self, versions: Sequence[str]) -> None:
        table = RevisionTerm
        statement = select(table.revision_id, table.vocabulary, table.slug).where(
            table.revision_id.in_(versions), table.vocabulary.in_(VOCABULARIES)
        )
        for version, vocabulary, slug in db.session.execute(statement):
            self._terms[vocabulary][self._rows[version]] |= _bit(vocabulary, slug)

    def _learn_corridors(self, versions: Sequence[str]) -> None:
        """A record that states a pair twice counts once for it."""
        table = RevisionCorridor
        statement = (
            select(table.revision_id, table.origin, table.destination)
            .where(table.revision_id.in_(versions))
            .distinct()
        )
        rows, origins, destinations = self._corridors
        for version, origin, destination in db.session.execute(statement):
            rows.append(self._rows[version])
            origins.append(_place(self._country_places, origin))
            destinations.append(_place(self._country_places, destination))

    def _facts(self, day: date, versions: Sequence[str], in_date: bytes, sides: bytes) -> Facts:
        rows = _numbers(map(self._rows.__getitem__, versions), len(versions))
        works = np.frombuffer(sides, dtype=np.uint8)
        record_of = np.full(len(self._rows), -1, dtype=np.int64)
        record_of[rows] = np.arange(len(rows))
        record = record_of[np.array(self._corridors[0], dtype=np.int64)]
        kept = record >= 0
        return Facts(
            day=day,
            versions=tuple(versions),
            kind=np.array(self._kinds, dtype=np.int64)[rows],
            in_date=np.frombuffer(in_date, dtype=np.uint8) == 1,
            from_origin=works & 1 != 0,
            from_destination=works & 2 != 0,
            terms={name: np.array(known, dtype=np.int64)[rows] for name, known in self._terms.items()},
            language=np.array(self._languages, dtype=np.int64)[rows],
            languages=tuple(self._language_places),
            record=record[kept],
            origin=np.array(self._corridors[1], dtype=np.int64)[kept],
            destination=np.array(self._corridors[2], dtype=np.int64)[kept],
            countries=tuple(self._country_places),
        )


def _numbers(values: Iterable[int], size: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.fromiter(values, dtype=np.int64, count=size)


def _place(places: dict[str, int], code: str | None) -> int:
    """The number of a code, a new one if need be; that of an open side for None."""
    return OPEN if code is None else places.setdefault(code, len(places))


@cache
def _bit(vocabulary: str, slug: str) -> int:
    slugs = vocab.slugs(vocabulary)
    return 1 << slugs.index(slug) if slug in slugs else 0
