"""Collections of records with notes, and searches that somebody wants to hear from."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import ID_LENGTH, Model, UtcDateTime, identifier, utc_now
from marketplace.providers.models import Organisation
from marketplace.resources.models import Resource


class Visibility(StrEnum):
    """Who may read a collection."""

    PRIVATE = "private"  # its owner; of an organisation, all its members
    LINK = "link"  # whoever has the link as well
    PUBLIC = "public"  # everybody; it is listed


class Frequency(StrEnum):
    """How often a saved search writes."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


def new_link_token() -> str:
    """256 random bits for the link of a collection."""
    return secrets.token_urlsafe(32)


class Collection(Model):
    """Records in an order, with notes. It belongs to a person or to an organisation, never to both.

    `token` is the secret part of the link; it opens nothing unless the visibility says so. Once a moderator
    has hidden a collection, only its owner and moderators see it, whatever its visibility says.
    """

    __tablename__ = "collection"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (organisation_id IS NULL)", name="one_owner"),
        Index("ix_collection_visibility", "visibility", "updated_at"),
    )

    id: Mapped[str] = identifier()
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"), index=True)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[str] = mapped_column(String(8), default=Visibility.PRIVATE)
    token: Mapped[str] = mapped_column(String(64), unique=True, default=new_link_token)
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    version_id: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version_id}

    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    organisation: Mapped[Organisation | None] = relationship()
    items: Mapped[list["CollectionItem"]] = relationship(
        back_populates="collection", cascade="all, delete-orphan", order_by="CollectionItem.position"
    )


class CollectionItem(Model):
    """A record in a collection. `title` is the one it bore when added, and names the gap it may leave."""

    __tablename__ = "collection_item"
    __table_args__ = (UniqueConstraint("collection_id", "resource_id"),)

    id: Mapped[str] = identifier()
    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id"))
    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id"), index=True)
    position: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column(String(150))
    note: Mapped[str] = mapped_column(String(500), default="")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    collection: Mapped[Collection] = relationship(back_populates="items")
    resource: Mapped[Resource] = relationship(lazy="raise")


class SavedSearch(Model):
    """A question to the library that a person keeps. `query` is its canonical query string.

    `seen_at` and `seen_id` name the newest record that a digest has told of, by first publication and id: an
    import publishes many at one time. `due_at` is when the next digest is made, None where none is wanted.
    """

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("user_id", "query"),)

    id: Mapped[str] = identifier()
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    query: Mapped[str] = mapped_column(String(2000))
    name: Mapped[str] = mapped_column(String(120))
    frequency: Mapped[str] = mapped_column(String(8), default=Frequency.NEVER)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    seen_id: Mapped[str] = mapped_column(String(ID_LENGTH), default="")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    user: Mapped[User] = relationship()
