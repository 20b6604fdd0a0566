"""Work after a commit: done once, tried again after a failure, never lost."""

import os
import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert, select

from marketplace import outbox
from marketplace.database import db, utc_now
from marketplace.jobs import Lane
from marketplace.outbox import MAX_ATTEMPTS, OutboxJob
from marketplace.transaction import operation, transaction
from marketplace.worker import Worker
from marketplace.workers import Workers


class Diary:
    """What the handlers of these tests were given, and whether they are to fail."""

    def __init__(self) -> None:
        self.single: list[str] = []
        self.batches: list[list[str]] = []
        self.failing = False
        self.lock = threading.Lock()

    def note(self, jobs: Sequence[OutboxJob]) -> None:
        if self.failing:
            raise ConnectionError("someone@example.org cannot be reached")
        with self.lock:
            self.single += [job.key for job in jobs]

    def note_batch(self, jobs: Sequence[OutboxJob]) -> None:
        with self.lock:
            self.batches.append([job.key for job in jobs])


@pytest.fixture
def diary(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Diary]:
    found = Diary()
    handlers = {"single": (found.note, False), "batch": (found.note_batch, True)}
    monkeypatch.setattr(outbox, "_handlers", outbox._handlers | handlers)
    return found


@operation
def queue(topic: str, *keys: str) -> None:
    """Add jobs."""
    for key in keys:
        outbox.add(topic, key)


def test_jobs_are_done_oldest_first_and_removed(app: Flask, diary: Diary) -> None:
    queue("single", "a", "b", "c")
    assert outbox.drain() == 3
    assert diary.single == ["a", "b", "c"]
    assert outbox.waiting() == {}
    assert outbox.drain() == 0


def test_a_batch_topic_gets_its_jobs_together(app: Flask, diary: Diary) -> None:
    queue("batch", "a", "b", "c")
    outbox.drain()
    assert diary.batches == [["a", "b", "c"]]


