"""Reads of coverage: which public records count on a day, those that name one pair, and those next to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select

from marketplace.corridors.coverage import Pair, Record
from marketplace.database import db
from marketplace.providers.models import Organisation
from marketplace.resources.models import Kind, Resource, Revision, RevisionCorridor, RevisionTerm
from marketplace.resources.queries import REVISIONS, published, published_values
from marketplace.resources.workspace_page import CONFIRM_AFTER

GRACE = timedelta(days=30)
_DIGITS = bytes(max(code - ord("0"), 0) % 10 for code in range(256))  # the number that a digit writes


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A public record that names the pair asked for."""

    id: str
    title: str
    slug: str
    language: str
    record: Record


def public_on(day: date) -> tuple[list[str], bytes, bytes]:
    """Every public record, in columns: its live version, 1 while it is in date, its provider's side.

    A side is 1 for the origin, 2 for the destination, 3 for both. The database joins each column to one text,
    all three in one pass and so in the same order: a row for each record would take half as long again.
    """
    side = case((Organisation.side == "origin", "1"), (Organisation.side == "destination", "2"), else_="3")
    statement = published_values(
        func.aggregate_strings(Resource.live_revision_id, ","),
        func.aggregate_strings(cast(_in_date(day), String), ""),
        func.aggregate_strings(side, ""),
    )
    versions, *digits = db.session.execute(statement).one()
    if versions is None:
        return [], b"", b""
    in_date, sides = (text.encode().translate(_DIGITS) for text in digits)
    return versions.split(","), in_date, sides


def records_naming(pair: Pair, day: date) -> list[NamedRecord]:
    """The public records that name a pair, in date first, then the most recently confirmed or published."""
    statement = (
        published()
        .with_only_columns(
            Resource.id,
            Resource.live_revision_id.label("revision_id"),
            Resource.kind,
            Resource.slug,
            Revision.title,
            Revision.language,
            Organisation.side,
            _in_date(day).label("in_date"),
        )
        .where(
            Resource.live_revision_id.in_(
                _naming(RevisionCorridor.origin == pair[0], RevisionCorridor.destination == pair[1])
            )
        )
        .order_by(_in_date(day).desc(), _dated().desc(), Resource.id)
    )
    rows = db.session.execute(statement).all()
    terms = _terms([row.revision_id for row in rows])
    return [
        NamedRecord(
            row.id, row.title, row.slug, row.language, _record(row, terms.get(row.revision_id, set()))
        )
        for row in rows
    ]


def practices_from(*, origin: str | None, destination: str | None, but: Pair, limit: int) -> list[str]:
    """Ids of practices that name a corridor with this side and not the pair itself, the latest first."""
    sides = [
        column == code
        for column, code in (
            (RevisionCorridor.origin, origin),
            (RevisionCorridor.destination, destination),
        )
        if code is not None
    ]
    both = (RevisionCorridor.origin.is_not(None), RevisionCorridor.destination.is_not(None))
    return _practices(Resource.live_revision_id.in_(_naming(*sides, *both)), but, limit)


def practices_giving(boosters: Collection[str], *, but: Pair, limit: int) -> list[str]:
    """Ids of practices with one of these kinds of help that do not name the pair, the latest first."""
    giving = select(RevisionTerm.revision_id).where(
        RevisionTerm.vocabulary == "booster", RevisionTerm.slug.in_(boosters)
    )
    return _practices(Resource.live_revision_id.in_(giving), but, limit)


def _practices(condition: ColumnElement[bool], but: Pair, limit: int) -> list[str]:
    named = _naming(RevisionCorridor.origin == but[0], RevisionCorridor.destination == but[1])
    statement = (
        published()
        .with_only_columns(Resource.id)
        .where(
            Resource.kind == Kind.CASE_STUDY,
            condition,
            Resource.live_revision_id.not_in(named),
        )
        .order_by(_dated().desc(), Resource.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def _naming(*conditions: ColumnElement[bool]) -> Select[str]:
    return select(RevisionCorridor.revision_id).where(*conditions)


def _terms(revisions: Collection[str]) -> dict[str, set[tuple[str, str]]]:
    statement = select(RevisionTerm.revision_id, RevisionTerm.vocabulary, RevisionTerm.slug).where(
        RevisionTerm.revision_id.in_(revisions), RevisionTerm.vocabulary.in_(("booster", "phase"))
    )
    found: dict[str, set[tuple[str, str]]] = {}
    for revision, vocabulary, slug in db.session.execute(statement):
        found.setdefault(revision, set()).add((vocabulary, slug))
    return found


def _record(row: Any, terms: set[tuple[str, str]]) -> Record:
    boosters, phases = (
        frozenset(slug for vocabulary, slug in terms if vocabulary == name) for name in ("booster", "phase")
    )
    return Record(row.kind, bool(row.in_date), row.side, boosters, phases)


def _dated() -> ColumnElement[datetime]:
    """When it was said last that the record is true."""
    return func.coalesce(Resource.confirmed_at, REVISIONS.c.published_at, type_=Resource.confirmed_at.type)


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
