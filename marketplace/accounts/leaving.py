"""A person's own data and the end of an account; other domains join in through the two registries here."""

from collections.abc import Callable
from typing import Any

from marketplace import events, mail
from marketplace.accounts import sessions, signing_in
from marketplace.accounts.models import KeptForm, User, UserToken
from marketplace.database import db, utc_now
from marketplace.errors import Conflict
from marketplace.events import AuditEvent
from marketplace.outbox import OutboxJob
from marketplace.transaction import operation

Exporter = Callable[[User], Any]
Blocker = Callable[[User], list[str]]
Remover = Callable[[User], None]

_exporters: dict[str, Exporter] = {}
_blockers: list[Blocker] = []
_removers: list[Remover] = []


def exporter(name: str) -> Callable[[Exporter], Exporter]:
    """Register what a domain knows about a person: one entry of the file, of JSON's types and datetimes."""

    def register(function: Exporter) -> Exporter:
        _exporters[name] = function
        return function

    return register


def deletion_blocker(function: Blocker) -> Blocker:
    """Register reasons, in words and in the reader's language, why an account cannot be deleted yet."""
    if function not in _blockers:
        _blockers.append(function)
    return function


def on_deletion(function: Remover) -> Remover:
    """Have a domain remove what it holds about a person, inside the transaction that deletes the account."""
    if function not in _removers:
        _removers.append(function)
    return function


def blockers(user: User) -> list[str]:
    """Why this account cannot be deleted yet; empty where it can."""
    return [reason for blocker in _blockers for reason in blocker(user)]


def export(user: User) -> dict[str, Any]:
    """Everything stored about a person, by domain."""
    return {name: function(user) for name, function in _exporters.items()}


def delete_account(user: User, password: str) -> None:
    """Delete one's own account: what was published stays with the organisations, the name goes.

    Raises Invalid for a wrong password, Conflict while something stands in the way.
    """
    signing_in.confirm_password(user, password)
    _delete(user)


@operation
def _delete(user: User) -> None:
    reasons = blockers(user)
    if reasons:
        raise Conflict(" ".join(reasons))
    for remove in _removers:
        remove(user)
    sessions.end_all(user)
    for model in (UserToken, KeptForm):
        db.session.execute(db.delete(model).where(model.user_id == user.id))
    waiting_mails = OutboxJob.payload["to"].as_string() == user.email
    db.session.execute(db.delete(OutboxJob).where(OutboxJob.topic == mail.TOPIC, waiting_mails))
    events.record("account_deleted", user, actor_id=user.id)
    user.email = user.password_hash = user.email_confirmed_at = None
    user.name, user.roles, user.language, user.time_zone = "", [], "en", "UTC"
    user.deleted_at = utc_now()


@exporter("account")
def _export_account(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "email_confirmed_at": user.email_confirmed_at,
        "language": user.language,
        "time_zone": user.time_zone,
        "roles": list(user.roles),
        "created_at": user.created_at,
    }


@exporter("sessions")
def _export_sessions(user: User) -> list[dict[str, Any]]:
    return [
        {"device": s.device, "created_at": s.created_at, "last_seen_at": s.last_seen_at}
        for s in user.sessions
    ]


@exporter("links")
def _export_links(user: User) -> list[dict[str, Any]]:
    links = db.session.scalars(db.select(UserToken).filter_by(user_id=user.id).order_by(UserToken.created_at))
    return [
        {
            "purpose": link.purpose,
            "new_email": link.payload.get("email"),
            "created_at": link.created_at,
            "expires_at": link.expires_at,
            "used_at": link.used_at,
        }
        for link in links
    ]


@exporter("kept_forms")
def _export_kept_forms(user: User) -> list[dict[str, Any]]:
    forms = db.session.scalars(db.select(KeptForm).filter_by(user_id=user.id).order_by(KeptForm.created_at))
    return [{"path": form.path, "fields": form.fields, "created_at": form.created_at} for form in forms]


@exporter("events")
def _export_events(user: User) -> list[dict[str, Any]]:
    """What the person did, and what was done to their account."""
    own = (AuditEvent.actor_id == user.id) | (
        (AuditEvent.object_type == User.__tablename__) & (AuditEvent.object_id == user.id)
    )
    return [
        {
            "at": event.at,
            "action": event.action,
            "object": f"{event.object_type}/{event.object_id}",
            "from": event.from_state,
            "to": event.to_state,
            "note": event.note if event.actor_id == user.id else "",
        }
        for event in db.session.scalars(db.select(AuditEvent).where(own).order_by(AuditEvent.id))
    ]
