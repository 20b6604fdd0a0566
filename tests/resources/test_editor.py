"""The editor over HTTP: every kind page by page, who may write where, and starting a record."""

from typing import Any

import pytest
from flask import Flask

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.providers.models import MemberRole
from marketplace.resources.models import Kind, Resource, State
from marketplace.resources.questions import PAGES
from marketplace.resources.rules import missing
from tests.browsing import Browser
from tests.factories import make_organisation, make_record, make_user
from tests.resources.editing import FILLED, revision_at, start
from tests.resources.table import add_member


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_written_page_by_page_and_sent(browser: Browser, kind: Kind) -> None:
    address = start(browser, kind)
    assert set(FILLED[kind]) == {page.slug for page in PAGES[kind]}
    for page in PAGES[kind]:
        assert browser.page.location.endswith(f"/edit/{page.slug}")
        browser.submit(browser.page.location, **FILLED[kind][page.slug])
    assert browser.page.location == address
    revision = revision_at(address)
    assert missing(revision) == {}
    assert revision.pairs == [("AL", "DE")]
    assert revision.slugs("booster") == ["language_training", "job_matching"]
    assert revision.slugs("delivery_language") == ["sq", "de"] or kind is not Kind.DOCUMENT
    assert "Incomplete" not in browser.get(address).text
    assert "Albania" in browser.get(f"{address}/preview").text
    browser.submit(f"{address}/check", action="/send", true_today="y")
    assert revision_at(address).state == State.SUBMITTED


@pytest.mark.parametrize("kind", list(Kind))
def test_saving_what_is_shown_changes_nothing(browser: Browser, kind: Kind) -> None:
    address = start(browser, kind)
    for page in PAGES[kind]:
        browser.submit(f"{address}/edit/{page.slug}", **FILLED[kind][page.slug])
    version = revision_at(address).version_id
    for page in PAGES[kind]:
        browser.submit(f"{address}/edit/{page.slug}")
    assert revision_at(address).version_id == version


def test_a_practice_keeps_its_rows_lists_and_numbers(browser: Browser) -> None:
    address = start(browser, Kind.CASE_STUDY)
    for slug, values in FILLED[Kind.CASE_STUDY].items():
        browser.submit(f"{address}/edit/{slug}", **values)
    revision: Any = revision_at(address)
    assert [partner.name for partner in revision.partners] == ["City of Jena", "Qendra"]
    assert revision.indicators[0]["value"] == "30"
    assert (revision.start_year, revision.end_status, revision.end_year) == (2019, "year", 2023)


def test_an_offering_keeps_its_hours_and_days(browser: Browser) -> None:
    address = start(browser, Kind.OFFERING)
    for slug, values in FILLED[Kind.OFFERING].items():
        browser.submit(f"{address}/edit/{slug}", **values)
    revision: Any = revision_at(address)
    assert revision.schedule == {"MO": ["09:00", "17:00"]}
    assert revision.valid_to.isoformat() == "2026-12-31"
    assert (revision.age_min, revision.cost_amount) == (18, "25.50")


def test_a_double_click_makes_one_record(browser: Browser) -> None:
    browser.get("/workspace/records/new?kind=need")
    form = browser.page.form().filled({"title": "Twice pressed", "language": "en"})
    first = browser.post("/workspace/records/new?kind=need", form).location
    second = browser.post("/workspace/records/new?kind=need", form).location
    assert first == second
    assert db.session.query(Resource).count() == 1


def test_a_key_of_somebody_else_does_not_lead_to_their_record(app: Flask, browser: Browser) -> None:
    browser.get("/workspace/records/new?kind=need")
    key = browser.page.form().values("creation_key")[0]
    browser.submit(None, title="The first one", language="en")
    other = make_user()
    make_organisation(other)
    stranger = Browser(app).sign_in(other)
    stranger.submit("/workspace/records/new?kind=need", title="The second", language="en", creation_key=key)
    assert db.session.query(Resource).count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"title": "bell\x07 rings"}, "title"),
        ({"language": "klingon"}, "language"),
        ({"organisation_id": None}, "organisation_id"),
    ],
)
def test_a_wrong_start_makes_no_record(browser: Browser, values: dict[str, Any], field: str) -> None:
    given = {"title": "A good title", "language": "en"} | values
    page = browser.submit("/workspace/records/new?kind=offering", 422, **given)
    assert page.has_error
    assert f'href="#{field}"' in page.html or field == "organisation_id"
    assert db.session.query(Resource).count() == 0


def test_another_organisation_cannot_be_written_for(app: Flask, browser: Browser) -> None:
    other = make_organisation()
    browser.submit(
        "/workspace/records/new?kind=need", 404, title="Not mine", language="en", organisation_id=other.id
    )
    assert db.session.query(Resource).count() == 0


def test_a_record_of_others_does_not_exist_for_me(browser: Browser) -> None:
    revision = make_record(Kind.NEED)
    address = f"/workspace/records/{revision.resource_id}"
    for path in ("", "/edit/glance", "/check", "/preview", "/history", "/archive"):
        browser.get(address + path, 404)
    token = {"csrf_token": browser.get("/workspace").form(action="/sign-out").values("csrf_token")[0]}
    for path in ("/edit/glance", "/send", "/withdraw", "/archive", "/revise", "/restore", "/confirm"):
        browser.post(address + path, token, 404)
    assert revision.state == State.DRAFT


def test_a_viewer_reads_and_changes_nothing(app: Flask) -> None:
    revision = make_record(Kind.NEED)
    viewer = make_user()
    add_member(revision.resource.organisation, viewer, MemberRole.VIEWER)
    browser = Browser(app).sign_in(viewer)
    address = f"/workspace/records/{revision.resource_id}"
    assert "Send for review" not in browser.get(address).text
    browser.get(f"{address}/preview")
    browser.get(f"{address}/edit/glance", 403)


def test_what_was_typed_survives_the_end_of_the_session(app: Flask, browser: Browser, owner: User) -> None:
    address = start(browser, Kind.NEED)
    browser.get(f"{address}/edit/glance")
    fields = browser.page.form().filled({"sought": "Typed for half an hour.", "by_when": "soon"})
    browser.client.delete_cookie("session")
    browser.post(f"{address}/edit/glance", fields)
    browser.follow()
    browser.submit(None, email=owner.email, password="plum kettle orbit seventeen")
    page = browser.follow()
    assert page.form().values("sought") == ["Typed for half an hour."]
    assert page.form().values("by_when") == ["soon"]
    browser.submit(None, by_when="2027-01-01")
    assert revision_at(address).sought == "Typed for half an hour."  # type: ignore[attr-defined]


def test_a_published_version_cannot_be_edited_through_its_address(app: Flask) -> None:
    revision = make_record(Kind.NEED, state=State.PUBLISHED)
    browser = Browser(app).sign_in(revision.author)
    browser.get(f"/workspace/records/{revision.resource_id}/edit/glance", 409)


def test_unknown_pages_and_kinds_are_not_found(browser: Browser) -> None:
    address = start(browser, Kind.NEED)
    browser.get(f"{address}/edit/nothing", 404)
    browser.get(f"{address}/preview?revision=9", 404)
    browser.get("/workspace/records/new?kind=poem", 404)
    browser.get("/workspace/records/nothing", 404)
