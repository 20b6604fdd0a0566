"""The editor over HTTP: every kind, saving as one goes, bad input, two people at once."""

from typing import Any

import pytest
from flask import Flask

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.providers.models import MemberRole
from marketplace.resources.models import Kind, Resource, Revision, State
from marketplace.resources.operations import save_draft
from marketplace.resources.questions import PAGES
from marketplace.resources.rules import missing
from tests.browsing import Browser
from tests.factories import SUMMARY, make_organisation, make_record, make_user
from tests.resources.table import add_member

AUTOSAVE = {"X-Requested-With": "autosave", "Origin": "http://localhost"}
PLACE = {
    "corridors-0-origin": "AL",
    "corridors-0-destination": "DE",
    "phase": ["pre_departure", "on_arrival"],
    "booster": ["job_matching", "language_training"],
    "main_booster": "language_training",
    "target_group": ["youth"],
    "delivery_language": ["sq", "de"],
}
LONG = "Words and words. " * 5
FILLED: dict[Kind, dict[str, dict[str, Any]]] = {
    Kind.CASE_STUDY: {
        "glance": {"summary": SUMMARY},
        "corridors": PLACE,
        "gap": {"challenge": LONG},
        "approach": {"approach": LONG, "requirements": LONG, "partners": "City of Jena\r\n\r\n Qendra \r\n"},
        "results": {
            "results": LONG,
            "indicators-0-indicator": "Started",
            "indicators-0-value": "30",
            "evaluation_type": "external",
            "evaluation_url": "https://example.org/evaluation",
        },
        "lessons": {"lessons": LONG},
        "adapted": {},
        "facts": {"start_year": "2019", "end_status": "year", "end_year": "2023", "cost_band": "under_500"},
        "files": {"licence": "CC BY 4.0", "source_url": "https://example.org"},
    },
    Kind.OFFERING: {
        "glance": {"summary": LONG},
        "corridors": PLACE | {"delivery": ["online"]},
        "conditions": {
            "eligibility": LONG,
            "age_min": "18",
            "age_max": "35",
            "cost": "paid",
            "cost_amount": "25.50",
            "cost_currency": "EUR",
        },
        "practical": {
            "schedule-MO_opens": "09:00",
            "schedule-MO_closes": "17:00",
            "time_zone": "Europe/Tirane",
            "valid_from": "2026-01-01",
            "valid_to": "2026-12-31",
        },
        "files": {},
    },
    Kind.NEED: {
        "glance": {"sought": LONG, "side_sought": "destination", "by_when": "2027-03-01"},
        "corridors": PLACE,
        "files": {},
    },
    Kind.DOCUMENT: {
        "glance": {"summary": LONG, "document_kind": "handbook"},
        "subject": PLACE | {"country": ["AL", "XK"]},
        "edition": {"authors": "A. Author\nB. Author", "year": "2020", "url": "https://example.org/book"},
        "files": {},
    },
}


@pytest.fixture
def owner(app: Flask) -> User:
    person = make_user()
    make_organisation(person)
    return person


@pytest.fixture
def browser(app: Flask, owner: User) -> Browser:
    return Browser(app).sign_in(owner)


def start(browser: Browser, kind: Kind) -> str:
    browser.submit(f"/workspace/records/new?kind={kind}", title="A title for it", language="en")
    return browser.page.location.rsplit("/edit/", 1)[0]


def revision_at(address: str) -> Revision:
    db.session.rollback()
    resource = db.session.get_one(Resource, address.rsplit("/", 1)[1])
    return resource.latest_revision


def autosave(browser: Browser, path: str, **values: Any) -> Any:
    """What the script on the page does: the whole form by fetch."""
    fields = browser.get(path).form().filled(values)
    return browser.client.post(path, data=fields, headers=AUTOSAVE)


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


