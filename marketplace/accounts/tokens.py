"""Secrets that leave the house in a cookie or a mail: random, and stored only as hashes."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from marketplace.accounts.models import TokenPurpose, User, UserToken
from marketplace.database import db, utc_now
from marketplace.errors import Gone

BYTES = 32
LIFETIMES = {
    TokenPurpose.CONFIRM_EMAIL: timedelta(hours=48),
    TokenPurpose.CHANGE_EMAIL: timedelta(hours=48),
    TokenPurpose.RESET_PASSWORD: timedelta(hours=1),
}


class LinkOver(Gone):
    """A mailed link that was used or is too old; `purpose` says what somebody wanted to do with it."""

    def __init__(self, purpose: TokenPurpose) -> None:
        super().__init__(_("This link has been used already or is too old. Ask for a new one."))
        self.purpose = purpose


def new_token() -> str:
    """256 random bits, fit for addresses and cookies."""
    return secrets.token_urlsafe(BYTES)


def hash_of(token: str) -> str:
    """What is stored of a token. It is random, so a plain hash cannot be reversed by guessing."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def issue(user: User, purpose: TokenPurpose, **payload: Any) -> str:
    """Make a one-use link's token inside the running transaction."""
    token = new_token()
    expires_at = utc_now() + LIFETIMES[purpose]
    db.session.add(
        UserToken(
            user_id=user.id,
            purpose=purpose,
            token_hash=hash_of(token),
            payload=payload,
            expires_at=expires_at,
        )
    )
    return token


def load(token: str, purpose: TokenPurpose) -> UserToken:
    """The unused and unexpired link with this token; raises LinkOver for any other."""
    found = db.session.scalar(db.select(UserToken).filter_by(token_hash=hash_of(token), purpose=purpose))
    if found is None or found.used_at is not None or found.expires_at <= utc_now() or _is_shut(found.user):
        raise LinkOver(purpose)
    return found


def _is_shut(user: User) -> bool:
    return user.disabled_at is not None or user.deleted_at is not None


def use(found: UserToken) -> dict[str, Any]:
    """Use a link up inside the running transaction; what it carried is handed back and forgotten."""
    payload = dict(found.payload)
    found.used_at = utc_now()
    found.payload = {}
    return payload


def void(user: User, *purposes: TokenPurpose) -> None:
    """Make all open links of a person for these purposes useless, inside the running transaction."""
    statement = db.update(UserToken).where(
        UserToken.user_id == user.id, UserToken.purpose.in_(purposes), UserToken.used_at.is_(None)
    )
    db.session.execute(statement.values(used_at=utc_now(), payload={}))
