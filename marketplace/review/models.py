"""What reviewers and authors say to each other about a record."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.database import Model, UtcDateTime, identifier, utc_now
from marketplace.resources.models import Resource


class ReviewMessage(Model):
    """One message of the conversation about a record. An internal one is read by reviewers only."""

    __tablename__ = "review_message"

    id: Mapped[str] = identifier()
    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id"), index=True)
    revision_number: Mapped[int] = mapped_column()
    author_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text)
    internal: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    resource: Mapped[Resource] = relationship()
    author: Mapped[User] = relationship(lazy="joined")
