"""What runs out with time: a request nobody answers goes to the second contact, then it expires."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app

from marketplace import events, outbox
from marketplace.database import db, utc_now
from marketplace.introductions import notices, queries
from marketplace.introductions.changes import change_state
from marketplace.introductions.lifecycle import Action
from marketplace.introductions.models import WAITING_STATES, Introduction
from marketplace.transaction import operation

TOPIC = "introduction_due"


def next_due() -> datetime:
    """When a wait that begins now ends."""
    return utc_now() + timedelta(days=current_app.config["INTRODUCTION_DAYS"])


def wind(introduction: Introduction) -> None:
    """Have the worker look at a request when its present wait ends."""
    due = introduction.due_at
    outbox.add(TOPIC, introduction.id, not_before=due, due=due.isoformat())


@outbox.handler(TOPIC)
def look(jobs: Sequence[outbox.OutboxJob]) -> None:
    """Do what is due; a job whose time is no more that of the request does nothing."""
    for job in jobs:
        run_out(job.key, datetime.fromisoformat(job.payload["due"]))


@operation
def run_out(introduction_id: str, due: datetime) -> None:
    """End a wait: the first by telling the second contact, the second by letting the request expire."""
    introduction = db.session.get(Introduction, introduction_id, with_for_update=True)
    if introduction is None or introduction.state not in WAITING_STATES or introduction.due_at != due:
        return
    if introduction.second_at is None and not queries.is_cut_off(introduction):
        introduction.second_at, introduction.due_at = utc_now(), next_due()
        events.record("introduction_second_contact", introduction, actor_id=None)
        wind(introduction)
        notices.still_waiting(introduction)
    else:
        change_state(introduction, Action.EXPIRE, None)
        notices.expired(introduction)
