"""Cards: what a list of records shows of each, read lean from SQL, where visibility is decided again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import url_for
from sqlalchemy import BindParameter, Row, Select, bindparam, column, literal, null, select, union_all
from sqlalchemy.orm import aliased

from marketplace.database import db
from marketplace.documents.models import DocumentText
from marketplace.handovers.queries import linked
from marketplace.providers.models import Organisation
from marketplace.resources.models import (
    Attachment,
    CaseStudy,
    Document,
    Kind,
    Need,
    Resource,
    Revision,
    RevisionCorridor,
    RevisionTerm,
)
from marketplace.resources.queries import published
from marketplace.search.engine import ANY

NOT_ASSESSED = "not_assessed"
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)


@dataclass(frozen=True, slots=True)
class Corridor:
    """An ordered pair of country codes; None is any country."""

    origin: str | None
    destination: str | None


@dataclass(frozen=True, slots=True)
class Provider:
    """Who offers it, as a card names them."""

    slug: str
    name: str
    url: str


@dataclass(slots=True)
class FoundIn:
    """Where in a file the words stand: a page or slide (`unit`); `quoted` if the snippet is from there."""

    file: str
    url: str
    unit: str
    number: int | None
    quoted: bool = False


@dataclass(slots=True)
class Card:
    """A public record in a list. `snippet` is (text, marked) segments, empty where the summary is shown."""

    id: str
    revision_id: str
    slug: str
    kind: str
    title: str
    summary: str
    language: str
    url: str
    provider: Provider
    year: int | None
    confirmed_at: datetime | None
    published_at: datetime
    first_published_at: datetime
    corridors: list[Corridor] = field(default_factory=list)
    boosters: list[str] = field(default_factory=list)
    phases: list[str] = field(default_factory=list)
    evidence: str | None = None
    snippet: list[tuple[str, bool]] = field(default_factory=list)
    found_in: FoundIn | None = None
    score: float = 0.0
    handover: bool = False  # somebody on the other side takes over, or hands over to it
    related: bool = False  # found by its meaning, without the words
    has_text: bool = False  # of files that were read


@lru_cache(maxsize=1)
def _statement() -> Select[*tuple[Any, ...]]:
    """The columns of a card for public records; built once."""
    return published().with_only_columns(
        Resource.id,
        Resource.slug,
        Resource.kind,
        Resource.live_revision_id,
        Resource.confirmed_at,
        Resource.first_published_at,
        Revision.title,
        Revision.summary,
        Revision.language,
        Revision.published_at,
        Need.sought,
        CaseStudy.start_year,
        Document.year,
        Organisation.slug.label("provider_slug"),
        Organisation.name.label("provider_name"),
    )


def cards_by_ids(ids: Sequence[str]) -> list[Card]:
    """The public ones among these records, in this order; two statements whatever their number."""
    if not ids:
        return []
    found = {card.id: card for card in _cards(db.session.execute(_by_ids(), {"ids": list(ids)}).all())}
    return [found[one] for one in ids if one in found]


def put_asked_first(cards: Iterable[Card], origins: Sequence[str], destinations: Sequence[str]) -> None:
    """Have the corridors of each card begin with those asked for, then those that are open to any country."""

    def distance(corridor: Corridor) -> int:
        sides = ((corridor.origin, origins), (corridor.destination, destinations))
        missed = [code for code, asked in sides if asked and (code or ANY) not in asked]
        return sum(3 if code else 1 for code in missed)

    for card in cards:
        card.corridors.sort(key=distance)


def _newest(statement: Select[*tuple[Any, ...]], count: int) -> Select[*tuple[Any, ...]]:
    return statement.order_by(Revision.published_at.desc(), Resource.id).limit(count)


@lru_cache(maxsize=1)
def _by_ids() -> Select[*tuple[Any, ...]]:
    return _statement().where(Resource.id.in_(_IDS))


def newest_cards(count: int, kind: Kind) -> list[Card]:
    """The records of a kind that were published last."""
    statement = _statement().where(Resource.kind == kind)
    return _cards(db.session.execute(_newest(statement, count)).all())


def cards_of(organisation: Organisation, count: int) -> list[Card]:
    """The newest public records of an organisation."""
    statement = _statement().where(Resource.organisation_id == organisation.id)
    return _cards(db.session.execute(_newest(statement, count)).all())


def _cards(rows: Sequence[Row[Any]]) -> list[Card]:
    """The cards of rows of the columns above, in their order."""
    library, providers = url_for("library.search"), url_for("providers.index")
    found = {row.live_revision_id: _card(row, library, providers) for row in rows}
    if found:
        _add_facts(found)
    return list(found.values())


def _card(row: Row[Any], library: str, providers: str) -> Card:
    """A card below the addresses of the two lists: asking the router would take as long as all the rest."""
    return Card(
        id=row.id,
        revision_id=row.live_revision_id,
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        summary=row.sought or row.summary,
        language=row.language,
        url=f"{library}/{row.id}/{quote(row.slug)}",
        provider=Provider(row.provider_slug, row.provider_name, f"{providers}/{quote(row.provider_slug)}"),
        year=row.start_year or row.year,
        confirmed_at=row.confirmed_at,
        published_at=row.published_at,
        first_published_at=row.first_published_at or row.published_at,
        evidence=NOT_ASSESSED if row.kind == Kind.CASE_STUDY else None,
    )


# Plain columns in one statement: what belongs to a revision never changes and is no object of its own.
_CORRIDOR, _TERM = RevisionCorridor.__table__.c, RevisionTerm.__table__.c
_OWN = aliased(Resource)
_FACTS = union_all(
    select(
        _CORRIDOR.revision_id,
        literal("corridor"),
        _CORRIDOR.origin,
        _CORRIDOR.destination,
        _CORRIDOR.position,
    ).where(_CORRIDOR.revision_id.in_(_IDS)),
    select(_TERM.revision_id, _TERM.vocabulary, _TERM.slug, null(), _TERM.position).where(
        _TERM.revision_id.in_(_IDS), _TERM.vocabulary.in_(("booster", "phase"))
    ),
    select(Attachment.revision_id, literal("text"), null(), null(), literal(0))
    .join(DocumentText, DocumentText.sha256 == Attachment.sha256)
    .where(Attachment.revision_id.in_(_IDS), DocumentText.characters > 0),
    *(
        one.where(_OWN.live_revision_id.in_(_IDS))
        for one in linked(_OWN, _OWN.live_revision_id, literal("handover"), null(), null(), literal(0))
    ),
).order_by(column("position"))


def _add_facts(found: dict[str, Card]) -> None:
    """Give cards by revision their corridors, boosters and phases, in their author's order, and marks."""
    for revision_id, what, first, second, _ in db.session.execute(_FACTS, {"ids": list(found)}).all():
        card = found[revision_id]
        if what == "handover":
            card.handover = True
        elif what == "text":
            card.has_text = True
        elif what == "corridor":
            card.corridors.append(Corridor(first, second))
        else:
            (card.boosters if what == "booster" else card.phases).append(first)
