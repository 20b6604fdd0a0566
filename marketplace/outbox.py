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
_wake = threading.Event()


def handler(topic: str, *, batch: bool = False) -> Callable[[Handler], Handler]:
    """Register the function that does the work of a topic; `batch` hands it many jobs at once.

    A handler may be run again for a job it has already done (a kill between the work and the commit), so it
    must be repeatable. It raises to have the job tried again later.
    """

    def register(function: Handler) -> Handler:
        _handlers[topic] = (function, batch)
        return function

    return register


def between_jobs(function: Between) -> None:
    """Have workers call a function between jobs, every few seconds, and with True when they end."""
    if function not in _between:
        _between.append(function)


def add(topic: str, key: str, **payload: Any) -> None:
    """Add a job to the running transaction."""
    db.session.add(OutboxJob(topic=topic, key=key, payload=payload))
    db.session.info["outbox_added"] = True


def init_app(app: Flask) -> None:
    """Wake the worker of this process whenever a transaction that added jobs was committed."""
    if not event.contains(Session, "after_commit", _wake_worker):
        event.listen(Session, "after_commit", _wake_worker)


def _wake_worker(session: Session) -> None:
    if session.info.pop("outbox_added", False):
        _wake.set()


def drain(limit: int | None = None) -> int:
    """Do the jobs that are due, oldest first; the number done. A failed job waits and is tried again."""
    done = 0
    while limit is None or done < limit:
        jobs = _claim()
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


def _claim() -> list[OutboxJob]:
    """Lease the next jobs to this drain: two workers never do the same job at once."""
    token, now = new_id(), utc_now()
    with transaction():
        due = (
            select(OutboxJob.id)
            .where(OutboxJob.not_before <= now, OutboxJob.attempts < MAX_ATTEMPTS)
            .order_by(OutboxJob.id)
            .limit(BATCH)
        )
        ids = list(db.session.scalars(due))
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
    """Drains the outbox in a thread of this process until stopped."""

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
        _wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def run(self) -> None:
        """Drain, then sleep until a commit of this process wakes us or some seconds have passed."""
        with self._app.app_context():
            while not self._stopping.is_set():
                _wake.clear()
                try:
                    drained = drain()
                    self._between()
                except Exception:
                    log.exception("the outbox could not be drained")
                    drained = 0
                finally:
                    db.session.remove()
                if not drained:
                    _wake.wait(IDLE_SECONDS)
            self._between()

    def _between(self) -> None:
        for function in _between:
            function(self._stopping.is_set())
