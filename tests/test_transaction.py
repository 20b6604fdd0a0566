"""One use case, one transaction: all of it or nothing, and no update lost."""

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from marketplace.access import Access, access
from marketplace.database import db, utc_now
from marketplace.outbox import OutboxJob, add, waiting
from marketplace.transaction import operation, transaction


@operation
def write_two(first: str, second: str | None) -> None:
    """Two rows; the second may be refused."""
    add("test", first)
    db.session.flush()
    if second is None:
        raise ValueError("no second row")
    add("test", second)


@operation
def write_within(inner: str, fail: bool = False) -> None:
    """An operation that calls another one."""
    add("test", "outer")
    write_two(inner, inner)
    if fail:
        raise ValueError("the outer one fails after the inner one is done")


def keys() -> list[str]:
    """The keys of the rows that another connection would see."""
    db.session.rollback()
    return sorted(db.session.scalars(select(OutboxJob.key)))


def test_an_error_leaves_nothing_behind(app: Flask) -> None:
    with pytest.raises(ValueError, match="no second row"):
        write_two("a", None)
    assert keys() == []


def test_an_operation_within_another_is_part_of_it(app: Flask) -> None:
    write_within("inner")
    assert keys() == ["inner", "inner", "outer"]


def test_what_an_inner_operation_did_goes_with_the_outer_one(app: Flask) -> None:
    with pytest.raises(ValueError, match="the outer one fails"):
        write_within("inner", fail=True)
    assert keys() == []


def test_the_next_operation_after_an_error_is_a_transaction_of_its_own(app: Flask) -> None:
    with pytest.raises(ValueError, match="no second row"):
        write_within_failing()
    write_two("a", "b")
    assert keys() == ["a", "b"]


@operation
def write_within_failing() -> None:
    """An inner failure that nobody catches."""
    write_two("x", None)


def test_rows_changed_outside_an_operation_are_refused(app: Flask) -> None:
    db.session.add(OutboxJob(topic="test", key="stray"))
    with pytest.raises(RuntimeError, match="outside an operation"), transaction():
        pass
    assert keys() == []


def test_an_operation_reads_again_what_the_page_had_read(app: Flask) -> None:
    write_two("a", "b")
    job = db.session.scalars(select(OutboxJob).filter_by(key="a")).one()
    assert job.attempts == 0
    done = threading.Thread(target=_raise_attempts, args=(app, job.id, 1))
    done.start()
    done.join()
    with transaction():
        assert job.attempts == 1


def test_who_writes_while_an_import_is_written_is_asked_to_try_again(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/write", view_func=access(Access.PUBLIC)(lambda: write_two("a", "b") or ""))
    with closing(sqlite3.connect(db.engine.url.database or "")) as importing:
        importing.execute("BEGIN IMMEDIATE")
        db.session.execute(text("PRAGMA busy_timeout = 10"))
        db.session.rollback()
        answer = client.get("/write")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "Try again in a minute" in answer.text
    assert client.get("/write").status_code == 200
    assert keys() == ["a", "b"]


def test_updates_of_many_threads_are_never_lost(app: Flask) -> None:
    write_two("counter", "other")
    job_id = db.session.scalars(select(OutboxJob.id).filter_by(key="counter")).one()
    db.session.rollback()
    threads = [threading.Thread(target=_raise_attempts, args=(app, job_id, 25)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert db.session.get_one(OutboxJob, job_id).attempts == 150


def _raise_attempts(app: Flask, job_id: int, times: int) -> None:
    with app.app_context():
        for _ in range(times):
            db.session.get_one(OutboxJob, job_id)  # a page has read it before
            with transaction():
                job = db.session.get_one(OutboxJob, job_id)
                job.attempts += 1
                job.not_before = utc_now() + timedelta(hours=1)
        db.session.remove()


def test_waiting_counts_by_topic(app: Flask) -> None:
    write_two("a", "b")
    assert waiting() == {"test": 2}
