"""Searches without result are counted without who asked, kept for some days, and shown to admins."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.resources.models import Resource
from marketplace.searches import queries, recording
from marketplace.searches.models import SearchMiss
from marketplace.transaction import transaction
from tests.browsing import Browser


def kept() -> list[tuple[str, str, str, int]]:
    recording.write()
    rows = db.session.scalars(db.select(SearchMiss).order_by(SearchMiss.words, SearchMiss.filters))
    return [(row.words, row.filters, row.language, row.count) for row in rows]


def test_reading_counts_in_memory_and_the_worker_writes(
    library: dict[str, Resource], reader: FlaskClient, count_statements: list[str]
) -> None:
    for _ in range(3):
        reader.get("/library?q=Zzyzx&origin=AL&sort=newest")
    reader.get("/fa/library?q=zzyzx")
    reader.get("/library?q=nurses")
    assert not [one for one in count_statements if one.startswith(("INSERT", "UPDATE"))]
    assert db.session.scalars(db.select(SearchMiss)).all() == []
    assert kept() == [("zzyzx", "", "fa", 1), ("zzyzx", "origin=AL", "en", 3)]
    reader.get("/library?q=zzyzx&origin=AL")
    assert kept()[1][3] == 4


@pytest.mark.parametrize(
    ("words", "stays"),
    [
        ("Pflegehelfer   KURS", "pflegehelfer kurs"),
        ("visa 2024", "visa 2024"),
        ("mira.hoxha@example.org", None),
        ("+49 (30) 123-456", None),
        ("passport 1234567", None),
        ("AB 12 34 56", None),
        ("https://example.org/me", None),
        ("www.example.org", None),
        ("one two three four five six seven eight nine ten eleven", None),
        ("x" * 81, None),
        ("   ", None),
    ],
)
def test_what_may_say_who_somebody_is_is_not_kept(words: str, stays: str | None) -> None:
    found = recording.to_keep((words, "", "en"))
    assert (found[0] if found else None) == stays


def test_a_search_that_finds_something_again_is_counted_no_more() -> None:
    misses, search = recording.Misses(), ("nurse", "", "en")
    misses.asked(search)
    misses.answered(search, 0)
    misses.asked(search)
    misses.answered(search, 2)
    misses.asked(search)
    assert list(misses.take().values()) == [1]
    assert not misses.take()


def test_different_searches_are_capped(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    monkeypatch.setattr(recording, "MOST_WAITING", 5)
    monkeypatch.setattr(recording, "MOST_A_DAY", 3)
    for word in "abcdefgh":
        recording.known().answered((word, "", "en"), 0)
        recording.known().asked((word, "", "en"))
    assert len(recording.known()._counts) == 5
    assert len(kept()) == 3


def test_old_searches_are_removed_and_zero_days_keep_none(app: Flask) -> None:
    with transaction():
        for days in (0, 100, 179, 180, 200):
            day = utc_now().date() - timedelta(days=days)
            db.session.add(SearchMiss(day=day, language="en", words="w", count=1))
    assert len(kept()) == 3
    app.config["KEEP_SEARCHES_DAYS"] = 0
    assert kept() == []


def test_admin_sees_them_most_frequent_first_and_adds_a_synonym(browser: Browser, admin: User) -> None:
    today = utc_now().date()
    with transaction():
        for day, words, filters, count in (
            (today, "rare", "", 1),
            (today, "gastarbeiter", "origin=AL", 2),
            (today - timedelta(days=1), "gastarbeiter", "origin=AL", 2),
        ):
            db.session.add(SearchMiss(day=day, language="de", words=words, filters=filters, count=count))
    found, total = queries.misses(1)
    assert [(one.words, one.times, one.first < one.last) for one in found] == [
        ("gastarbeiter", 4, True),
        ("rare", 1, False),
    ]
    assert total == 2
    page = browser.sign_in(admin).get("/admin/searches")
    assert "From: Albania" in page.text
    assert 'href="/admin/words?words=gastarbeiter"' in page.html
    assert "gastarbeiter</textarea>" in browser.get("/admin/words?words=gastarbeiter").html


def test_moderators_do_not_see_searches(browser: Browser, moderator: User) -> None:
    browser.sign_in(moderator).get("/admin/searches", 403)