# what is no choice cannot be shown as chosen
CHOSEN = {"language", "side_sought", "corridors-0-origin", "cost_band", "document_kind"}
BAD: list[tuple[Kind, str, str, str, Any]] = [
    (Kind.NEED, "glance", "title", "title", "abc"),
    (Kind.NEED, "glance", "title", "title", "x" * 151),
    (Kind.NEED, "glance", "title", "title", "bell\x07 and whistle"),
    (Kind.NEED, "glance", "title", "title", "two\nlines of it"),
    (Kind.NEED, "glance", "brings", "brings", "escape\x1b[0m"),
    (Kind.NEED, "glance", "language", "language", "klingon"),
    (Kind.NEED, "glance", "sought", "sought", "x" * 2_001),
    (Kind.NEED, "glance", "side_sought", "side_sought", "left"),
    (Kind.NEED, "glance", "by_when", "by_when", "31.12.2026"),
    (Kind.NEED, "glance", "by_when", "by_when", "2026-02-31"),
    (Kind.NEED, "corridors", "corridors-0-origin", "corridors", "EU"),
    (Kind.NEED, "corridors", "corridors-0-origin", "corridors", "DE"),
    (Kind.NEED, "corridors", "corridors-0-origin", "corridors", ""),
    (Kind.NEED, "corridors", "phase", "phase", ["later"]),
    (Kind.NEED, "corridors", "booster", "booster", ["rocket"]),
    (Kind.NEED, "corridors", "delivery_language", "delivery_language", ["xx-nothing"]),
    (Kind.NEED, "files", "source_url", "source_url", "javascript:alert(1)"),
    (Kind.NEED, "files", "source_url", "source_url", "https://exa mple.org"),
    (Kind.NEED, "files", "source_url", "source_url", "http://[::1"),
    (Kind.CASE_STUDY, "glance", "summary", "summary", "x" * 20_001),
    (Kind.CASE_STUDY, "results", "indicators-0-value", "indicators", ""),
    (Kind.CASE_STUDY, "results", "indicators-0-unit", "indicators", "x" * 400),
    (Kind.CASE_STUDY, "approach", "partners", "partners", "x" * 201),
    (Kind.CASE_STUDY, "approach", "partners", "partners", "\n".join(f"Partner {n}" for n in range(40))),
    (Kind.CASE_STUDY, "facts", "start_year", "start_year", "last year"),
    (Kind.CASE_STUDY, "facts", "start_year", "start_year", "1066"),
    (Kind.CASE_STUDY, "facts", "start_year", "start_year", "9" * 30),
    (Kind.CASE_STUDY, "facts", "end_year", "end_year", "2001"),
    (Kind.CASE_STUDY, "facts", "cost_band", "cost_band", "priceless"),
    (Kind.OFFERING, "conditions", "age_min", "age_min", "-1"),
    (Kind.OFFERING, "conditions", "age_max", "age_max", "12"),
    (Kind.OFFERING, "conditions", "cost_amount", "cost_amount", "a lot"),
    (Kind.OFFERING, "conditions", "cost_currency", "cost_currency", "GLD"),
    (Kind.OFFERING, "practical", "schedule-MO_opens", "schedule", "25:00"),
    (Kind.OFFERING, "practical", "schedule-MO_opens", "schedule", "18:00"),
    (Kind.OFFERING, "practical", "schedule-MO_closes", "schedule", ""),
    (Kind.OFFERING, "practical", "time_zone", "time_zone", "Middle-Earth/Shire"),
    (Kind.OFFERING, "practical", "valid_to", "valid_to", "2025-01-01"),
    (Kind.DOCUMENT, "glance", "document_kind", "document_kind", "scroll"),
    (Kind.DOCUMENT, "subject", "country", "country", ["ZZ"]),
    (Kind.DOCUMENT, "edition", "year", "year", "MMXX"),
    (Kind.DOCUMENT, "edition", "pages", "pages", "2.5"),
]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_wrong_answer_is_named_kept_in_the_page_and_not_stored(browser: Browser, kind: Kind) -> None:
    address = start(browser, kind)
    for slug, name, field, value in (case[1:] for case in BAD if case[0] is kind):
        before = _stored(revision_at(address), field)
        page = browser.submit(f"{address}/edit/{slug}", 422, **(FILLED[kind][slug] | {name: value}))
        assert f'href="#{field}' in page.html, f"{field}: {value!r}"
        assert _stored(revision_at(address), field) == before, f"{field}: {value!r}"
        if not isinstance(value, list) and name not in CHOSEN:
            assert page.form().values(name) == [value]


def _stored(revision: Any, field: str) -> Any:
    if field == "corridors":
        return revision.pairs
    if field == "partners":
        return [partner.name for partner in revision.partners]
    return getattr(revision, field, None) or revision.slugs(field)


def test_right_answers_are_saved_beside_a_wrong_one(browser: Browser) -> None:
    address = start(browser, Kind.NEED)
    page = browser.submit(f"{address}/edit/glance", 422, sought="x" * 2_001, brings="A classroom.")
    revision: Any = revision_at(address)
    assert (revision.brings, revision.sought) == ("A classroom.", "")
    browser.submit(None, sought="A school in Germany.")  # the same page, corrected, is not stale
    assert page.has_error
    assert revision_at(address).sought == "A school in Germany."  # type: ignore[attr-defined]


