"""What a record page shows around the words of the record: where it stands, who says so, how to cite it."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy import Select, bindparam, select

from marketplace.database import db, utc_now
from marketplace.documents.queries import last_read_at
from marketplace.handovers.models import HandOver
from marketplace.handovers.queries import public_of
from marketplace.languages import base_url
from marketplace.library import citing
from marketplace.library.cards import Card, cards_by_ids
from marketplace.library.engine import engine
from marketplace.providers.models import Organisation
from marketplace.resources.adapting import Branch, tree_of
from marketplace.resources.models import PUBLIC_STATES, Confirmation, Resource, Revision
from marketplace.resources.queries import REVISIONS, published_values
from marketplace.search.engine import IndexUnavailable

MOST_ALIKE = 4


@lru_cache(maxsize=1)
def _marks() -> Select[str, str | None, datetime | None, int, datetime | None]:
    return (
        published_values(
            Resource.slug,
            Resource.live_revision_id,
            Resource.confirmed_at,
            Organisation.version_id,
            last_read_at(Resource.id),
        )
    ).where(Resource.id == bindparam("id"))


@lru_cache(maxsize=1)
def _last_confirmation() -> Select[str, datetime]:
    return (
        select(Confirmation.by, Confirmation.at)
        .where(Confirmation.resource_id == bindparam("id"))
        .order_by(Confirmation.at.desc(), Confirmation.id)
        .limit(1)
    )


@lru_cache(maxsize=1)
def _versions() -> Select[int, datetime]:
    return (
        select(REVISIONS.c.number, REVISIONS.c.published_at)
        .where(REVISIONS.c.resource_id == bindparam("id"), REVISIONS.c.state.in_(PUBLIC_STATES))
        .order_by(REVISIONS.c.number.desc())
    )


@dataclass(frozen=True)
class RecordMark:
    """What a record page is made from: the slug of its address, and a text that changes with the page."""

    slug: str
    made_from: str


def record_mark(resource_id: str) -> RecordMark | None:
    """The mark of a public record, by one small statement; None for what is not public."""
    row = db.session.execute(_marks(), {"id": resource_id}).one_or_none()
    return RecordMark(row[0], "|".join(str(part) for part in row)) if row is not None else None


@dataclass(frozen=True)
class RecordPage:
    """A record in one of its public versions."""

    resource: Resource
    revision: Revision

    @property
    def is_current(self) -> bool:
        """Whether this is the version that the library finds."""
        return self.revision.id == self.resource.live_revision_id

    @property
    def url(self) -> str:
        """The path of the current version."""
        return url_for("library.read", resource_id=self.resource.id, slug=self.resource.slug)

    @property
    def permanent_url(self) -> str:
        """The address that stays whatever the title becomes, and leads to the version that is live."""
        return f"{base_url()}/library/{self.resource.id}"

    @property
    def version_url(self) -> str:
        """The address under which this very version stays."""
        return citing.version_url(self.revision)

    @property
    def provider_url(self) -> str:
        """The path of the provider's page."""
        return url_for("providers.show", slug=self.resource.organisation.slug)

    @property
    def unconfirmed_import(self) -> bool:
        """Whether the project entered it and the provider has not said yet that it is right."""
        return self.resource.entered_by_project and self.resource.confirmed_at is None

    def confirmed(self) -> "Confirmed | None":
        """Who said last that it is true, and when."""
        last = db.session.execute(_last_confirmation(), {"id": self.resource.id}).one_or_none()
        return Confirmed(*last) if last is not None else None

    def alike(self) -> list[Card]:
        """The records nearest to this one; none without the index."""
        try:
            found = engine().alike(self.resource.id, limit=2 * MOST_ALIKE)
        except IndexUnavailable:
            return []
        cards = cards_by_ids(found[:MOST_ALIKE])
        if len(cards) < MOST_ALIKE:  # some are no longer public, and the index has not heard of it
            cards += cards_by_ids(found[MOST_ALIKE:])[: MOST_ALIKE - len(cards)]
        return cards

    def hand_overs(self) -> list[HandOver]:
        """Who hands people over to it, and to whom it does, as both sides state."""
        return public_of(self.resource.id)

    def adaptations(self) -> Branch | None:
        """The tree of adaptations in which it stands."""
        return tree_of(self.resource)

    def versions(self) -> list[dict[str, Any]]:
        """All public versions, the newest first."""
        return [
            {
                "number": number,
                "at": at,
                "url": url_for("library.read_version", resource_id=self.resource.id, number=number),
                "current": number == self.revision.number,
            }
            for number, at in db.session.execute(_versions(), {"id": self.resource.id})
        ]

    def citation(self) -> Markup:
        """How to name this version in a text."""
        return citing.written(citing.citation_of(self.revision), utc_now().date())

    def citation_files(self) -> list[dict[str, str]]:
        """The same as files for programs that keep references."""
        page = url_for("library.read_version", resource_id=self.resource.id, number=self.revision.number)
        return [
            {"name": form.name, "url": f"{page}/cite.{ending}"} for ending, form in citing.FORMATS.items()
        ]


@dataclass(frozen=True)
class Confirmed:
    """A confirmation: by the provider or a moderator, and when."""

    by: str
    at: datetime
