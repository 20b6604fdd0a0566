"""The four kinds of record: what each says beyond what all say."""

from datetime import date

from sqlalchemy import JSON, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Model
from marketplace.providers.models import Organisation
from marketplace.resources.models.revision import Revision
from marketplace.resources.models.states import Kind


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
    adapted_from: Mapped[str | None] = mapped_column(ForeignKey("resource.id"), index=True)
    adapted_changes: Mapped[str] = mapped_column(Text, default="", server_default="")
    adapted_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    adapted_outcome: Mapped[str] = mapped_column(Text, default="", server_default="")
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


class PracticePartner(Model):
    """An organisation that took part in a practice: one of ours, or a name."""

    __tablename__ = "practice_partner"

    revision_id: Mapped[str] = mapped_column(ForeignKey("case_study.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))

    organisation: Mapped[Organisation | None] = relationship()
