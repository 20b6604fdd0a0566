"""The event log: who did what to which object, from which state to which, when. Append-only, ids only."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, Index, String, Text, select
from sqlalchemy.event import listen
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import ID_LENGTH, Model, UtcDateTime, db, utc_now


class AuditEvent(Model):
    """One thing that happened. `actor_id` is None for the program itself."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_object", "object_type", "object_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    action: Mapped[str] = mapped_column(String(40))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    from_state: Mapped[str | None] = mapped_column(String(40))
    to_state: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


# The database itself refuses to change what is written down; PostgreSQL is told so by the first migration.
_REFUSE = """
CREATE TRIGGER audit_event_no_{name} BEFORE {action} ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END
"""
for _action in ("UPDATE", "DELETE"):
    _ddl = DDL(_REFUSE.format(name=_action.lower(), action=_action))  # type: ignore[no-untyped-call]  # not typed
    listen(AuditEvent.__table__, "after_create", _ddl.execute_if(dialect="sqlite"))


def record(
    action: str,
    subject: Model,
    *,
    actor_id: str | None,
    from_state: str | None = None,
    to_state: str | None = None,
    note: str = "",
    **details: Any,
) -> AuditEvent:
    """Add an event to the running transaction. `subject` is any row with a string `id`."""
    event = AuditEvent(
        action=action,
        object_type=subject.__tablename__,
        object_id=subject.id,  # type: ignore[attr-defined]  # every addressable table has an id
        actor_id=actor_id,
        from_state=from_state,
        to_state=to_state,
        note=note,
        details=details,
    )
    db.session.add(event)
    return event


def last_notes(action: str, object_type: str, object_ids: Iterable[str]) -> dict[str, str]:
    """What was said the last time that an action happened to each of these objects, by id."""
    statement = (
        select(AuditEvent.object_id, AuditEvent.note)
        .filter_by(object_type=object_type, action=action)
        .where(AuditEvent.object_id.in_(list(object_ids)))
        .order_by(AuditEvent.id)
    )
    return {object_id: note for object_id, note in db.session.execute(statement)}


def history(object_type: str, object_id: str) -> list[AuditEvent]:
    """All events of one object, oldest first."""
    statement = (
        select(AuditEvent).filter_by(object_type=object_type, object_id=object_id).order_by(AuditEvent.id)
    )
    return list(db.session.scalars(statement))
