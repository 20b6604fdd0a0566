"""Saved searches: one for each question, changed and deleted in the workspace."""

from flask import Flask

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.library.forms import LibraryFilters
from marketplace.shelves import question
from marketplace.shelves.models import SavedSearch
from tests.browsing import Browser
from tests.factories import make_user
from tests.shelves.conftest import ALBANIA


def test_question_has_one_canonical_form() -> None:
    forms = (
        "origin=AL&origin=XK&q=+nurses++work",
        "sort=newest&page=3&q=nurses+work&origin=XK&origin=AL&x=1",
    )
    found = {question.canonical(question.read(form)) for form in forms}
    assert found == {"q=nurses+work&origin=AL&origin=XK"}
    assert question.canonical(LibraryFilters()) == ""


def test_search_is_saved_once_and_changed_in_the_workspace(app: Flask, reader: User) -> None:
    person = Browser(app).sign_in(reader)
    link = next(one for one in person.get(f"/library?{ALBANIA}&page=1").links if "/searches/new" in one)
    assert "Albania · Germany" in person.get(link).form().values("name")
    person.submit(link, frequency="daily")
    person.get("/workspace/searches/new?destination=DE&origin=AL&sort=newest", 303)
    assert "You have saved this search already." in person.follow().text
    assert "daily" in person.page.form().values("frequency")
    person.submit(name="Mine", frequency="weekly")
    [search] = db.session.scalars(db.select(SavedSearch)).all()
    assert (search.query, search.name, search.frequency) == (ALBANIA, "Mine", "weekly")
    person.follow()
    assert f"/library.atom?{ALBANIA}" in person.page.links
    person.submit(f"/workspace/searches/{search.id}", name="", frequency="often", status=422)
    person.submit(f"/workspace/searches/{search.id}", name="Ours", frequency="never")
    db.session.expire_all()
    assert (search.name, search.due_at) == ("Ours", None)
    Browser(app).sign_in(make_user()).get(f"/workspace/searches/{search.id}", 404)
    person.submit("/workspace/searches", action="/delete")
    assert db.session.scalars(db.select(SavedSearch)).all() == []


def test_hour_of_the_mails_is_told_with_the_time_zone_it_is_in(app: Flask, reader: User) -> None:
    browser = Browser(app).sign_in(reader)
    assert "in your time zone, UTC." in browser.get("/workspace/searches/new?q=nurses").text
    browser.get(next(link for link in browser.page.links if "/account/time-zone" in link))
    assert "/workspace/searches/new?q=nurses" in browser.page.links
    browser.submit(time_zone="nowhere", status=422)
    browser.submit(time_zone="America/Sao_Paulo")
    assert browser.page.location == "/workspace/searches/new?q=nurses"
    browser.follow()
    browser.submit(name="Nurses", frequency="daily")
    [search] = db.session.scalars(db.select(SavedSearch))
    assert search.due_at is not None
    assert search.due_at.hour == 10
    page = browser.get(f"/workspace/searches/{search.id}")
    assert "in your time zone, America/Sao Paulo." in page.text
    assert f"/account/time-zone?next=/workspace/searches/{search.id}" in page.links
