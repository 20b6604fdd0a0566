"""People: accounts, their sessions, and the one-use links mailed to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_login import UserMixin
from sqlalchemy import JSON, ColumnElement, ForeignKey, String
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import ID_LENGTH, Model, UtcDateTime, identifier, utc_now


class SiteRole(StrEnum):
    """What a person may do beyond being a member."""

    EXPERT_REVIEWER = "expert_reviewer"
    TRANSLATOR = "translator"
    MODERATOR = "moderator"
    ADMIN = "admin"


class User(UserMixin, Model):  # type: ignore[misc]  # Flask-Login is untyped
    """A person. A deleted one keeps the id, for the event log, and nothing personal."""

    __tablename__ = "user"

    id: Mapped[str] = identifier()
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    given_name: Mapped[str] = mapped_column("name", String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    language: Mapped[str] = mapped_column(String(12), default="en")
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    sessions: Mapped[list["UserSession"]] = relationship(back_populates="user", cascade="all, delete-orphan")

    @hybrid_property
    def name(self) -> str:
        """What the person is called; one who has left is a former member, in the reader's language."""
        return _("Former member") if self.deleted_at else self.given_name

    @name.inplace.setter
    def _rename(self, name: str) -> None:
        self.given_name = name

    @name.inplace.expression
    @classmethod
    def _name_column(cls) -> ColumnElement[str]:
        return cls.__table__.c.name

    def has_role(self, *roles: SiteRole) -> bool:
        """Whether the person holds one of these site roles; an admin holds the moderator's too."""
        return bool(set(roles) & set(self.roles))

    @property
    def is_moderator(self) -> bool:
        return self.has_role(SiteRole.MODERATOR, SiteRole.ADMIN)

    @property
    def is_admin(self) -> bool:
        return self.has_role(SiteRole.ADMIN)


class UserSession(Model):
    """A signed-in browser. The cookie holds a random token; here is only its hash."""

    __tablename__ = "user_session"

    id: Mapped[str] = identifier()
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    user: Mapped[User] = relationship(back_populates="sessions", lazy="joined")


class TokenPurpose(StrEnum):
    """What a mailed link is for."""

    CONFIRM_EMAIL = "confirm_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105  # a purpose, not a password
    CHANGE_EMAIL = "change_email"


class UserToken(Model):
    """A mailed one-use link. The mail holds the token; here is only its hash."""

    __tablename__ = "user_token"

    id: Mapped[str] = identifier()
    user_id: Mapped[str] = mapped_column(ForeignKey("user.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(lazy="joined")


class KeptForm(Model):
    """What somebody sent after their session had ended, kept until they have signed in again."""

    __tablename__ = "kept_form"

    id: Mapped[str] = identifier()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    user_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
