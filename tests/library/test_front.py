"""Answers given before the application is asked: the same ones, and none once anything was written."""

import sqlite3

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.database import db
from marketplace.library.engine import engine
from marketplace.providers.models import Organisation
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Resource
from marketplace.resources.moves import move
from marketplace.searches.recording import known
from marketplace.transaction import transaction


def asked(app: Flask) -> list[str]:
    """The addresses that reach the application from now on."""
    seen: list[str] = []
    inner = app.wsgi_app._inner  # type: ignore[attr-defined]  # the middleware's own

    def noting(environ, start_response):  # type: ignore[no-untyped-def]  # as WSGI has it
        seen.append(environ["PATH_INFO"])
        return inner(environ, start_response)

    app.wsgi_app._inner = noting  # type: ignore[attr-defined]
    return seen


def test_kept_page_and_good_copy_do_not_reach_the_application(
    app: Flask, library: dict[str, Resource], reader: FlaskClient
) -> None:
    engine()
    first = reader.get("/library?q=mentors")
    seen = asked(app)
    again = reader.get("/library?q=mentors")
    copy = reader.get("/library?q=mentors", headers={"If-None-Match": first.headers["ETag"]})
    assert seen == []
    assert (again.status_code, again.data, dict(again.headers)) == (200, first.data, dict(first.headers))
    assert (copy.status_code, copy.data) == (304, b"")
    assert copy.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert "Content-Security-Policy" in copy.headers
    assert "Content-Length" not in copy.headers
    for headers in ({"Authorization": "a"}, {"Accept-Encoding": "br"}):
        assert reader.get("/library?q=mentors", headers=headers).status_code == 200
    assert reader.head("/library?q=mentors").status_code == 200
    assert seen == ["/library"] * 3


def test_any_commit_sends_the_next_reader_to_the_application(
    app: Flask, library: dict[str, Resource], reader: FlaskClient
) -> None:
    record = library["nurses"]
    page = f"/library/{record.id}/{record.slug}"
    tag = reader.get(page).headers["ETag"]
    reader.get(page)
    seen = asked(app)
    with transaction():
        db.session.get(Organisation, record.organisation_id).name = "Another House"  # type: ignore[union-attr]
    assert "Another House" in reader.get(page, headers={"If-None-Match": tag}).text
    assert seen == [page]
    move(record.live_revision, Action.ARCHIVE, record.organisation.memberships[0].user, reason="Over.")
    assert reader.get(page, headers={"If-None-Match": tag}).status_code == 410
    outbox.drain()
    assert reader.get(page).status_code == 410


def test_search_without_result_is_counted_each_time(
    app: Flask, library: dict[str, Resource], reader: FlaskClient
) -> None:
    for _ in range(3):
        reader.get("/library?q=nothinglikethis")
    assert sum(known().take().values()) == 3


def test_connections_that_are_let_go_leave_none_open_and_nothing_kept(
    app: Flask, library: dict[str, Resource], reader: FlaskClient
) -> None:
    engine()
    reader.get("/library?q=mentors")
    watch = app.wsgi_app._watch  # type: ignore[attr-defined]  # the middleware's own
    db.session.remove()
    db.engine.dispose()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        watch.execute("PRAGMA data_version")
    seen = asked(app)
    for _ in range(2):
        assert reader.get("/library?q=mentors").status_code == 200
    assert seen == ["/library"]
