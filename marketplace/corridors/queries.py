"""Reads of coverage: public records counted in SQL, and the records that name one pair."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select

from marketplace.corridors.coverage import (
    BOOSTERS,
    PHASES,
    Coverage,
    Group,
    OpenCorridors,
    OpenPair,
    Pair,
    Record,
)
from marketplace.database import db
from marketplace.providers.models import Organisation
from marketplace.resources.models import Resource, Revision, RevisionCorridor, RevisionTerm
from marketplace.resources.queries import published
from marketplace.resources.workspace_page import CONFIRM_AFTER

GRACE = timedelta(days=30)
_BETWEEN, _ENDS = ",", ">"


def count_coverage(day: date) -> Coverage:
    """Count all public records as they stand on a day: three statements, whatever their number."""
    records = _records(day).subquery()
    return Coverage(day, _groups(records), _single(records), _open(records))


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A public record that names the pair asked for."""

    id: str
    title: str
    slug: str
    language: str
    record: Record


def records_naming(pair: Pair, day: date) -> list[NamedRecord]:
    """The public records that name a pair, in date first, then the most recently confirmed or published."""
    names_it = select(RevisionCorridor.revision_id).where(
        RevisionCorridor.origin == pair[0], RevisionCorridor.destination == pair[1]
    )
    statement = (
        _records(day)
        .add_columns(Revision.title, Resource.slug, Revision.language)
        .where(Resource.live_revision_id.in_(names_it))
        .order_by(_in_date(day).desc(), _dated().desc(), Resource.id)
    )
    return [
        NamedRecord(row.id, row.title, row.slug, row.language, _record(row))
        for row in db.session.execute(statement)
    ]


def _records(day: date) -> Select[*tuple[Any, ...]]:
    """Public records with what counts about them; their terms as sums of powers of two, so as sets."""
    terms = _terms()
    return (
        published()
        .outerjoin(terms, terms.c.revision_id == Resource.live_revision_id)
        .with_only_columns(
            Resource.id,
            Resource.live_revision_id.label("revision_id"),
            Resource.kind,
            _in_date(day).label("in_date"),
            Organisation.side,
            func.coalesce(terms.c.boosters, 0).label("boosters"),
            func.coalesce(terms.c.phases, 0).label("phases"),
        )
    )


def _terms() -> Subquery:
    kept = RevisionTerm.vocabulary.in_(("booster", "phase"))
    live = select(Resource.live_revision_id).where(Resource.live_revision_id.is_not(None))
    return (
        select(
            RevisionTerm.revision_id,
            _bits("booster", BOOSTERS).label("boosters"),
            _bits("phase", PHASES).label("phases"),
        )
        .where(kept, RevisionTerm.revision_id.in_(live))
        .group_by(RevisionTerm.revision_id)
        .subquery()
    )


def _bits(vocabulary: str, slugs: tuple[str, ...]) -> ColumnElement[int]:
    bits = {slug: 1 << place for place, slug in enumerate(slugs)}
    of_this = RevisionTerm.vocabulary == vocabulary
    return func.sum(
        case(*((and_(of_this, RevisionTerm.slug == slug), bit) for slug, bit in bits.items()), else_=0)
    )


def _dated() -> ColumnElement[datetime]:
    """When it was said last that the record is true."""
    return func.coalesce(Resource.confirmed_at, Revision.published_at, type_=Resource.confirmed_at.type)


def _in_date(day: date) -> ColumnElement[int]:
    """1 for a record confirmed, or else published, within the interval of its kind and 30 days, else 0."""
    now = datetime.combine(day, time(), UTC)
    trusted = or_(
        Resource.kind.not_in(list(CONFIRM_AFTER)),
        *(
            and_(Resource.kind == kind, _dated() >= now - interval - GRACE)
            for kind, interval in CONFIRM_AFTER.items()
        ),
    )
    return case((trusted, 1), else_=0)


def _sort_of(records: Subquery) -> tuple[ColumnElement[Any], ...]:
    return (records.c.kind, records.c.in_date, records.c.side, records.c.boosters, records.c.phases)


def _groups(records: Subquery) -> tuple[Group, ...]:
    """A record that states a pair twice counts once for it."""
    corridor = RevisionCorridor
    pairs = select(corridor.revision_id, corridor.origin, corridor.destination).distinct().subquery()
    by = (pairs.c.origin, pairs.c.destination, *_sort_of(records))
    statement = (
        select(*by, func.count().label("number"))
        .join_from(records, pairs, pairs.c.revision_id == records.c.revision_id)
        .group_by(*by)
    )
    return tuple(
        Group(row.origin, row.destination, _record(row), row.number) for row in db.session.execute(statement)
    )


def _single(records: Subquery) -> tuple[tuple[Record, bool, int], ...]:
    corridor = RevisionCorridor
    naming = (
        select(corridor.revision_id)
        .where(corridor.origin.is_not(None), corridor.destination.is_not(None))
        .distinct()
        .subquery()
    )
    named = case((naming.c.revision_id.is_not(None), 1), else_=0).label("named")
    by = (named, *_sort_of(records))
    statement = (
        select(*by, func.count().label("number"))
        .outerjoin_from(records, naming, naming.c.revision_id == records.c.revision_id)
        .group_by(*by)
    )
    return tuple((_record(row), bool(row.named), row.number) for row in db.session.execute(statement))


def _open(records: Subquery) -> OpenCorridors:
    """Public records with an open side, grouped by their corridors written in a row."""
    corridor = RevisionCorridor
    with_open_side = select(corridor.revision_id).where(
        or_(corridor.origin.is_(None), corridor.destination.is_(None))
    )
    written = func.coalesce(corridor.origin, "") + _ENDS + func.coalesce(corridor.destination, "")
    each = (
        select(func.aggregate_strings(written, _BETWEEN).label("corridors"))
        .join_from(records, corridor, corridor.revision_id == records.c.revision_id)
        .where(corridor.revision_id.in_(with_open_side))
        .group_by(corridor.revision_id)
        .subquery()
    )
    statement = select(each.c.corridors, func.count()).group_by(each.c.corridors)
    return OpenCorridors(tuple((_pairs(text), number) for text, number in db.session.execute(statement)))


def _pairs(written: str) -> frozenset[OpenPair]:
    ends = (corridor.split(_ENDS) for corridor in written.split(_BETWEEN))
    return frozenset((origin or None, destination or None) for origin, destination in ends)


def _record(row: Any) -> Record:
    return _record_of(row.kind, row.in_date, row.side, row.boosters, row.phases)


@lru_cache(maxsize=16_384)
def _record_of(kind: str, in_date: int, side: str, boosters: int, phases: int) -> Record:
    """One object for records that are alike: the same ones come up in many pairs."""
    return Record(kind, bool(in_date), side, _set(boosters, BOOSTERS), _set(phases, PHASES))


def _set(bits: int, slugs: tuple[str, ...]) -> frozenset[str]:
    return frozenset(slug for place, slug in enumerate(slugs) if bits >> place & 1)
