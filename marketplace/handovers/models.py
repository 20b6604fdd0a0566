"""Hand-overs: what one record gives a person before departure, and another takes up after arrival."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Model, UtcDateTime, identifier, unique_where, utc_now
from marketplace.resources.models import Resource


class Side(StrEnum):
    """One end of a hand-over."""

    BEFORE = "before"
    AFTER = "after"


class Given(StrEnum):
    """What is handed over."""

    CERTIFICATE = "certificate"
    PLAN = "plan"
    CONTACT = "contact"


class HandOverState(StrEnum):
    """How far a hand-over is; nothing leads back from the last three."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


OPEN = (HandOverState.PROPOSED, HandOverState.ACCEPTED)
_OPEN = text(f"state IN ('{HandOverState.PROPOSED}', '{HandOverState.ACCEPTED}')")


class HandOver(Model):
    """What two providers state together: `before` gives it, `after` takes it up.

    Public while it is accepted and both records are. `proposed_by` says which side began; each side's time
    of consent stands beside it. `since` is a year or a day ("2024", "2024-05-01"), empty where not stated.
    """

    __tablename__ = "hand_over"
    __table_args__ = (
        CheckConstraint("before_id <> after_id", name="two_records"),
        unique_where("ix_hand_over_open_pair", "before_id", "after_id", where=_OPEN),
        Index("ix_hand_over_before_id", "before_id"),
        Index("ix_hand_over_after_id", "after_id"),
    )

    id: Mapped[str] = identifier()
    before_id: Mapped[str] = mapped_column(ForeignKey("resource.id"))
    after_id: Mapped[str] = mapped_column(ForeignKey("resource.id"))
    gives: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(String(500), default="")
    target_groups: Mapped[list[str]] = mapped_column(JSON, default=list)
    for_whom: Mapped[str] = mapped_column(String(300), default="")
    since: Mapped[str] = mapped_column(String(10), default="")
    state: Mapped[str] = mapped_column(String(10), default=HandOverState.PROPOSED)
    proposed_by: Mapped[str] = mapped_column(String(6))
    proposed_by_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    before_accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    after_accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    version_id: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version_id}

    before: Mapped[Resource] = relationship(foreign_keys=[before_id])
    after: Mapped[Resource] = relationship(foreign_keys=[after_id])
    proposer: Mapped[User] = relationship()

    def record(self, side: str) -> Resource:
        """The record at one end."""
        return self.before if side == Side.BEFORE else self.after

    @property
    def answering_side(self) -> Side:
        """The side that did not begin."""
        return Side.AFTER if self.proposed_by == Side.BEFORE else Side.BEFORE

    @property
    def is_internal(self) -> bool:
        """Whether both records are of one organisation."""
        return self.before.organisation_id == self.after.organisation_id
