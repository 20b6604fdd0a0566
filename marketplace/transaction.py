"""One use case, one transaction: the decorator that every operation carries."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from marketplace.database import db

P = ParamSpec("P")
R = TypeVar("R")

_DEPTH = "transaction_depth"
_PATIENCE = 10.0  # seconds, as long as SQLite itself would wait for its lock

_turns = threading.Lock()


@contextmanager
def _turn() -> Iterator[None]:
    """Threads that write to SQLite wait here for each other, and begin the moment it is free.

    SQLite lets those that wait for its lock sleep for up to a tenth of a second at a time.
    """
    taken = db.engine.dialect.name == "sqlite" and _turns.acquire(timeout=_PATIENCE)
    try:
        yield
    finally:
        if taken:
            _turns.release()


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what happens inside, or nothing of it; inside another one it joins that one.

    The outermost one ends the read transaction of the page first, so that everything it reads is read again
    under the write lock: a decision never rests on stale rows.
    """
    session = db.session
    if session.info.get(_DEPTH, 0):
        yield
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("rows were changed outside an operation")
    session.rollback()
    with _turn():
        session.connection(execution_options={"write": True})
        session.info[_DEPTH] = 1
        try:
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info[_DEPTH] = 0


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function one transaction; called by another operation it becomes part of that one's."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction():
            return function(*args, **kwargs)

    return run
