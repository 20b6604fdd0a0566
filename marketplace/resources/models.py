"""Records: a stable address (Resource) whose words live in revisions of four kinds."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Model, UtcDateTime, identifier, utc_now
from marketplace.providers.models import Organisation
from marketplace.storage import Blob


class Kind(StrEnum):
    """The four kinds of record."""

    CASE_STUDY = "case_study"
    OFFERING = "offering"
    NEED = "need"
    DOCUMENT = "document"


class State(StrEnum):
    """The states of a revision; who may move it where stands in lifecycle.py."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    RESUBMITTED = "resubmitted"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


OPEN_STATES = (
    State.DRAFT,
    State.SUBMITTED,
    State.IN_REVIEW,
    State.CHANGES_REQUESTED,
    State.RESUBMITTED,
)
_ONE_OPEN = text(f"state IN ({', '.join(repr(state.value) for state in OPEN_STATES)})")


class Resource(Model):
    """A record's stable address. `live_revision` is what the public sees, None while nothing is public."""

    __tablename__ = "resource"

    id: Mapped[str] = identifier()
    kind: Mapped[str] = mapped_column(String(12))
    slug: Mapped[str] = mapped_column(String(80))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    live_revision_id: Mapped[str | None] = mapped_column(
        ForeignKey("revision.id", use_alter=True, name="fk_resource_live_revision"), index=True
    )
    # entered by the project from a public source: the slug of the import, repeatable by it
    import_slug: Mapped[str | None] = mapped_column(String(120), unique=True)
    # one form, one record: a second press of the button finds the record of the first
    creation_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    first_published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    created_by_id: Mapped[str] = mapped_column(ForeignKey("user.id"))

    organisation: Mapped[Organisation] = relationship(lazy="joined")
    live_revision: Mapped["Revision | None"] = relationship(foreign_keys=[live_revision_id], post_update=True)
    revisions: Mapped[list["Revision"]] = relationship(
        back_populates="resource", foreign_keys="Revision.resource_id", order_by="Revision.number"
    )
    confirmations: Mapped[list["Confirmation"]] = relationship(order_by="Confirmation.at.desc()")

    @property
    def entered_by_project(self) -> bool:
        """Whether the project wrote it from a public source, rather than the organisation itself."""
        return self.import_slug is not None

    @property
    def open_revision(self) -> "Revision | None":
        """The one revision somebody is working on, if any."""
        return next(
            (revision for revision in reversed(self.revisions) if revision.state in OPEN_STATES), None
        )

    @property
    def latest_revision(self) -> "Revision":
        return self.revisions[-1]


