"""The index damaged, missing or hostile questions asked: pages go on, and the index mends itself."""

import time
from collections.abc import Callable
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.library import indexing
from marketplace.library.engine import engine
from marketplace.resources.models import Resource

HOSTILE = [
    *("*", "a*", "e* a* t* o* i*", "a* OR b* OR z*", "*?*?*?*?*?z", "[a TO z]", "[TO]", "{a TO}"),
    *("(" * 5000, "NOT " * 2000, "word " * 2000, "~5 ~5 ~5", "mentors~2", 'r".*"', '"' * 99, '"a b'),
    *("-", "--", "-mentors", "-mentors -nurses", "title:x", "id:*", ":::", "^", "\\", "%", "_"),
    *("'; DROP TABLE resource; --", "<script>alert(1)</script>", "{{ 7*7 }}", "AND OR NOT"),
    *("\x00", "a\x00b", "\u202e", "\u200b", "\ud7ff", "🙂" * 300, "é" * 5000, "ﷺ" * 200, "中" * 3000),
    *("ا" * 400, "a" * 10_000, "1" * 300, "a " * 100 + "b"),
]


def truncate(root: Path) -> None:
    for path in root.glob("build-*/*"):
        path.write_bytes(path.read_bytes()[:40])


def zero(root: Path) -> None:
    for path in root.glob("build-*/*"):
        path.write_bytes(b"\0" * path.stat().st_size)


def flip(root: Path) -> None:
    for path in root.glob("build-*/*"):
        path.write_bytes(bytes(byte ^ 0x5A for byte in path.read_bytes()))


def remove(root: Path) -> None:
    for path in root.glob("build-*/*"):
        path.unlink()
    (root / "CURRENT").unlink()


def age(root: Path) -> None:
    current = root / "CURRENT"
    current.write_text(current.read_text().replace('"schema": ', '"schema": 99'))


@pytest.mark.parametrize("harm", [truncate, zero, flip, remove, age])
def test_damaged_index_is_answered_from_sql_and_made_anew(
    harm: Callable[[Path], None], app: Flask, library: dict[str, Resource], reader: FlaskClient
) -> None:
    record = library["nurses"]
    harm(engine()._folder.root)
    engine().close()  # as after a restart: nothing is left in memory
    for address in ("/", f"/library/{record.id}/{record.slug}", "/sitemap.xml", "/readyz", "/library.atom"):
        assert reader.get(address).status_code == 200
    answer = reader.get("/library?q=mentors&destination=DE")
    assert "The search is being repaired" in answer.text
    assert "Mentors for nurses" in answer.text
    assert reader.get("/library/complete?q=ment").json == []
    assert "without_index" in reader.get("/api/v1/library?kind=need").json["notices"]
    assert reader.get("/api/v1/library?kind=need&year_from=2000&sort=confirmed").json["total"] == 0
    assert (
        reader.get("/api/v1/library?provider_kind=ngo&evidence=not_assessed&language=en").json["total"] == 5
    )
    assert reader.get("/api/v1/library?year_to=2019&year_from=2019").json["total"] == 1
    assert reader.get("/api/v1/library?q=-mentors").json["total"] == 1
    assert reader.get("/healthz").json["parts"]["index"] != "ok"
    assert outbox.waiting() == {indexing.REBUILD_TOPIC: 1}
    outbox.drain()
    again = reader.get("/library?q=mentors&destination=DE")
    assert "The search is being repaired" not in again.text
    assert indexing.check() == []
    assert reader.get("/healthz").json["status"] == "ok"


def test_a_worker_that_has_the_index_in_memory_looks_again(
    app: Flask, library: dict[str, Resource], reader: FlaskClient
) -> None:
    assert reader.get("/api/v1/library?q=mentors").json["total"]
    mark = engine().mark()
    for path in engine()._folder.root.glob("build-*/*.pst"):
        path.write_bytes(b"")
    indexing.ask_for_rebuild()  # as another process does, which reads the lists that are gone
    outbox.drain()
    assert engine().mark() != mark
    assert "without_index" not in reader.get("/api/v1/library?q=nurses").json["notices"]


def test_a_publication_mends_a_missing_index(app: Flask, library: dict[str, Resource]) -> None:
    remove(engine()._folder.root)
    engine().close()
    assert indexing.check()
    indexing.ensure_index()
    outbox.drain()
    assert indexing.check() == []
    assert indexing.status()["documents"] == "5"


@pytest.mark.parametrize("broken", [False, True], ids=["index", "sql"])
def test_hostile_questions_are_answered(
    broken: bool, app: Flask, library: dict[str, Resource], reader: FlaskClient
) -> None:
    if broken:
        remove(engine()._folder.root)
        engine().close()
    for text in HOSTILE:
        for path in ("/library", "/library.atom", "/api/v1/library", "/library/complete"):
            started = time.thread_time()
            answer = reader.get(path, query_string={"q": text})
            assert answer.status_code == 200, text[:40]
            assert time.thread_time() - started < 2, text[:40]
            assert "<script>alert" not in answer.text or answer.is_json


def test_odd_parameters_never_fail(library: dict[str, Resource], reader: FlaskClient) -> None:
    for query in ("q=%ff%fe", "q=%00", "kind[]=x", "page=1&page=x", "=", "&&&", "origin=" + "A" * 5000):
        assert reader.get(f"/library?{query}").status_code == 200
    many = "&".join(f"origin={code}" for code in ("AL", "PH", "DE", "XX") * 500)
    assert reader.get(f"/library?{many}").status_code == 200


def test_rebuild_tells_how_far_it_is(library: dict[str, Resource]) -> None:
    told: list[int] = []
    assert indexing.rebuild(told.append) == 5
    assert told[-1] == 5
    assert indexing.count_public() == 5


def test_readiness_names_what_is_late(app: Flask, library: dict[str, Resource], reader: FlaskClient) -> None:
    assert reader.get("/readyz").json == {
        "status": "ok",
        "parts": {"database": "ok", "index": "ok", "outbox": "ok"},
    }


def test_robots_stay_out_of_what_is_private_in_every_language(app: Flask, reader: FlaskClient) -> None:
    robots = reader.get("/robots.txt").text
    assert "Sitemap: http://localhost/sitemap.xml" in robots
    rules = RobotFileParser()
    rules.parse(robots.splitlines())
    for prefix in ("", "/sq", "/fr", "/fa", "/sr", "/sr-Latn"):
        assert rules.can_fetch("*", f"{prefix}/library")
        assert rules.can_fetch("*", prefix or "/")
        for path in ("/account/sign-in", "/workspace", "/review/x", "/admin", "/api/v1/library"):
            assert not rules.can_fetch("*", prefix + path)
