"""Who does the jobs: workers that end, are killed, or work beside each other."""

import os
import threading
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert

from marketplace import outbox
from marketplace.database import db, utc_now
from marketplace.jobs import Lane
from marketplace.outbox import MAX_ATTEMPTS, OutboxJob
from marketplace.worker import Worker
from marketplace.workers import Workers
from tests.diary import Diary, diary, queue

__all__ = ["diary"]


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
