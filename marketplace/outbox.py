"""Work to do after a commit: rows written with the change itself, done by a worker, never lost."""

import logging
import threading
import traceback
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import JSON, Index, Select, String, bindparam, delete, event, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.database import Model, UtcDateTime, db, utc_now
from marketplace.transaction import transaction
from marketplace.workers import Workers

log = logging.getLogger(__name__)

BATCH = 500
SINGLE = 10  # jobs that are done one by one, claimed together
LEASE = timedelta(minutes=5)
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


Handler = Callable[[Sequence[OutboxJob]], None]
_handlers: dict[str, tuple[Handler, bool]] = {}
between: list[Callable[[bool], None]] = []
_slow_topics: set[str] = set()
wakes = {slow: threading.Event() for slow in (False, True)}


def handler(topic: str, *, batch: bool = False, slow: bool = False) -> Callable[[Handler], Handler]:
    """Register the function that does the work of a topic; `batch` hands it many jobs at once.

    A job of a `slow` topic may take a minute: a thread of its own does it, so that nothing else waits.

    A handler may be run again for a job it has already done (a kill between the work and the commit), so it
    must be repeatable. It raises to have the job tried again later.
    """

    def register(function: Handler) -> Handler:
        _handlers[topic] = (function, batch)
        if slow:
            _slow_topics.add(topic)
        return function

    return register


def between_jobs(function: Callable[[bool], None]) -> None:
    """Have workers call a function between jobs, every few seconds, and with True when they end."""
    if function not in between:
        between.append(function)


def add(topic: str, key: str, *, not_before: datetime | None = None, **payload: Any) -> None:
    """Add a job to the running transaction; one with a time counts as waiting from that time on."""
    since = not_before or utc_now()
    db.session.add(OutboxJob(topic=topic, key=key, payload=payload, not_before=since, created_at=since))
    db.session.info["outbox_added"] = True


def init_app(app: Flask) -> None:
    """Wake the worker of this process whenever a transaction that added jobs was committed."""
    app.extensions["workers"] = Workers(Path(app.config["INSTANCE"]) / "workers")
    if not event.contains(Session, "after_commit", _wake_worker):
        event.listen(Session, "after_commit", _wake_worker)


def _wake_worker(session: Session) -> None:
    if session.info.pop("outbox_added", False):
        for wake in wakes.values():
            wake.set()


def drain(limit: int | None = None) -> int:
    """Do the jobs that are due, those of batches first, slow ones last, else oldest first; the number done.

    A failed job waits and is tried again. What slow jobs leave to do is done too.
    """
    done = 0
    while limit is None or done < limit:
        some = drain_quick(limit and limit - done) or do_slow()
        if not some:
            break
        done += some
    return done


def drain_quick(limit: int | None = None) -> int:
    """Do all that is not slow; the number done."""
    _take_back()
    done = 0
    while limit is None or done < limit:
        some = _do_batches() or _do_singles()
        if not some:
            break
        done += some
    return done


def do_slow() -> int:
    """Do one slow job, if one is due; the number done."""
    return sum(_run(job.topic, [job]) for job in _claim(_Lane.SLOW) if _is_ours([job]))


def _do_batches() -> int:
    return sum(_run(topic, jobs) for topic, jobs in _by_topic(_claim(_Lane.BATCHES)) if _is_ours(jobs))


def _do_singles() -> int:
    """Do some jobs one by one. What is done in batches waits for one of them at most: readers wait for it."""
    done = 0
    for job in _claim(_Lane.SINGLES):
        done += _run(job.topic, [job]) if _is_ours([job]) else 0
        done += _do_batches()
    return done


def waiting() -> dict[str, int]:
    """How many jobs wait, by topic; one with a time does not count before that time."""
    counts = select(OutboxJob.topic, func.count()).where(OutboxJob.created_at <= utc_now())
    rows = db.session.execute(counts.group_by(OutboxJob.topic))
    return {topic: count for topic, count in rows}


def forget(ids: Sequence[int]) -> None:
    """Take back jobs whose work was done together with another's."""
    with transaction():
        for start in range(0, len(ids), BATCH):
            db.session.execute(delete(OutboxJob).where(OutboxJob.id.in_(ids[start : start + BATCH])))


