"""Work to do after a commit: rows written with the change itself, done by a worker, never lost."""

import logging
import threading
import traceback
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import JSON, Index, String, delete, event, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.database import Model, UtcDateTime, db, new_id, utc_now
from marketplace.transaction import transaction

log = logging.getLogger(__name__)

BATCH = 500
SINGLE = 10  # jobs done one by one before new ones are looked for: what is done in batches waits no longer
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 10
IDLE_SECONDS = 2.0


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
Between = Callable[[bool], None]
_between: list[Between] = []
_slow_topics: set[str] = set()
_wakes = {slow: threading.Event() for slow in (False, True)}


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


def between_jobs(function: Between) -> None:
    """Have workers call a function between jobs, every few seconds, and with True when they end."""
    if function not in _between:
        _between.append(function)


def add(topic: str, key: str, *, not_before: datetime | None = None, **payload: Any) -> None:
    """Add a job to the running transaction; one with a time counts as waiting from that time on."""
    since = not_before or utc_now()
    db.session.add(OutboxJob(topic=topic, key=key, payload=payload, not_before=since, created_at=since))
    db.session.info["outbox_added"] = True


def init_app(app: Flask) -> None:
    """Wake the worker of this process whenever a transaction that added jobs was committed."""
    if not event.contains(Session, "after_commit", _wake_worker):
        event.listen(Session, "after_commit", _wake_worker)


def _wake_worker(session: Session) -> None:
    if session.info.pop("outbox_added", False):
        for wake in _wakes.values():
            wake.set()


def drain(limit: int | None = None) -> int:
    """Do the jobs that are due, slow ones last, else oldest first; the number done.

    A failed job waits and is tried again. What slow jobs leave to do is done too.
    """
    done = 0
    while limit is None or done < limit:
        some = _drain(limit and limit - done, slow=False) or _drain(1, slow=True)
        if not some:
            break
        done += some
    return done


def _drain(limit: int | None, *, slow: bool) -> int:
    done = 0
    while limit is None or done < limit:
        jobs = _claim(slow)
        if not jobs:
            break
        done += sum(_run(topic, batch) for topic, batch in _batches(jobs) if _is_ours(batch))
    return done


def waiting() -> dict[str, int]:
    """How many jobs wait, by topic."""
    rows = db.session.execute(select(OutboxJob.topic, func.count()).group_by(OutboxJob.topic))
    return {topic: count for topic, count in rows}


def forget(ids: Sequence[int]) -> None:
    """Take back jobs whose work was done together with another's."""
    with transaction():
        for start in range(0, len(ids), BATCH):
            db.session.execute(delete(OutboxJob).where(OutboxJob.id.in_(ids[start : start + BATCH])))


def _claim(slow: bool = False) -> list[OutboxJob]:
    """Lease the next jobs to this drain: two workers never do the same job at once. Slow ones one by one."""
    token, now = new_id(), utc_now()
    is_slow = OutboxJob.topic.in_(_slow_topics)
    together = OutboxJob.topic.in_([topic for topic, (_, batch) in _handlers.items() if batch])
    with transaction():
        due = (
            select(OutboxJob.id)
            .where(OutboxJob.not_before <= now, OutboxJob.attempts < MAX_ATTEMPTS)
            .where(is_slow if slow else ~is_slow)
            .order_by(OutboxJob.id)
        )
        parts = (
            [due.limit(1)] if slow else [due.where(together).limit(BATCH), due.where(~together).limit(SINGLE)]
        )
        ids = [one for part in parts for one in db.session.scalars(part)]
        db.session.execute(
            update(OutboxJob).where(OutboxJob.id.in_(ids)).values(claimed_by=token, not_before=now + LEASE)
        )
    jobs = list(db.session.scalars(select(OutboxJob).filter_by(claimed_by=token).order_by(OutboxJob.id)))
    for job in jobs:
        db.session.expunge(job)  # the handler ends the session's transaction; the job must outlive it
    db.session.rollback()
    return jobs


def _batches(jobs: Sequence[OutboxJob]) -> list[tuple[str, list[OutboxJob]]]:
    together: dict[str, list[OutboxJob]] = defaultdict(list)
    single: list[tuple[str, list[OutboxJob]]] = []
    for job in jobs:
        if job.topic in _handlers and _handlers[job.topic][1]:
            together[job.topic].append(job)
        else:
            single.append((job.topic, [job]))
    return [*together.items(), *single]


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


class Worker:
    """Drains the outbox until stopped, slow topics in a thread of their own."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="outbox", daemon=True)

    def start(self) -> None:
        """Begin in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand, then end."""
        self._stopping.set()
        for wake in _wakes.values():
            wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def run(self) -> None:
        """Do what waits until stopped; a slow job at hand is left to the next worker after some seconds."""
        slow = threading.Thread(target=self._run, args=(True,), name="outbox-slow", daemon=True)
        slow.start()
        self._run(False)
        slow.join(timeout=20)

    def _run(self, slow: bool) -> None:
        """Drain, then sleep until a commit of this process wakes us or some seconds have passed."""
        with self._app.app_context():
            while not self._stopping.is_set():
                _wakes[slow].clear()
                try:
                    drained = _drain(1 if slow else None, slow=slow)
                    self._between(slow)
                except Exception:
                    log.exception("the outbox could not be drained")
                    drained = 0
                finally:
                    db.session.remove()
                if not drained:
                    _wakes[slow].wait(IDLE_SECONDS)
            self._between(slow)

    def _between(self, slow: bool) -> None:
        for function in () if slow else _between:
            function(self._stopping.is_set())
