"""The rows of the outbox, and the statements that find and take them."""

from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import JSON, Index, Select, String, Table, bindparam, delete, exists, select, update
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Model, UtcDateTime, utc_now

BATCH = 500
SINGLE = 10  # jobs that are done one by one, claimed together
MAX_ATTEMPTS = 10


class OutboxJob(Model):
    """One piece of work: a topic with a handler, a key, a payload. Deleted when done."""

    __tablename__ = "outbox_job"
    __table_args__ = (Index("ix_outbox_job_due", "not_before", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    claimed_by: Mapped[str | None] = mapped_column(String(12))
    error: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class Lane(Enum):
    """Jobs that are claimed together, and how many at once."""

    BATCHES = BATCH
    SINGLES = SINGLE
    SLOW = 1


_TABLE = cast(Table, OutboxJob.__table__)
_JOBS = _TABLE.c
_THESE = _JOBS.id.in_(bindparam("ids", expanding=True))
TAKE = update(_TABLE).where(_THESE).values(claimed_by=bindparam("own"), not_before=bindparam("until"))
REMOVE = delete(_TABLE).where(_THESE)


@lru_cache(maxsize=64)  # asked several times for each job: building them takes longer than asking
def jobs_due(
    batches: tuple[str, ...], slow: tuple[str, ...]
) -> tuple[Select[Any], dict[Lane, Select[OutboxJob]]]:
    """What says which lanes have a job that is due, and for each lane its next jobs, the oldest first.

    Where many write at once, which SQLite lets nobody do, jobs that another worker claims just now stay out.
    """
    due = (_JOBS.not_before <= bindparam("now")) & (_JOBS.attempts < MAX_ATTEMPTS)
    is_slow, in_batches = _JOBS.topic.in_(slow), _JOBS.topic.in_(batches)
    belongs = {
        Lane.BATCHES: in_batches & ~is_slow,
        Lane.SINGLES: ~in_batches & ~is_slow,
        Lane.SLOW: is_slow,
    }
    there: list[Any] = [exists(select(_JOBS.id).where(due, belongs[lane])) for lane in Lane]
    some = select(OutboxJob).where(due).order_by(_JOBS.id).with_for_update(skip_locked=True)
    return select(*there), {lane: some.where(belongs[lane]).limit(lane.value) for lane in Lane}
