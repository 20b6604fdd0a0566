"""Work after a commit: done once, tried again after a failure, never lost."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from marketplace import outbox
from marketplace.database import db, utc_now
from marketplace.outbox import MAX_ATTEMPTS, OutboxJob
from marketplace.transaction import operation, transaction
from tests.diary import Diary, diary, queue

__all__ = ["diary"]


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


def test_a_job_of_a_failed_operation_is_never_seen(app: Flask, diary: Diary) -> None:
    @operation
    def fail() -> None:
        outbox.add("single", "ghost")
        raise ValueError("nothing of this happened")

    with pytest.raises(ValueError, match="nothing of this happened"):
        fail()
    outbox.drain()
    assert diary.single == []
