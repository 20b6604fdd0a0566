"""Checking who somebody is, and clearing away what has run out."""

from datetime import timedelta

from flask_babel import gettext as _

from marketplace import events
from marketplace.accounts import addresses, kept, passwords, sessions
from marketplace.accounts.models import KeptForm, User, UserSession, UserToken
from marketplace.database import db, utc_now
from marketplace.errors import Invalid
from marketplace.transaction import operation

UNCONFIRMED_LIFETIME = timedelta(days=3)
LINK_MEMORY = timedelta(days=7)


def authenticate(email: str, password: str) -> User:
    """The person with this address and password. Raises Invalid, with one message for every reason.

    An unknown address takes as long as a wrong password, and both are written down alike.
    """
    user = find_by_address(email)
    right = passwords.matches(password, user.password_hash if user else None)
    if user is None or not right or not may_enter(user):
        _note_failure(user)
        raise Invalid({"form": [_refusal()]})
    _note_success(user, password)
    return user


def _refusal() -> str:
    return _(
        "The e-mail address or the password is not right, or the address is not confirmed yet. "
        "If you need a new link, use “Forgot your password?”."
    )


def confirm_password(user: User, password: str) -> None:
    """Check the password of somebody who is signed in; raises Invalid for the field `password`."""
    if not password:
        raise Invalid({"password": [_("Enter your password.")]})
    if not passwords.matches(password, user.password_hash):
        raise Invalid({"password": [_("This is not your password.")]})


def find_by_address(email: str) -> User | None:
    """The person with this address, however it is spelled."""
    address = addresses.normalise(email)
    return db.session.scalar(db.select(User).filter_by(email=address)) if address else None


def may_enter(user: User) -> bool:
    """Whether an account is confirmed and open."""
    return bool(user.email_confirmed_at) and user.disabled_at is None and user.deleted_at is None


@operation
def _note_failure(user: User | None) -> None:
    if user is not None:
        events.record("sign_in_failed", user, actor_id=None)


@operation
def _note_success(user: User, password: str) -> None:
    if user.password_hash and passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    events.record("signed_in", user, actor_id=user.id)
    clear_away()


@operation
def end_session(user: User, session_id: str) -> bool:
    """End one of a person's own sessions; whether there was such a one."""
    found = db.session.scalar(db.select(UserSession).filter_by(id=session_id, user_id=user.id))
    if found is None:
        return False
    db.session.delete(found)
    events.record("session_ended", user, actor_id=user.id)
    return True


@operation
def end_other_sessions(user: User, current: UserSession | None) -> None:
    """End a person's sessions on all other devices."""
    sessions.end_all(user, except_for=current)
    events.record("sessions_ended", user, actor_id=user.id)


@operation
def clear_away() -> None:
    """Remove sessions, links, kept forms and unconfirmed accounts whose time is over."""
    now = utc_now()
    over = (
        (UserSession, UserSession.last_seen_at <= now - sessions.IDLE),
        (UserSession, UserSession.created_at <= now - sessions.LONGEST),
        (UserToken, UserToken.expires_at <= now - LINK_MEMORY),
        (KeptForm, KeptForm.created_at <= now - kept.LIFETIME),
    )
    for model, condition in over:
        db.session.execute(db.delete(model).where(condition))
    left_open = db.select(User.id).where(
        User.email_confirmed_at.is_(None), User.password_hash.is_(None), User.deleted_at.is_(None)
    )
    stale = left_open.where(User.created_at <= now - UNCONFIRMED_LIFETIME)
    db.session.execute(db.delete(UserToken).where(UserToken.user_id.in_(stale)))
    db.session.execute(db.delete(User).where(User.id.in_(stale)))
