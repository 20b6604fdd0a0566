"""What goes into the kit of a corridor: its records, those confirmed last first."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.corridors.coverage import Pair
from marketplace.database import db
from marketplace.library.cards import Card, cards_by_ids, put_asked_first
from marketplace.library.record_page import RecordPage
from marketplace.resources.models import Resource, Revision, RevisionCorridor
from marketplace.resources.queries import REVISIONS, published, published_by_ids

MOST_RECORDS = 300


@dataclass(frozen=True)
class KitRecord:
    """One record of a kit, with its page and the card that leads there."""

    resource: Resource
    revision: Revision
    card: Card

    @property
    def path(self) -> str:
        """Its page within the kit."""
        return self.card.url

    @property
    def address(self) -> str:
        """Where it stands on the web, for good."""
        return RecordPage(self.resource, self.revision).permanent_url

    @property
    def citation(self) -> Markup:
        """How to name this version in a text."""
        return RecordPage(self.resource, self.revision).citation()


@dataclass(frozen=True)
class Content:
    """The records of a kit; `total` counts also those that it has no room for."""

    pair: Pair
    records: list[KitRecord]
    total: int


def content_of(pair: Pair, most: int = MOST_RECORDS) -> Content:
    """The public records that name a pair and those open to it, confirmed last first."""
    ids = list(db.session.scalars(_ids(pair).limit(most)))
    total = db.session.scalar(select(func.count()).select_from(_ids(pair).order_by(None).subquery())) or 0
    return Content(pair, _records(ids, pair), total)


def _records(ids: Sequence[str], pair: Pair) -> list[KitRecord]:
    cards = {card.id: card for card in cards_by_ids(ids)}
    put_asked_first(cards.values(), *([code] for code in pair))
    for card in cards.values():
        card.url = f"records/{card.id}.html"
    return [
        KitRecord(resource, live, cards[resource.id])
        for resource in published_by_ids(ids)
        if (live := resource.live_revision) is not None and resource.id in cards
    ]


def _ids(pair: Pair) -> Select[str]:
    named = select(RevisionCorridor.revision_id).where(
        _is_or_any(RevisionCorridor.origin, pair[0]), _is_or_any(RevisionCorridor.destination, pair[1])
    )
    return (
        published()
        .with_only_columns(Resource.id)
        .where(Resource.live_revision_id.in_(named))
        .order_by(
            Resource.confirmed_at.is_(None),
            Resource.confirmed_at.desc(),
            REVISIONS.c.published_at.desc(),
            Resource.id,
        )
    )


def _is_or_any(column: InstrumentedAttribute[str | None], code: str) -> ColumnElement[bool]:
    return or_(column == code, column.is_(None))
