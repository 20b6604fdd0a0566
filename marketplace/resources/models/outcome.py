"""How the search of a need ended, and the warning before it expires."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Model, UtcDateTime, utc_now


class Outcome(StrEnum):
    """How a need was closed; only the clock says `expired`."""

    FOUND_HERE = "found_here"
    FOUND_ELSEWHERE = "found_elsewhere"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class NeedOutcome(Model):
    """What became of one version of a need, written when it is archived.

    `found_resource_id` or `found_organisation_id` is what was found here, where that is told.
    """

    __tablename__ = "need_outcome"

    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(16))
    found_resource_id: Mapped[str | None] = mapped_column(ForeignKey("resource.id"))
    found_organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class NeedWarning(Model):
    """The editors of a need were told, once for each end of its time, that it is about to expire."""

    __tablename__ = "need_warning"

    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    warned_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
