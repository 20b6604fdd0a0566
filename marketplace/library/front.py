"""Kept answers given before the application is asked, for as long as nobody has written anything at all.

Kept pages (kept.py) ask the database what they depend on. Here one question does for all of them: SQLite
tells a connection whether any other one has committed since it last looked. So an answer given from here is
the answer the application would give; after any change, whatever it was, the application answers again.
"""

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context, request
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_etags

from marketplace.database import db, utc_now
from marketplace.search.engine import Engine, IndexUnavailable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_KEPT = 512
MOST_BYTES = 6 * 1024 * 1024  # as many pages packed, far fewer for readers who take none
FINISHED = "marketplace.finished"
STATE = "marketplace.state"
_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding"})
_PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")

State = tuple[int, str, date]
_Key = tuple[str, str, str, str]
_Headers = list[tuple[str, str]]


def may_be_given_again(body: bytes | None, tag: str) -> None:
    """Note that the answer of this request is kept under a tag; `body` None for a copy that is still good."""
    request.environ[FINISHED] = (body, tag)


def state_at_start() -> State | None:
    """What changes with every commit, as it was before this request; None where it is not known."""
    found: State | None = request.environ.get(STATE) if has_request_context() else None
    return found


def ask_each_time() -> None:
    """Have the application answer this address each time, because it counts who asks."""
    request.environ.pop(FINISHED, None)


@dataclass(frozen=True, slots=True)
class _Answer:
    tag: str
    headers: _Headers
    body: bytes | None

    @property
    def size(self) -> int:
        return len(self.body or b"")


class Front:
    """WSGI middleware before all others. It knows nobody: what is sent by a person goes past it."""

    def __init__(self, app: Flask, inner: "WSGIApplication") -> None:
        self._app, self._inner = app, inner
        self._lock = threading.Lock()
        self._watch: sqlite3.Connection | None = None
        self._unwatched = False
        self._made_at: State | None = None
        self._kept: OrderedDict[_Key, _Answer] = OrderedDict()
        self._bytes = 0

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or any(one in environ for one in _PERSONAL):
            return self._inner(environ, start_response)
        state = self._state()
        if state is None:
            return self._inner(environ, start_response)
        environ[STATE] = state
        names = ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING")
        key: Any = tuple(environ.get(name, "") for name in names)
        found = self._find(key, state)
        if found is not None:
            asked = environ.get("HTTP_IF_NONE_MATCH")
            if asked and parse_etags(asked).contains_weak(found.tag):
                left = [pair for pair in found.headers if pair[0].lower() not in _OF_THE_BODY]
                start_response("304 NOT MODIFIED", left)
                return []
            if found.body is not None:
                start_response("200 OK", list(found.headers))
                return [found.body]
        return self._ask(environ, start_response, key, state)

    def _ask(
        self, environ: "WSGIEnvironment", start_response: "StartResponse", key: _Key, state: State
    ) -> Iterable[bytes]:
        """Let the application answer, and keep what it says may be given again."""

        def started(status: str, headers: _Headers, *rest: Any) -> Any:
            finished = environ.get(FINISHED)
            if finished is not None and status[:3] in {"200", "304"} and _is_for_all(headers):
                self._keep(key, state, _Answer(finished[1], list(headers), finished[0]))
            return start_response(status, headers, *rest)

        return self._inner(environ, started)

    def _find(self, key: _Key, state: State) -> _Answer | None:
        with self._lock:
            if self._made_at != state:
                self._kept.clear()
                self._bytes = 0
                self._made_at = state
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: _Key, state: State, answer: _Answer) -> None:
        """Keep an answer under the state before the application was asked: it is of that one or a later one.

        In the second case the state has passed, and nobody is given the answer.
        """
        with self._lock:
            if self._made_at == state and (answer.body is not None or key not in self._kept):
                before = self._kept.get(key)
                self._bytes += answer.size - (before.size if before is not None else 0)
                self._kept[key] = answer
                while len(self._kept) > MOST_KEPT or self._bytes > MOST_BYTES:
                    self._bytes -= self._kept.popitem(last=False)[1].size

    def _state(self) -> State | None:
        """What changes with every commit, generation of the index and day; None where it cannot be told."""
        engine: Engine | None = self._app.extensions.get("search")
        if engine is None or self._unwatched:
            return None
        try:
            with self._lock:
                watch = self._watch or self._connect()
                if watch is None:
                    return None
                (version,) = watch.execute("PRAGMA data_version").fetchone()
            return version, engine.mark(), utc_now().date()
        except (sqlite3.Error, SQLAlchemyError, IndexUnavailable):
            return None

    def _connect(self) -> sqlite3.Connection | None:
        """A connection that never writes, so that it sees the commits of all that do; None without SQLite."""
        with self._app.app_context():
            if db.engine.dialect.name == "sqlite" and db.engine.url.database not in {None, "", ":memory:"}:
                taken = db.engine.raw_connection()
                self._watch = taken.driver_connection
                taken.detach()
                event.listen(db.engine, "engine_disposed", self._close, once=True)
        self._unwatched = self._watch is None
        return self._watch

    def _close(self, _engine: object) -> None:
        """Let go with all others. What the next connection counts begins anew, so nothing stays kept."""
        with self._lock:
            if self._watch is not None:
                self._watch.close()
            self._watch = self._made_at = None


def _is_for_all(headers: _Headers) -> bool:
    """Whether the application lets everybody store the answer."""
    named = {name.lower(): value for name, value in headers}
    return "set-cookie" not in named and named.get("cache-control", "").startswith("public, max-age=0")
