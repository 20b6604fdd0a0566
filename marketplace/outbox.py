"""Work to do after a commit: rows written with the change itself, done by a worker, never lost."""

import logging
import threading
import traceback
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Select, event, func, select, update
from sqlalchemy.orm import Session

from marketplace.database import db, utc_now
from marketplace.jobs import BATCH, MAX_ATTEMPTS, REMOVE, TAKE, Lane, OutboxJob, jobs_due
from marketplace.transaction import transaction
from marketplace.workers import Workers

__all__ = [
    "MAX_ATTEMPTS",
    "OutboxJob",
    "add",
    "between_jobs",
    "do_slow",
    "drain",
    "drain_quick",
    "forget",
    "handler",
    "init_app",
    "waiting",
]

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)


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
        lanes = _waiting_lanes()
        some = (Lane.BATCHES in lanes and _do_batches()) or (Lane.SINGLES in lanes and _do_singles())
        if not some:
            break
        done += some
    return done


def do_slow() -> int:
    """Do one slow job, if one is due; the number done."""
    if Lane.SLOW not in _waiting_lanes():
        return 0
    return sum(_run(job.topic, [job]) for job in _claim(Lane.SLOW) if _is_ours([job]))


def _do_batches() -> int:
    return sum(_run(topic, jobs) for topic, jobs in _by_topic(_claim(Lane.BATCHES)) if _is_ours(jobs))


def _do_singles() -> int:
    """Do some jobs one by one. What is done in batches waits for one of them at most: readers wait for it."""
    done = 0
    for at, job in enumerate(_claim(Lane.SINGLES)):
        if at and Lane.BATCHES in _waiting_lanes():
            done += _do_batches()
        done += _run(job.topic, [job]) if _is_ours([job]) else 0
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
            _remove(ids[start : start + BATCH])


def _remove(ids: Sequence[int]) -> None:
    db.session.execute(REMOVE, {"ids": ids})


def _waiting_lanes() -> set[Lane]:
    """The lanes with a job that is due: one look, without a lock that people who write would wait for."""
    found = db.session.execute(_statements()[0], {"now": utc_now()}).one()
    db.session.rollback()
    return {lane for lane, there in zip(Lane, found, strict=True) if there}


def _claim(lane: Lane) -> list[OutboxJob]:
    """Lease the next jobs of a lane to this process: two workers never do the same job at once."""
    own = current_app.extensions["workers"].own()
    with transaction():
        now = utc_now()
        jobs = list(db.session.scalars(_statements()[1][lane], {"now": now}))
        for job in jobs:
            db.session.expunge(job)  # the handler ends the session's transaction; the job must outlive it
        db.session.execute(TAKE, {"ids": [job.id for job in jobs], "own": own, "until": now + LEASE})
    for job in jobs:
        job.claimed_by, job.not_before = own, now + LEASE
    return jobs


def _statements() -> tuple[Select[Any], dict[Lane, Select[OutboxJob]]]:
    batches = [topic for topic, (_, batch) in _handlers.items() if batch]
    return jobs_due(tuple(batches), tuple(sorted(_slow_topics)))


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
        _remove(ids)
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
