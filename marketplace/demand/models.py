"""A service that somebody missed on a corridor. Nothing says who."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Model, UtcDateTime, identifier, utc_now

COUNTS_FOR = timedelta(days=365)
TEXT_LIMIT = 500
REASON_LIMIT = 500


class ReportState(StrEnum):
    """What moderators said of a report."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class DemandReport(Model):
    """One report: a pair of countries, a kind of help, and where stated phase, target group and language.

    `text` is for moderators alone. A report is deleted COUNTS_FOR after it came in.
    """

    __tablename__ = "demand_report"
    __table_args__ = (Index("ix_demand_report_state", "state", "created_at"),)

    id: Mapped[str] = identifier()
    origin: Mapped[str] = mapped_column(String(2))
    destination: Mapped[str] = mapped_column(String(2))
    booster: Mapped[str] = mapped_column(String(60))
    phase: Mapped[str] = mapped_column(String(60), default="")
    target_group: Mapped[str] = mapped_column(String(60), default="")
    language: Mapped[str] = mapped_column(String(12), default="")
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default=ReportState.WAITING)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[str | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
