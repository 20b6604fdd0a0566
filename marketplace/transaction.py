"""One use case, one transaction: the decorator that every operation carries."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from marketplace.database import db

P = ParamSpec("P")
R = TypeVar("R")

_DEPTH = "transaction_depth"


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what happens inside, or nothing of it; inside another one it joins that one.

    The outermost one ends the read transaction of the page first, so that everything it reads is read again
    under the write lock: a decision never rests on stale rows.
    """
    session = db.session
    depth = session.info.get(_DEPTH, 0)
    if depth == 0:
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("rows were changed outside an operation")
        session.rollback()
        session.connection(execution_options={"write": True})
    session.info[_DEPTH] = depth + 1
    try:
        yield
        if depth == 0:
            session.commit()
    except BaseException:
        if depth == 0:
            session.rollback()
        raise
    finally:
        session.info[_DEPTH] = depth


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function one transaction; called by another operation it becomes part of that one's."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction():
            return function(*args, **kwargs)

    return run
