"""What the page of a collection shows: its records in their order, and a named gap for each that is gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.events import AuditEvent
from marketplace.languages import external_url
from marketplace.library.cards import Card, cards_by_ids
from marketplace.providers.models import Organisation, Verification
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Resource, Revision
from marketplace.resources.operations import slugify
from marketplace.resources.queries import published_by_ids
from marketplace.shelves import queries
from marketplace.shelves.models import Collection, CollectionItem, Visibility


@dataclass(frozen=True)
class Entry:
    """A record of a collection. Without a card it is out of the library, and `name` is what is left of it."""

    item: CollectionItem
    card: Card | None
    name: str


@dataclass(frozen=True)
class CollectionPage:
    """A collection as one reader sees it; `by_link` while it was opened by its link."""

    collection: Collection
    reader: User
    by_link: bool = False

    @property
    def may_change(self) -> bool:
        return queries.may_change(self.reader, self.collection)

    @property
    def is_own(self) -> bool:
        return queries.is_own(self.reader, self.collection)

    @property
    def is_public(self) -> bool:
        return self.collection.visibility == Visibility.PUBLIC and self.collection.hidden_at is None

    @property
    def slug(self) -> str:
        return slugify(self.collection.title)

    @property
    def url(self) -> str:
        """The path of the page that is being read."""
        if self.by_link:
            return url_for("shelves.open_link", token=self.collection.token)
        return url_for("shelves.read", collection_id=self.collection.id, slug=self.slug)

    @property
    def link(self) -> str:
        """The absolute address that opens it without signing in."""
        return external_url("shelves.open_link", language="en", token=self.collection.token)

    @property
    def table_url(self) -> str:
        return self._other("table")

    @property
    def print_url(self) -> str:
        return self._other("in_full")

    def _other(self, view: str) -> str:
        if self.by_link:
            return url_for(f"shelves.link_{view}", token=self.collection.token)
        return url_for(f"shelves.{view}", collection_id=self.collection.id)

    def entries(self) -> list[Entry]:
        """Its records in their order."""
        items = self.collection.items
        cards = {card.id: card for card in cards_by_ids([item.resource_id for item in items])}
        gone = [item.resource_id for item in items if item.resource_id not in cards]
        nameless = _nameless(gone) if gone else set()
        return [
            Entry(
                item,
                cards.get(item.resource_id),
                _("A record that was taken down") if item.resource_id in nameless else item.title,
            )
            for item in items
        ]


def _nameless(resource_ids: Sequence[str]) -> set[str]:
    """Those whose very title is not shown: taken down by a moderator, or of a suspended organisation."""
    taken_down = select(AuditEvent.object_id).where(
        AuditEvent.object_type == Resource.__tablename__,
        AuditEvent.object_id.in_(resource_ids),
        AuditEvent.action == Action.TAKE_DOWN,
    )
    suspended = (
        select(Resource.id)
        .join(Organisation, Organisation.id == Resource.organisation_id)
        .where(Resource.id.in_(resource_ids), Organisation.verification == Verification.SUSPENDED)
    )
    return {*db.session.scalars(taken_down), *db.session.scalars(suspended)}


@dataclass(frozen=True)
class FullRecord:
    """A record as it stands below others on one page: `body` is its page's, one level of headings lower."""

    revision: Revision
    organisation: Organisation
    url: str
    body: Markup


def in_full_by_id(entries: Sequence[Entry]) -> dict[str, FullRecord]:
    """The records of a collection in full, by id."""
    ids = [entry.item.resource_id for entry in entries if entry.card is not None]
    found = {}
    for resource in published_by_ids(ids):
        revision = resource.live_revision
        if revision is not None:
            url = external_url("library.read", resource_id=resource.id, slug=resource.slug)
            found[resource.id] = FullRecord(revision, resource.organisation, url, _body(revision))
    return found


def _body(revision: Revision) -> Markup:
    """The record's body, its ids made different from those of its neighbours.

    What people wrote is escaped in it: neither a tag nor a quoted attribute is theirs.
    """
    html = render_template("resources/record_body.html", revision=revision)
    html = html.replace(' id="', f' id="{revision.resource_id}-')
    html = html.replace("<h2", "<h3").replace("</h2>", "</h3>")
    return Markup(html)  # noqa: S704  # a template escaped it
