"""Reads of coverage: which public records count on a day, those that name one pair, and those next to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.corridors.coverage import Pair, Record
from marketplace.database import UtcDateTime, db
from marketplace.providers.models import Organisation
from marketplace.resources.models import Kind, Resource, Revision, RevisionCorridor, RevisionTerm
from marketplace.resources.queries import REVISIONS, live_values, published
from marketplace.resources.workspace_page import CONFIRM_AFTER

GRACE = timedelta(days=30)
UNCONFIRMED = 2
_EVER = date(1970, 1, 1)

Digits = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A public record that names the pair asked for."""

    id: str
    title: str
    slug: str
    language: str
    record: Record


def public_on(day: date) -> tuple[list[str], Digits, Digits]:
    """Every public record, in columns: its live version, whether it is in date, its provider's side.

    In date is 1 or 0 for a record that was confirmed, else UNCONFIRMED: then the day on which the version was
    published decides. A side is 1 for the origin, 2 for the destination, 3 for both. The database joins each
    column to one text, all three in one pass and so in the same order: rows would take half as long again.
    """
    confirmed = case(
        (Resource.confirmed_at.is_(None), str(UNCONFIRMED)),
        (_said_in_time(day, Resource.confirmed_at), "1"),
        else_="0",
    )
    side = case((Organisation.side == "origin", "1"), (Organisation.side == "destination", "2"), else_="3")
    statement = live_values(
        func.aggregate_strings(Resource.live_revision_id, ","),
        func.aggregate_strings(confirmed, ""),
        func.aggregate_strings(side, ""),
    )
    versions, *digits = (text or "" for text in db.session.execute(statement).one())
    in_date, sides = (np.frombuffer(text.encode(), dtype=np.uint8) - ord("0") for text in digits)
    return versions.split(",") if versions else [], in_date, sides


def said_since(day: date) -> dict[Kind, date]:
    """The first day on which a record must have been confirmed, or else published, to be in date on a day.

    Kinds that do not stand here are always in date.
    """
    return {kind: day - interval - GRACE for kind, interval in CONFIRM_AFTER.items()}


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
    return case((_said_in_time(day, _dated()), 1), else_=0)


def _said_in_time(day: date, said: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    since = {kind: _midnight(first) for kind, first in said_since(day).items()}
    return said >= case(since, value=Resource.kind, else_=_midnight(_EVER))


def _midnight(day: date) -> ColumnElement[datetime]:
    return literal(datetime.combine(day, time(), UTC), UtcDateTime)
