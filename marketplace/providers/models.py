"""Organisations, the people who act for them, and what proves that they are who they say."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Model, UtcDateTime, identifier, unique_where, utc_now
from marketplace.storage import Blob


class Verification(StrEnum):
    """Whether an admin has seen proof that an organisation is real and speaks for itself."""

    UNVERIFIED = "unverified"
    PENDING = "pending"
    VERIFIED = "verified"
    SUSPENDED = "suspended"


class MemberRole(StrEnum):
    """What a member may do for an organisation: owners run it, editors write, viewers read."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class Organisation(Model):
    """A service provider. `claimed_at` is None while it is only listed and nobody runs it."""

    __tablename__ = "organisation"

    id: Mapped[str] = identifier()
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(
        String(200), index=True
    )  # folded, to find two spellings of one name
    kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    side: Mapped[str] = mapped_column(String(12))
    countries: Mapped[list[str]] = mapped_column(JSON, default=list)
    description: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(500), default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    founded: Mapped[int | None] = mapped_column()
    logo_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_public: Mapped[bool] = mapped_column(default=False)
    verification: Mapped[str] = mapped_column(String(12), default=Verification.UNVERIFIED)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # an EvidenceKind, or "" where an admin relied on something else
    verified_how: Mapped[str] = mapped_column(String(20), default="")
    # its name or website was changed after an admin had verified it: an admin should look again
    changed_since_verified: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))
    source_url: Mapped[str] = mapped_column(String(1000), default="")
    source_title: Mapped[str] = mapped_column(String(500), default="")
    # one form, one organisation: a second press of the button finds the one of the first
    creation_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    created_by_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    version_id: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version_id}

    other_names: Mapped[list["OrganisationName"]] = relationship(
        cascade="all, delete-orphan", order_by="OrganisationName.text"
    )
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="Membership.created_at"
    )
    evidence: Mapped[list["VerificationEvidence"]] = relationship(
        cascade="all, delete-orphan", order_by="VerificationEvidence.created_at"
    )
    logo: Mapped[Blob | None] = relationship(foreign_keys=[logo_sha256])
    merged_into: Mapped["Organisation | None"] = relationship(remote_side=[id])

    @property
    def is_claimed(self) -> bool:
        return self.claimed_at is not None

    @property
    def is_verified(self) -> bool:
        return self.verification == Verification.VERIFIED


class OrganisationName(Model):
    """Another name: an acronym, a former name or a translation."""

    __tablename__ = "organisation_name"

    id: Mapped[str] = identifier()
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    text: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    language: Mapped[str] = mapped_column(String(12), default="")
    kind: Mapped[str] = mapped_column(String(12), default="translation")


class Membership(Model):
    """A person acting for an organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("organisation_id", "user_id"),)

    id: Mapped[str] = identifier()
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    organisation: Mapped[Organisation] = relationship(back_populates="memberships", lazy="joined")
    user: Mapped[User] = relationship(lazy="joined")


class RequestKind(StrEnum):
    """How a person comes to act for an organisation."""

    INVITATION = "invitation"  # an owner asks an address
    JOIN = "join"  # a person asks the owners
    CLAIM = "claim"  # a person asks the admins for a listed organisation that nobody runs


class RequestState(StrEnum):
    """The life of such a request."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


_OPEN = text("state = 'pending' AND user_id IS NOT NULL")


class MembershipRequest(Model):
    """An invitation, a wish to join, or a claim. Invitations are mailed one-use links, kept as hashes."""

    __tablename__ = "membership_request"
    __table_args__ = (
        # one open request of a kind per person and organisation, however often the button is pressed
        unique_where("uq_membership_request_open", "organisation_id", "kind", "user_id", where=_OPEN),
    )

    id: Mapped[str] = identifier()
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(12))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    message: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default=RequestState.PENDING)
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))

    organisation: Mapped[Organisation] = relationship(lazy="joined")
    user: Mapped[User | None] = relationship(foreign_keys=[user_id], lazy="joined")

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.state == RequestState.PENDING and (self.expires_at is None or self.expires_at > utc_now())


class EvidenceKind(StrEnum):
    """What an admin may rest a verification on."""

    EMAIL_DOMAIN = "email_domain"  # a member's confirmed address lies at the website's domain
    DOCUMENT = "document"  # an uploaded proof


class VerificationEvidence(Model):
    """One piece of proof. `value` is the domain, or the name of the uploaded file."""

    __tablename__ = "verification_evidence"

    id: Mapped[str] = identifier()
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(255))
    note: Mapped[str] = mapped_column(Text, default="")
    blob_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    given_by_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    blob: Mapped[Blob | None] = relationship()
