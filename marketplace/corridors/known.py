"""What never changes about published words, read once and kept as numbers; counting reads the rest anew."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice, repeat
from threading import Lock

import numpy as np
from sqlalchemy import ColumnElement, func, literal_column, select

from marketplace.corridors.facts import OPEN, VOCABULARIES, Facts, bits
from marketplace.corridors.queries import UNCONFIRMED, Digits, public_on, said_since
from marketplace.corridors.summing import KINDS, Flags, Numbers
from marketplace.database import db
from marketplace.resources.models import Revision, RevisionCorridor, RevisionTerm

CHUNK = 2_000  # versions read at once
_SPARE = 1_000
_UNSEEN = -1
# Added to a column by which is grouped: SQLite would walk the index of that column for each chunk, all of it.
_UNINDEXED: ColumnElement[str] = literal_column("''")


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
        versions, confirmed, sides = public_on(day)
        with self._lock:
            if len(self._rows) > 2 * len(versions) + _SPARE:
                self._forget()
            return self._facts(day, self._rows_of(versions), confirmed, sides)

    def _rows_of(self, versions: Sequence[str]) -> Numbers:
        """The row of each version; those not seen before are read."""
        rows = _numbers(map(self._rows.get, versions, repeat(_UNSEEN)), len(versions))
        unseen = np.flatnonzero(rows == _UNSEEN).tolist()
        if unseen:
            self._learn([versions[place] for place in unseen])
            rows[unseen] = [self._rows[versions[place]] for place in unseen]
        return rows

    def _forget(self) -> None:
        self._rows: dict[str, int] = {}
        self._kinds, self._languages, self._published = array("b"), array("h"), array("i")  # in days
        self._terms = {vocabulary: array("q") for vocabulary in VOCABULARIES}
        self._corridors: tuple[array[int], ...] = (array("i"), array("h"), array("h"))
        self._language_places: dict[str, int] = {}
        self._country_places: dict[str, int] = {}

    def _learn(self, versions: Sequence[str]) -> None:
        left = iter(versions)
        try:
            while chunk := list(islice(left, CHUNK)):
                self._learn_words(chunk)
                self._learn_terms(chunk)
                self._learn_corridors(chunk)
        except BaseException:
            self._forget()  # nothing stays half known
            raise

    def _learn_words(self, versions: Sequence[str]) -> None:
        table = Revision.__table__.c
        statement = select(table.id, table.kind, table.language, table.published_at).where(
            table.id.in_(versions)
        )
        for version, kind, language, published in db.session.execute(statement).all():
            self._rows[version] = len(self._rows)
            self._kinds.append(KINDS.index(kind))
            self._languages.append(_place(self._language_places, language))
            self._published.append(published.toordinal())
        for known in self._terms.values():
            known.extend(repeat(0, len(versions)))

    def _learn_terms(self, versions: Sequence[str]) -> None:
        table = RevisionTerm
        vocabulary = table.vocabulary.concat(_UNINDEXED)
        statement = (
            select(vocabulary, table.slug, func.aggregate_strings(table.revision_id, ","))
            .where(table.revision_id.in_(versions), vocabulary.in_(VOCABULARIES))
            .group_by(vocabulary, table.slug)
        )
        for name, slug, with_it in db.session.execute(statement):
            rows = self._rows_in(with_it)
            np.frombuffer(self._terms[name], dtype=np.int64)[rows] |= bits(name, {slug})

    def _learn_corridors(self, versions: Sequence[str]) -> None:
        """A record that states a pair twice counts once for it."""
        table = RevisionCorridor
        pair = (table.origin.concat(_UNINDEXED), table.destination)
        statement = (
            select(*pair, func.aggregate_strings(table.revision_id, ","))
            .where(table.revision_id.in_(versions))
            .group_by(*pair)
        )
        rows, origins, destinations = self._corridors
        for origin, destination, naming in db.session.execute(statement):
            found = set(self._rows_in(naming))
            rows.extend(found)
            origins.extend(repeat(_place(self._country_places, origin), len(found)))
            destinations.extend(repeat(_place(self._country_places, destination), len(found)))

    def _rows_in(self, versions: str) -> list[int]:
        return [self._rows[version] for version in versions.split(",")]

    def _facts(self, day: date, rows: Numbers, confirmed: Digits, sides: Digits) -> Facts:
        record_of = np.full(len(self._rows), -1, dtype=np.int64)
        record_of[rows] = np.arange(len(rows))
        record = record_of[np.array(self._corridors[0], dtype=np.int64)]
        kept = record >= 0
        kind = np.array(self._kinds, dtype=np.int64)[rows]
        return Facts(
            day=day,
            versions=np.fromiter(self._rows, dtype=np.object_, count=len(self._rows))[rows],
            kind=kind,
            in_date=np.where(
                confirmed == UNCONFIRMED, self._published_in_time(day, rows, kind), confirmed == 1
            ),
            from_origin=sides & 1 != 0,
            from_destination=sides & 2 != 0,
            terms={name: np.array(known, dtype=np.int64)[rows] for name, known in self._terms.items()},
            language=np.array(self._languages, dtype=np.int64)[rows],
            languages=tuple(self._language_places),
            record=record[kept],
            origin=np.array(self._corridors[1], dtype=np.int64)[kept],
            destination=np.array(self._corridors[2], dtype=np.int64)[kept],
            countries=tuple(self._country_places),
        )

    def _published_in_time(self, day: date, rows: Numbers, kind: Numbers) -> Flags:
        """Whether publication alone keeps a record in date."""
        since = said_since(day)
        first = np.array([since.get(one, date.min).toordinal() for one in KINDS])
        return np.array(self._published, dtype=np.int64)[rows] >= first[kind]


def _numbers(values: Iterable[int], size: int) -> Numbers:
    return np.fromiter(values, dtype=np.int64, count=size)


def _place(places: dict[str, int], code: str | None) -> int:
    """The number of a code, a new one if need be; that of an open side for None."""
    return OPEN if code is None else places.setdefault(code, len(places))