def test_a_batch_waits_for_one_single_job_at_most(
    app: Flask, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mails that wait do not hold up the index."""
    order: list[str] = []

    def note(jobs: Sequence[OutboxJob]) -> None:
        if not order[1:]:
            queue("batch", "published meanwhile")
        order.append(jobs[0].key)

    def note_batch(jobs: Sequence[OutboxJob]) -> None:
        order.append(jobs[0].key)

    handlers = {"single": (note, False), "batch": (note_batch, True)}
    monkeypatch.setattr(outbox, "_handlers", outbox._handlers | handlers)
    queue("single", "a", "b", "c")
    queue("batch", "published before")
    assert outbox.drain() == 5
    assert order == ["published before", "a", "published meanwhile", "b", "c"]


def test_what_waits_is_looked_up_once_for_all_lanes(
    app: Flask, diary: Diary, count_statements: list[str]
) -> None:
    """Each look and each claim is a transaction, and one publication leaves jobs of several lanes."""
    queue("batch", "a")
    queue("single", "b", "c")
    count_statements.clear()
    assert outbox.drain_quick() == 3
    looks = [one for one in count_statements if one.startswith("SELECT EXISTS")]
    claims = [one for one in count_statements if "claimed_by=" in one]
    assert (len(looks), len(claims)) == (4, 2)  # the batch, the single ones, between them, the end


def test_a_failed_job_waits_longer_each_time_and_is_done_in_the_end(app: Flask, diary: Diary) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        queue("single", "a")
        diary.failing = True
        waits = []
        for _ in range(3):
            assert outbox.drain() == 0
            job = db.session.scalars(select(OutboxJob)).one()
            waits.append((job.not_before - utc_now()).total_seconds())
            db.session.rollback()
            assert outbox.drain() == 0, "it must not be tried before its time"
            clock.shift(timedelta(seconds=waits[-1] + 1))
        assert waits == [2, 4, 8]
        diary.failing = False
        assert outbox.drain() == 1
    assert diary.single == ["a"]


def test_a_job_that_always_fails_stays_for_a_person(app: Flask, diary: Diary) -> None:
    diary.failing = True
    with time_machine.travel(utc_now(), tick=False) as clock:
        queue("single", "a")
        for _ in range(MAX_ATTEMPTS + 2):
            outbox.drain()
            clock.shift(timedelta(hours=2))
    job = db.session.scalars(select(OutboxJob)).one()
    assert job.attempts == MAX_ATTEMPTS
    assert job.error == "ConnectionError"


def test_a_job_for_later_does_not_count_as_waiting(app: Flask, diary: Diary) -> None:
    """Else one digest planned for Monday is work left undone on all days before."""
    monday = utc_now() + timedelta(days=3)
    with transaction():
        outbox.add("single", "digest", not_before=monday)
    assert outbox.drain() == 0
    assert outbox.waiting() == {}
    with time_machine.travel(monday + timedelta(minutes=1), tick=False):
        assert outbox.waiting() == {"single": 1}


def test_a_failure_is_logged_without_the_address(
    app: Flask, diary: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    diary.failing = True
    queue("single", "a")
    outbox.drain()
    assert "ConnectionError" in caplog.text
    assert "someone@example.org" not in caplog.text


def test_one_failure_does_not_hold_up_the_others(app: Flask, diary: Diary) -> None:
    diary.failing = True
    queue("single", "a")
    queue("batch", "b")
    assert outbox.drain() == 1
    assert diary.batches == [["b"]]


def test_a_job_without_a_handler_waits_and_holds_up_nothing(app: Flask, diary: Diary) -> None:
    queue("of another release", "a")
    queue("single", "b")
    assert outbox.drain() == 1
    assert diary.single == ["b"]
    assert outbox.waiting() == {"of another release": 1}


def test_a_job_whose_worker_died_is_done_after_the_lease(app: Flask, diary: Diary) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        queue("single", "a")
        assert [job.key for job in outbox._claim(Lane.SINGLES)] == ["a"]
        assert outbox.drain() == 0
        clock.shift(outbox.LEASE + timedelta(seconds=1))
        assert outbox.drain() == 1
    assert diary.single == ["a"]


def kill_after_taking(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Workers:
    """A process takes the job that is due and ends at once."""
    killed = Workers(Path(app.config["INSTANCE"]) / "workers")
    with monkeypatch.context() as there:
        there.setitem(app.extensions, "workers", killed)
        assert len(outbox._claim(Lane.SINGLES)) == 1
    assert outbox.drain() == 0  # while it lives, nobody else gets the job
    assert killed._own is not None
    os.close(killed._own[1] or 0)
    return killed


def test_a_job_whose_process_ended_is_done_at_once(
    app: Flask, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else nothing that was published is found for the length of a lease after a kill."""
    queue("single", "a")
    killed = kill_after_taking(app, monkeypatch)
    assert outbox.drain() == 1
    assert list(killed._folder.iterdir()) == [killed._folder / app.extensions["workers"].own()]


def test_a_job_that_always_ends_its_process_stays_for_a_person(
    app: Flask, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue("single", "a")
    for _ in range(MAX_ATTEMPTS):
        kill_after_taking(app, monkeypatch)
        outbox._take_back()
    assert (outbox.drain(), diary.single) == (0, [])


def test_jobs_are_done_in_a_folder_of_another_user_too(
    app: Flask, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after `sudo marketplace outbox drain`."""
    folder = Path(app.config["INSTANCE"]) / "workers"
    folder.mkdir()
    (folder / "root").touch()
    queue("single", "a")
    with monkeypatch.context() as there:
        there.setattr(os, "open", Mock(side_effect=PermissionError))
        assert outbox.drain() == 1


def test_two_workers_never_do_a_job_twice(app: Flask, diary: Diary) -> None:
    expected = [f"{number:03}" for number in range(200)]
    queue("single", *expected)

    def work() -> None:
        with app.app_context():
            outbox.drain()
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(diary.single) == expected
    assert outbox.waiting() == {}


def test_a_job_of_a_failed_operation_is_never_seen(app: Flask, diary: Diary) -> None:
    @operation
    def fail() -> None:
        outbox.add("single", "ghost")
        raise ValueError("nothing of this happened")

    with pytest.raises(ValueError, match="nothing of this happened"):
        fail()
    outbox.drain()
    assert diary.single == []


def test_the_worker_of_a_process_does_what_is_queued(app: Flask, diary: Diary) -> None:
    worker = Worker(app)
    worker.start()
    try:
        queue("single", "a")
        for _ in range(100):
            if diary.single:
                break
            threading.Event().wait(0.05)
    finally:
        worker.stop()
    assert diary.single == ["a"]


def test_the_worker_does_what_another_process_queued_within_a_second(app: Flask, diary: Diary) -> None:
    """As `marketplace import` does beside a server: nothing wakes the worker."""
    worker = Worker(app)
    worker.start()
    try:
        threading.Event().wait(0.2)  # it looks, finds nothing and sleeps
        with db.engine.begin() as other:
            other.execute(insert(OutboxJob).values(topic="single", key="a"))
        threading.Event().wait(1)
    finally:
        worker.stop()
    assert diary.single == ["a"]