class Revision(Model):
    """The words of a record at one time. Once published they never change: an edit is a new revision."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("resource_id", "number"),
        Index(
            "uq_revision_open", "resource_id", unique=True, sqlite_where=_ONE_OPEN, postgresql_where=_ONE_OPEN
        ),
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


class CaseStudy(Revision):
    """A practice: what was done, for whom, between which countries, and what came of it."""

    __tablename__ = "case_study"
    __mapper_args__ = {"polymorphic_identity": Kind.CASE_STUDY, "polymorphic_load": "inline"}

    id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    challenge: Mapped[str] = mapped_column(Text, default="")
    approach: Mapped[str] = mapped_column(Text, default="")
    requirements: Mapped[str] = mapped_column(Text, default="")
    results: Mapped[str] = mapped_column(Text, default="")
    indicators: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    numbers_reached: Mapped[str] = mapped_column(String(300), default="")
    evaluation_type: Mapped[str] = mapped_column(String(20), default="unknown")
    evaluation: Mapped[str] = mapped_column(Text, default="")
    evaluation_url: Mapped[str] = mapped_column(String(1000), default="")
    lessons: Mapped[str] = mapped_column(Text, default="")
    transferability: Mapped[str] = mapped_column(Text, default="")
    start_year: Mapped[int | None] = mapped_column()
    # a year, ongoing, ended without a known year, or not stated: four different things
    end_status: Mapped[str] = mapped_column(String(12), default="not_stated")
    end_year: Mapped[int | None] = mapped_column()
    funder: Mapped[str] = mapped_column(String(500), default="")
    cost_band: Mapped[str] = mapped_column(String(20), default="not_stated")
    regular_service: Mapped[str] = mapped_column(String(12), default="not_stated")
    safeguards: Mapped[str] = mapped_column(Text, default="")
    partners: Mapped[list["PracticePartner"]] = relationship(
        cascade="all, delete-orphan", order_by="PracticePartner.position", lazy="selectin"
    )


class Offering(Revision):
    """A service that a provider offers now; the fields map to HSDS 3 `service`."""

    __tablename__ = "offering"
    __mapper_args__ = {"polymorphic_identity": Kind.OFFERING, "polymorphic_load": "inline"}

    id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    places: Mapped[str] = mapped_column(String(500), default="")
    schedule: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)  # {"MO": ["09:00", "17:00"]}
    schedule_note: Mapped[str] = mapped_column(String(500), default="")
    time_zone: Mapped[str] = mapped_column(String(60), default="")
    capacity: Mapped[str] = mapped_column(String(300), default="")
    waiting_time: Mapped[str] = mapped_column(String(300), default="")
    cost: Mapped[str] = mapped_column(String(12), default="unknown")
    cost_amount: Mapped[str] = mapped_column(String(20), default="")
    cost_currency: Mapped[str] = mapped_column(String(3), default="")
    cost_note: Mapped[str] = mapped_column(String(500), default="")
    eligibility: Mapped[str] = mapped_column(Text, default="")
    age_min: Mapped[int | None] = mapped_column()
    age_max: Mapped[int | None] = mapped_column()
    required_documents: Mapped[str] = mapped_column(Text, default="")
    how_to_apply: Mapped[str] = mapped_column(Text, default="")
    apply_url: Mapped[str] = mapped_column(String(1000), default="")
    certificate: Mapped[str] = mapped_column(String(300), default="")
    accessibility: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class Need(Revision):
    """What an organisation looks for on the other side of a corridor."""

    __tablename__ = "need"
    __mapper_args__ = {"polymorphic_identity": Kind.NEED, "polymorphic_load": "inline"}

    id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    sought: Mapped[str] = mapped_column(Text, default="")
    side_sought: Mapped[str] = mapped_column(String(12), default="")
    brings: Mapped[str] = mapped_column(Text, default="")
    by_when: Mapped[date | None] = mapped_column(Date)


class Document(Revision):
    """A report, handbook, guide … : its file or its address, and what it says in short."""

    __tablename__ = "document"
    __mapper_args__ = {"polymorphic_identity": Kind.DOCUMENT, "polymorphic_load": "inline"}

    id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    document_kind: Mapped[str] = mapped_column(String(20), default="")
    authors: Mapped[str] = mapped_column(Text, default="")  # one a line
    year: Mapped[int | None] = mapped_column()
    publisher: Mapped[str] = mapped_column(String(300), default="")
    isbn: Mapped[str] = mapped_column(String(20), default="")
    doi: Mapped[str] = mapped_column(String(120), default="")
    url: Mapped[str] = mapped_column(String(1000), default="")
    pages: Mapped[int | None] = mapped_column()
    body: Mapped[str] = mapped_column(Text, default="")


KINDS: dict[Kind, type[Revision]] = {
    Kind.CASE_STUDY: CaseStudy,
    Kind.OFFERING: Offering,
    Kind.NEED: Need,
    Kind.DOCUMENT: Document,
}


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


class PracticePartner(Model):
    """An organisation that took part in a practice: one of ours, or a name."""

    __tablename__ = "practice_partner"

    revision_id: Mapped[str] = mapped_column(ForeignKey("case_study.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))

    organisation: Mapped[Organisation | None] = relationship()


class Attachment(Model):
    """A file on a revision; its content is a blob that other revisions may share."""

    __tablename__ = "attachment"

    id: Mapped[str] = identifier()
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column()

    blob: Mapped[Blob] = relationship(lazy="joined")


class Confirmation(Model):
    """Somebody said that a record is still true. An edit or an import is not a confirmation."""

    __tablename__ = "confirmation"

    id: Mapped[str] = identifier()
    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    by: Mapped[str] = mapped_column(String(12))  # provider or moderator
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
