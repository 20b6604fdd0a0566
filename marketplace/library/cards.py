"""Cards: what a list of records shows of each, read lean from SQL, where visibility is decided again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import current_app, url_for
from sqlalchemy import Row, Select, select

from marketplace.database import db
from marketplace.providers.models import Organisation
from marketplace.resources.models import (
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

NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, slots=True)
class Corridor:
    """An ordered pair of country codes; None is any country."""

    origin: str | None
    destination: str | None


@dataclass(frozen=True, slots=True)
class Provider:
    """Who offers it, as a card names them; `url` is "" where there is no page of theirs."""

    slug: str
    name: str
    url: str


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
    score: float = 0.0


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
    """The public ones among these records, in this order; three statements whatever their number."""
    return cards(_statement().where(Resource.id.in_(ids)), ids) if ids else []


def newest_cards(count: int, kind: Kind) -> list[Card]:
    """The records of a kind that were published last."""
    statement = _statement().where(Resource.kind == kind)
    return cards(statement.order_by(Revision.published_at.desc(), Resource.id).limit(count))


def cards_of(organisation: Organisation, count: int) -> list[Card]:
    """The newest public records of an organisation."""
    statement = _statement().where(Resource.organisation_id == organisation.id)
    return cards(statement.order_by(Revision.published_at.desc(), Resource.id).limit(count))


def cards(statement: Select[*tuple[Any, ...]], ids: Sequence[str] | None = None) -> list[Card]:
    """The cards of a statement made from the columns above, in the order of `ids` where they are given."""
    rows = db.session.execute(statement).all()
    found = {row.live_revision_id: _card(row) for row in rows}
    _add_corridors(found)
    _add_terms(found)
    if ids is None:
        return list(found.values())
    by_id = {card.id: card for card in found.values()}
    return [by_id[one] for one in ids if one in by_id]


def _card(row: Row[Any]) -> Card:
    return Card(
        id=row.id,
        revision_id=row.live_revision_id,
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        summary=row.sought or row.summary,
        language=row.language,
        url=url_for("library.read", resource_id=row.id, slug=row.slug),
        provider=Provider(row.provider_slug, row.provider_name, provider_url(row.provider_slug)),
        year=row.start_year or row.year,
        confirmed_at=row.confirmed_at,
        published_at=row.published_at,
        first_published_at=row.first_published_at or row.published_at,
        evidence=NOT_ASSESSED if row.kind == Kind.CASE_STUDY else None,
    )


def provider_url(slug: str) -> str:
    """The path of a provider's page."""
    return url_for("providers.show", slug=slug) if "providers.show" in current_app.view_functions else ""


def _add_corridors(found: dict[str, Card]) -> None:
    table = RevisionCorridor
    statement = select(table.revision_id, table.origin, table.destination)
    statement = statement.where(table.revision_id.in_(found)).order_by(table.revision_id, table.position)
    for revision_id, origin, destination in db.session.execute(statement):
        found[revision_id].corridors.append(Corridor(origin, destination))


def _add_terms(found: dict[str, Card]) -> None:
    table = RevisionTerm
    statement = select(table.revision_id, table.vocabulary, table.slug)
    statement = statement.where(table.revision_id.in_(found), table.vocabulary.in_(("booster", "phase")))
    statement = statement.order_by(table.revision_id, table.vocabulary, table.position)
    chosen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for revision_id, vocabulary, slug in db.session.execute(statement):
        chosen[revision_id, vocabulary].append(slug)
    for revision_id, card in found.items():
        card.boosters = chosen[revision_id, "booster"]
        card.phases = chosen[revision_id, "phase"]
