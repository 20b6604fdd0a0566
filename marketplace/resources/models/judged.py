"""What reviewers had read when they asked for changes; the version itself is then written over."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Model, UtcDateTime, utc_now
from marketplace.resources.models.resource import Resource


class JudgedVersion(Model):
    """The answers of a record as they were when changes were last asked for; gone once it is decided."""

    __tablename__ = "judged_version"

    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    revision_number: Mapped[int] = mapped_column()
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    resource: Mapped[Resource] = relationship()
