"""The stable address of a record, and who said when that it is still true."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Model, UtcDateTime, identifier, utc_now
from marketplace.providers.models import Organisation
from marketplace.resources.models.states import OPEN_STATES

if TYPE_CHECKING:
    from marketplace.resources.models.revision import Revision


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


class Confirmation(Model):
    """Somebody said that a record is still true. An edit or an import is not a confirmation."""

    __tablename__ = "confirmation"

    id: Mapped[str] = identifier()
    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"))
    by: Mapped[str] = mapped_column(String(12))  # provider or moderator
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