def test_one_main_kind_of_help_must_be_named_among_several(browser: Browser) -> None:
    address = start(browser, Kind.NEED)
    browser.submit(f"{address}/edit/corridors", 422, **(PLACE | {"main_booster": ""}))
    revision = revision_at(address)
    assert revision.slugs("booster") == []
    assert revision.pairs == [("AL", "DE")]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("AL", "DE"), ("AL", "DE")], "twice"),
        ([("any", "any"), ("AL", "DE")], "includes the others"),
        ([("AL", "AL")], "two different countries"),
    ],
)
def test_corridors_that_contradict_each_other_are_refused(
    browser: Browser, rows: list[tuple[str, str]], message: str
) -> None:
    address = start(browser, Kind.NEED)
    fields = {f"corridors-{n}-{side}": code for n, row in enumerate(rows)
              for side, code in zip(("origin", "destination"), row, strict=True)}  # fmt: skip
    page = browser.submit(f"{address}/edit/corridors", 422, **fields)
    assert message in page.text


def test_any_country_is_an_answer_and_rows_are_added_without_script(browser: Browser) -> None:
    address = start(browser, Kind.NEED)
    path = f"{address}/edit/corridors"
    page = browser.submit(
        path,
        200,
        button=("add", "corridors"),
        **{"corridors-0-origin": "any", "corridors-0-destination": "DE"},
    )
    assert page.form().values("corridors-0-destination") == ["DE"]
    browser.submit(None, **{"corridors-1-origin": "PH", "corridors-1-destination": "DE"})
    assert revision_at(address).pairs == [(None, "DE"), ("PH", "DE")]


def test_autosave_stores_and_answers_with_the_new_version(browser: Browser) -> None:
    address = start(browser, Kind.NEED)
    path = f"{address}/edit/glance"
    answer = autosave(browser, path, brings="A classroom.")
    assert answer.status_code == 200
    assert set(answer.get_json()) >= {"saved_at", "version_id"}
    assert answer.headers["X-Version"].startswith(f"{answer.get_json()['version_id']}.")
    assert revision_at(address).brings == "A classroom."  # type: ignore[attr-defined]


def test_autosave_tells_what_is_wrong_and_stores_the_rest(browser: Browser) -> None:
    address = start(browser, Kind.NEED)
    answer = autosave(browser, f"{address}/edit/glance", brings="A classroom.", by_when="soon")
    assert answer.status_code == 422
    assert set(answer.get_json()["messages"]) == {"by_when"}
    assert revision_at(address).brings == "A classroom."  # type: ignore[attr-defined]


def conflict(browser: Browser, owner: User) -> tuple[str, str]:
    """A page that was opened before somebody else saved it."""
    address = start(browser, Kind.NEED)
    path = f"{address}/edit/glance"
    browser.get(path)
    save_draft(revision_at(address), owner, {"sought": "Theirs, saved first.", "brings": "Same"})
    return address, path


def test_a_stale_form_shows_both_versions_and_stores_nothing(browser: Browser, owner: User) -> None:
    address, _path = conflict(browser, owner)
    page = browser.submit(None, 409, sought="Mine, typed meanwhile.", brings="Same")
    assert "Theirs, saved first." in page.text
    assert "Mine, typed meanwhile." in page.text
    assert "keep-brings-mine" not in page.html
    assert revision_at(address).sought == "Theirs, saved first."  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("choice", "stored"), [("mine", "Mine, typed meanwhile."), ("theirs", "Theirs, saved first.")]
)
def test_the_choice_between_two_versions_is_carried_out(
    browser: Browser, owner: User, choice: str, stored: str
) -> None:
    address, _path = conflict(browser, owner)
    browser.submit(None, 409, sought="Mine, typed meanwhile.", brings="Both mine")
    browser.submit(None, **{"keep-sought": choice, "keep-brings": "mine"})
    revision: Any = revision_at(address)
    assert (revision.sought, revision.brings) == (stored, "Both mine")


def test_a_wrong_answer_of_mine_survives_a_conflict(browser: Browser, owner: User) -> None:
    _address, _path = conflict(browser, owner)
    browser.submit(None, 409, sought="Mine", by_when="someday")
    page = browser.submit(
        None, 422, **{"keep-sought": "theirs", "keep-by_when": "mine", "keep-brings": "mine"}
    )
    assert page.form().values("by_when") == ["someday"]
    assert page.form().values("sought") == ["Theirs, saved first."]


def test_a_stale_autosave_is_told_so(browser: Browser, owner: User) -> None:
    address, path = conflict(browser, owner)
    fields = browser.page.form().filled({"sought": "Mine"})
    assert browser.client.post(path, data=fields, headers=AUTOSAVE).status_code == 409
    assert revision_at(address).sought == "Theirs, saved first."  # type: ignore[attr-defined]


def test_two_people_on_two_pages_are_not_in_each_others_way(browser: Browser, owner: User) -> None:
    address = start(browser, Kind.NEED)
    browser.get(f"{address}/edit/glance")
    save_draft(revision_at(address), owner, {"licence": "CC BY 4.0"})
    browser.submit(None, brings="A classroom.")
    revision: Any = revision_at(address)
    assert (revision.brings, revision.licence) == ("A classroom.", "CC BY 4.0")


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
