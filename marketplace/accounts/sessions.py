"""Signed-in browsers: rows that can be ended, found by the random token in the browser's signed cookie."""

from datetime import timedelta

from flask import Flask, Request, g, request, session

from marketplace.accounts import tokens
from marketplace.accounts.models import User, UserSession
from marketplace.database import db, utc_now
from marketplace.extensions import login_manager
from marketplace.transaction import operation

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
NOTE_EVERY = timedelta(minutes=5)
TOKEN_KEY, PERSON_KEY = "token", "person"
_BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")
_FULL_NAMES = {"Edg": "Edge", "OPR": "Opera", "Mac OS X": "macOS"}


def init_app(app: Flask) -> None:
    """Know the person behind each request, and note now and then that they were here."""
    # the row in the database decides; Flask-Login's own protection would write into every cookie
    login_manager.session_protection = None
    login_manager.request_loader(_load_person)
    app.before_request(_note_visit)


def _load_person(_request: Request) -> User | None:
    found = current_session()
    return found.user if found else None


def current_session() -> UserSession | None:
    """The session of this request's browser, if it is still good."""
    if "user_session" not in g:
        token = session.get(TOKEN_KEY)
        g.user_session = find(token) if token else None
    found: UserSession | None = g.user_session
    return found


def find(token: str) -> UserSession | None:
    """The session with this token, unless it has ended or its person may not come in any more."""
    found = db.session.scalar(db.select(UserSession).filter_by(token_hash=tokens.hash_of(token)))
    now = utc_now()
    if found is None or found.last_seen_at + IDLE <= now or found.created_at + LONGEST <= now:
        return None
    person = found.user
    return None if person.disabled_at or person.deleted_at else found


def begin(user: User) -> None:
    """Sign this browser in: a new row, a new cookie; whatever the cookie held before is forgotten."""
    token = open_session(user, describe(request.user_agent.string), session.get(TOKEN_KEY))
    session.clear()
    session[TOKEN_KEY], session[PERSON_KEY] = token, user.id
    g.pop("user_session", None)


def forget() -> None:
    """Empty the cookie of this browser; the row is ended by an operation."""
    session.clear()
    g.user_session = None


@operation
def open_session(user: User, device: str, previous: str | None = None) -> str:
    """Add a session for a person and end the browser's previous one; the new token."""
    if previous:
        db.session.execute(db.delete(UserSession).filter_by(token_hash=tokens.hash_of(previous)))
    token = tokens.new_token()
    db.session.add(UserSession(user_id=user.id, token_hash=tokens.hash_of(token), device=device))
    return token


def of_person(user: User) -> list[UserSession]:
    """The devices on which a person is signed in now, the latest used first."""
    now = utc_now()
    statement = (
        db.select(UserSession)
        .filter_by(user_id=user.id)
        .where(UserSession.last_seen_at > now - IDLE, UserSession.created_at > now - LONGEST)
        .order_by(UserSession.last_seen_at.desc(), UserSession.id)
    )
    return list(db.session.scalars(statement))


def end_all(user: User, except_for: UserSession | None = None) -> None:
    """End a person's sessions inside the running transaction, all or all but one."""
    statement = db.delete(UserSession).where(UserSession.user_id == user.id)
    if except_for is not None:
        statement = statement.where(UserSession.id != except_for.id)
    db.session.execute(statement)


def describe(user_agent: str) -> str:
    """Browser and system in few words ("Firefox, Linux"): enough to know one's own device by."""
    found = [next((part for part in parts if part in user_agent), None) for parts in (_BROWSERS, _SYSTEMS)]
    return ", ".join(_FULL_NAMES.get(part, part) for part in found if part)


def _note_visit() -> None:
    found = current_session()
    if found is not None and found.last_seen_at + NOTE_EVERY < utc_now():
        _touch(found.id)


@operation
def _touch(session_id: str) -> None:
    db.session.execute(
        db.update(UserSession).where(UserSession.id == session_id).values(last_seen_at=utc_now())
    )
