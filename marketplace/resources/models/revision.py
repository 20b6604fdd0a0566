"""The words of a record at one time, and what hangs on them: corridors, terms, files."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Model, UtcDateTime, identifier, unique_where, utc_now
from marketplace.resources.models.resource import Resource
from marketplace.resources.models.states import OPEN_STATES, State
from marketplace.storage import Blob

_ONE_OPEN = text(f"state IN ({', '.join(repr(state.value) for state in OPEN_STATES)})")


class Revision(Model):
    """The words of a record at one time. Once published they never change: an edit is a new revision."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("resource_id", "number"),
        unique_where("uq_revision_open", "resource_id", where=_ONE_OPEN),
        Index("ix_revision_state", "state", "submitted_at"),
    )

    id: Mapped[str] = identifier()
    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id"), index=True)
    number: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(20), default=State.DRAFT)
    version_id: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    title: Mapped[str] = mapped_column(String(150), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    source_url: Mapped[str] = mapped_column(String(1000), default="")
    source_title: Mapped[str] = mapped_column(String(500), default="")
    source_date: Mapped[str] = mapped_column(String(10), default="")
    additional_sources: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    editorial_fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    licence: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    taken_from_state: Mapped[str | None] = mapped_column(String(20))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewer_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    decline_proposed_by_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    appealed: Mapped[bool] = mapped_column(default=False)

    __mapper_args__ = {"polymorphic_on": "kind", "version_id_col": version_id, "with_polymorphic": "*"}

    resource: Mapped[Resource] = relationship(
        back_populates="revisions", foreign_keys=[resource_id], lazy="joined"
    )
    author: Mapped[User] = relationship(foreign_keys=[author_id], lazy="joined")
    reviewer: Mapped[User | None] = relationship(foreign_keys=[reviewer_id], lazy="joined")
    decline_proposed_by: Mapped[User | None] = relationship(foreign_keys=[decline_proposed_by_id])
    corridors: Mapped[list["RevisionCorridor"]] = relationship(
        cascade="all, delete-orphan", order_by="RevisionCorridor.position", lazy="selectin"
    )
    terms: Mapped[list["RevisionTerm"]] = relationship(
        cascade="all, delete-orphan", order_by="RevisionTerm.position", lazy="selectin"
    )
    attachments: Mapped[list["Attachment"]] = relationship(
        cascade="all, delete-orphan", order_by="Attachment.position", lazy="selectin"
    )

    def slugs(self, vocabulary: str) -> list[str]:
        """The terms of one vocabulary, in the author's order: `booster`, `phase`, `target_group`, `channel`,
        `delivery`, `delivery_language` (BCP 47 codes), `country` (countries a document is about).
        """
        return [term.slug for term in self.terms if term.vocabulary == vocabulary]

    @property
    def pairs(self) -> list[tuple[str | None, str | None]]:
        """The corridors as (origin, destination); None stands for any country."""
        return [(corridor.origin, corridor.destination) for corridor in self.corridors]

    @property
    def is_live(self) -> bool:
        return self.resource.live_revision_id == self.id


class RevisionCorridor(Model):
    """An ordered pair of countries (ISO 3166-1 alpha-2, XK); None is any country."""

    __tablename__ = "revision_corridor"
    __table_args__ = (Index("ix_revision_corridor_pair", "origin", "destination"),)

    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[str | None] = mapped_column(String(2))
    destination: Mapped[str | None] = mapped_column(String(2))


class RevisionTerm(Model):
    """A term of a controlled vocabulary on a revision, in the author's order."""

    __tablename__ = "revision_term"
    __table_args__ = (Index("ix_revision_term_slug", "vocabulary", "slug"),)

    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    vocabulary: Mapped[str] = mapped_column(String(20), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int] = mapped_column()


class Attachment(Model):
    """A file on a revision; its content is a blob that other revisions may share."""

    __tablename__ = "attachment"

    id: Mapped[str] = identifier()
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column()

    blob: Mapped[Blob] = relationship(lazy="joined")
