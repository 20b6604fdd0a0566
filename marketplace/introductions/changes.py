"""The one place where the state of an introduction changes, and the lock under which that is decided."""

from marketplace import events
from marketplace.database import db, utc_now
from marketplace.introductions.lifecycle import MOVES, Action
from marketplace.introductions.models import Introduction


def lock(introduction: Introduction) -> None:
    """Keep other transactions from changing it before this one ends: of two answers at once one is first."""
    db.session.refresh(introduction, with_for_update=True)


def change_state(introduction: Introduction, action: Action, actor_id: str | None) -> None:
    """Set the state that the table names, with its event; part of a running operation that has checked it."""
    before, introduction.state = introduction.state, MOVES[action].target
    introduction.changed_at = utc_now()
    events.record(
        f"introduction_{action}",
        introduction,
        actor_id=actor_id,
        from_state=before,
        to_state=introduction.state,
    )
