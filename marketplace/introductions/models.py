"""Introductions with their conversations, blocks between organisations, and reports to moderators."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Model, UtcDateTime, identifier, unique_where, utc_now
from marketplace.providers.models import Organisation
from marketplace.resources.models import Resource


class State(StrEnum):
    """Where an introduction stands; lifecycle.py says how it gets from one to the next."""

    SENT = "sent"
    SEEN = "seen"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    MET = "met"
    AGREED = "agreed"
    CLOSED = "closed"


WAITING_STATES = frozenset({State.SENT, State.SEEN})
OPEN_STATES = WAITING_STATES | {State.ACCEPTED, State.MET}
# both sides said yes and nobody has ended it: addresses are shown
KNOWN_STATES = frozenset({State.ACCEPTED, State.MET, State.AGREED})
_WAITING = text("state IN ('sent', 'seen')")


class Introduction(Model):
    """One organisation asks to be introduced to another. The first message is the request itself.

    `due_at` is when the present wait for an answer ends; `second_at` when the second contact was told.
    """

    __tablename__ = "introduction"
    __table_args__ = (
        # one request at a time from one to the other, however often the button is pressed
        unique_where("uq_introduction_waiting", "asker_id", "receiver_id", where=_WAITING),
    )

    id: Mapped[str] = identifier()
    asker_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    receiver_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    resource_id: Mapped[str | None] = mapped_column(ForeignKey("resource.id"))
    own_resource_id: Mapped[str | None] = mapped_column(ForeignKey("resource.id"))
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    told_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    state: Mapped[str] = mapped_column(String(12), default=State.SENT)
    # why it was declined, in words; what was agreed or why it was closed, as a word of rules.py
    reason: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(String(20), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    second_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    version_id: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version_id}

    asker: Mapped[Organisation] = relationship(foreign_keys=[asker_id])
    receiver: Mapped[Organisation] = relationship(foreign_keys=[receiver_id])
    resource: Mapped[Resource | None] = relationship(foreign_keys=[resource_id])
    own_resource: Mapped[Resource | None] = relationship(foreign_keys=[own_resource_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    told: Mapped[User | None] = relationship(foreign_keys=[told_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    messages: Mapped[list["IntroductionMessage"]] = relationship(
        order_by="IntroductionMessage.number", cascade="all, delete-orphan"
    )

    @property
    def organisations(self) -> tuple[Organisation, Organisation]:
        """Both sides, the asking one first."""
        return self.asker, self.receiver

    def other_than(self, organisation_id: str) -> Organisation:
        """The other side."""
        return self.receiver if organisation_id == self.asker_id else self.asker


class IntroductionMessage(Model):
    """What somebody said for one of the two organisations; numbered from 1, the request."""

    __tablename__ = "introduction_message"
    __table_args__ = (UniqueConstraint("introduction_id", "number"),)

    id: Mapped[str] = identifier()
    introduction_id: Mapped[str] = mapped_column(ForeignKey("introduction.id"))
    number: Mapped[int] = mapped_column()
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    author: Mapped[User] = relationship(lazy="joined")
    organisation: Mapped[Organisation] = relationship()


class OrganisationBlock(Model):
    """One organisation wants nothing from another. It holds both ways; only the one who made it ends it."""

    __tablename__ = "organisation_block"
    __table_args__ = (UniqueConstraint("organisation_id", "blocked_id"),)

    id: Mapped[str] = identifier()
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    blocked_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    blocked: Mapped[Organisation] = relationship(foreign_keys=[blocked_id])


class IntroductionReport(Model):
    """A side tells moderators what is wrong. Who takes it may read the conversation until it is settled."""

    __tablename__ = "introduction_report"

    id: Mapped[str] = identifier()
    introduction_id: Mapped[str] = mapped_column(ForeignKey("introduction.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    reported_by_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    taken_by_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(Text, default="")

    introduction: Mapped[Introduction] = relationship()
    organisation: Mapped[Organisation] = relationship()
    reported_by: Mapped[User] = relationship(foreign_keys=[reported_by_id])
    taken_by: Mapped[User | None] = relationship(foreign_keys=[taken_by_id])