class _Lane(Enum):
    """Jobs that are claimed together, and how many at once."""

    BATCHES = BATCH
    SINGLES = SINGLE
    SLOW = 1


def _due(lane: _Lane) -> Select[int]:
    """The next jobs of a lane by id, the oldest first; asked with `now` and with how many at `most`."""
    batches = [topic for topic, (_, batch) in _handlers.items() if batch]
    return _due_of(lane, tuple(batches), tuple(sorted(_slow_topics)))


@lru_cache(maxsize=64)  # looked for after every single job: building it takes longer than the look
def _due_of(lane: _Lane, batches: tuple[str, ...], slow: tuple[str, ...]) -> Select[int]:
    is_slow, in_batches = OutboxJob.topic.in_(slow), OutboxJob.topic.in_(batches)
    belongs = {
        _Lane.SLOW: is_slow,
        _Lane.BATCHES: in_batches & ~is_slow,
        _Lane.SINGLES: ~in_batches & ~is_slow,
    }
    return (
        select(OutboxJob.id)
        .where(OutboxJob.not_before <= bindparam("now"), OutboxJob.attempts < MAX_ATTEMPTS, belongs[lane])
        .order_by(OutboxJob.id)
        .limit(bindparam("most"))
    )


def _claim(lane: _Lane) -> list[OutboxJob]:
    """Lease the next jobs of a lane to this process: two workers never do the same job at once."""
    due = _due(lane)
    found = db.session.scalar(due, {"now": utc_now(), "most": 1})
    db.session.rollback()
    if found is None:  # looking takes no lock, which people who write would wait for
        return []
    with transaction():
        ids = list(db.session.scalars(due, {"now": utc_now(), "most": lane.value}))
        db.session.execute(
            update(OutboxJob)
            .where(OutboxJob.id.in_(ids))
            .values(claimed_by=current_app.extensions["workers"].own(), not_before=utc_now() + LEASE)
        )
    jobs = list(db.session.scalars(select(OutboxJob).where(OutboxJob.id.in_(ids)).order_by(OutboxJob.id)))
    for job in jobs:
        db.session.expunge(job)  # the handler ends the session's transaction; the job must outlive it
    db.session.rollback()
    return jobs


def _take_back() -> None:
    """Free the jobs of processes that ended in the middle of them: nobody has to wait for their lease.

    It counts as an attempt: what ends whoever does it stays for a person some time.
    """
    free = {"claimed_by": None, "not_before": utc_now(), "attempts": OutboxJob.attempts + 1}
    for name in current_app.extensions["workers"].ended():
        with transaction():
            db.session.execute(update(OutboxJob).where(OutboxJob.claimed_by == name).values(free))


def _by_topic(jobs: Sequence[OutboxJob]) -> list[tuple[str, list[OutboxJob]]]:
    together: dict[str, list[OutboxJob]] = defaultdict(list)
    for job in jobs:
        together[job.topic].append(job)
    return list(together.items())


def _is_ours(jobs: Sequence[OutboxJob]) -> bool:
    """Whether the lease still holds; once it ran out, another worker may have the jobs."""
    return utc_now() < jobs[0].not_before


def _run(topic: str, jobs: list[OutboxJob]) -> int:
    ids = [job.id for job in jobs]
    try:
        _handlers[topic][0](jobs)
    except Exception as error:
        db.session.rollback()
        # the text of the error may hold an address or a message: the log names the place only
        frame = traceback.extract_tb(error.__traceback__)[-1]
        log.warning("job %s failed: %s at %s:%s", topic, type(error).__name__, frame.name, frame.lineno)
        _postpone(jobs, type(error).__name__)
        return 0
    with transaction():
        db.session.execute(delete(OutboxJob).where(OutboxJob.id.in_(ids)))
    return len(jobs)


def _postpone(jobs: Sequence[OutboxJob], error: str) -> None:
    """Try again after 2, 4, 8 … seconds, an hour at most; after the last attempt it stays for a person."""
    with transaction():
        for job in jobs:
            wait = timedelta(seconds=min(2 ** (job.attempts + 1), 3600))
            db.session.execute(
                update(OutboxJob)
                .where(OutboxJob.id == job.id)
                .values(attempts=job.attempts + 1, not_before=utc_now() + wait, claimed_by=None, error=error)
            )
