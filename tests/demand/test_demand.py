"""Missing services: reported by visitors, looked at by moderators, counted where gaps are shown."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from marketplace import events, outbox
from marketplace.accounts.models import SiteRole, User
from marketplace.database import db, utc_now
from marketplace.demand import operations
from marketplace.demand.models import DemandReport
from marketplace.errors import Conflict, NotAllowed
from marketplace.extensions import limiter
from marketplace.resources.models import State
from tests.browsing import Browser
from tests.factories import make_record, make_user

MISSING = "/corridors/AL-DE/missing"
TEXT = "Nobody helps with the recognition of a nursing diploma before leaving."


@pytest.fixture
def moderator(app: Flask) -> User:
    return make_user("Mira Moderator", roles=[SiteRole.MODERATOR])


@pytest.fixture
def limits(app: Flask) -> Iterator[None]:
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    yield
    limiter.enabled = False


def report(pair: tuple[str, str] = ("AL", "DE"), **answers: str) -> DemandReport:
    return operations.report(pair, {"booster": "skills_recognition", "text": TEXT} | answers)


def accept(moderator: User, *reports: DemandReport) -> None:
    for one in reports:
        operations.decide(one, moderator, "accepted")


def rows(browser: Browser, query: str = "") -> dict[str, int]:
    """Demand by pair in the programming interface, after it was compared with spreadsheet and page."""
    found = browser.client.get(f"/api/v1/coverage{query}").json["corridors"]
    demand = {f"{row['origin']}-{row['destination']}": row["demand"] for row in found}
    lines = csv.DictReader(io.StringIO(browser.client.get(f"/coverage.csv{query}").text))
    assert {f"{one['origin']}-{one['destination']}": int(one["demand"]) for one in lines} == demand
    marks = browser.get(f"/coverage{query}").html.count('class="cell-demand"')
    assert marks == sum(number > 0 for number in demand.values())
    for row in found:
        assert sum(row["demand_by_booster"].values()) == row["demand"]
    return demand


def test_visitor_reports_and_moderator_lets_it_count(app: Flask, moderator: User) -> None:
    make_record(state=State.PUBLISHED)
    outbox.drain()
    visitor, judge = Browser(app), Browser(app).sign_in(moderator)
    assert MISSING in visitor.get("/corridors/AL-DE").links
    page = visitor.get(f"{MISSING}?booster=skills_recognition")
    assert page.form().values("booster") == ["skills_recognition"]
    visitor.submit(text=TEXT, phase="pre_departure")
    assert "A moderator looks at your report" in visitor.follow().text
    assert rows(visitor) == {"AL-DE": 0}
    [found] = db.session.scalars(select(DemandReport))
    place = f"/admin/missing/{found.id}"
    assert place in judge.get("/admin/missing").links
    assert TEXT in judge.get(place).text
    judge.submit(button=("decision", "accepted"))
    assert rows(visitor) == {"AL-DE": 1}
    shown = visitor.get("/corridors/AL-DE").text
    assert "1 visitor missed this here" in shown
    assert TEXT not in shown
    actions = [(one.action, one.actor_id) for one in events.history("demand_report", found.id)]
    assert actions == [("missing_reported", None), ("missing_accepted", moderator.id)]


def test_demand_is_narrowed_and_shows_pairs_that_nobody_names(app: Flask, moderator: User) -> None:
    make_record(state=State.PUBLISHED)
    accept(
        moderator,
        report(),
        report(booster="job_matching", target_group="women"),
        report(("AF", "PT"), target_group="women"),
    )
    outbox.drain()
    browser = Browser(app)
    assert rows(browser) == {"AF-PT": 1, "AL-DE": 2}
    assert rows(browser, "?booster=job_matching") == {"AL-DE": 1}
    assert rows(browser, "?target=women") == {"AF-PT": 1, "AL-DE": 1}
    alone = browser.client.get("/api/v1/corridors/AF-PT").json
    assert (alone["state"], alone["demand_by_booster"]) == ("empty", {"skills_recognition": 1})
    assert "2 visitors missed some help here" in browser.get("/corridors/AL-DE").text


def test_accepted_reports_count_for_a_year(app: Flask, moderator: User) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        accept(moderator, report())
        clock.shift(timedelta(days=365))
        assert rows(Browser(app)) == {"AL-DE": 1}
        clock.shift(timedelta(days=1))
        assert rows(Browser(app)) == {}
        report(("AF", "PT"))
        assert [one.origin for one in db.session.scalars(select(DemandReport))] == ["AF"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"booster": ""}, "Choose the kind of help"),
        ({"booster": "magic"}, "Choose one of these"),
        ({"language": "klingon"}, "Choose one of these"),
        ({"text": " "}, "Say in a few words"),
        ({"text": "x" * 501}, "at most 500 characters"),
        ({"text": "Write to ana@example.org"}, "Leave out addresses"),
        ({"text": "Call +49 (0)30 12 34 56"}, "Leave out addresses"),
        ({"text": "به ۰۹۱۲۳۴۵۶۷ زنگ بزنید"}, "Leave out addresses"),
    ],
)
def test_bad_reports_come_back_with_what_was_typed(app: Flask, fields: dict[str, str], message: str) -> None:
    browser = Browser(app)
    filled = {"booster": "job_matching", "text": TEXT} | fields
    page = browser.submit(MISSING, 422, **filled)
    assert message in page.text
    assert page.form().values("text") == [filled["text"].strip() or filled["text"]]
    assert db.session.scalar(select(DemandReport)) is None


def test_programs_are_thanked_and_nothing_is_kept(app: Flask) -> None:
    Browser(app).submit(MISSING, booster="job_matching", text=TEXT, website="https://spam.example")
    assert db.session.scalar(select(DemandReport)) is None


def test_one_address_reports_five_times_an_hour(app: Flask, limits: None) -> None:
    browser = Browser(app)
    for _ in range(5):
        browser.submit(MISSING, booster="job_matching", text=TEXT)
    assert "Too many tries" in browser.submit(MISSING, 429, booster="job_matching", text=TEXT).text


def test_rejecting_asks_for_a_reason_and_is_final(app: Flask, moderator: User) -> None:
    found = report()
    browser = Browser(app).sign_in(moderator)
    place = f"/admin/missing/{found.id}"
    assert "Write a reason" in browser.submit(place, 422, button=("decision", "rejected")).text
    browser.submit(place, reason="This is an advertisement.", button=("decision", "rejected"))
    assert rows(browser) == {}
    assert "Nothing waits here" in browser.get("/admin/missing").text
    assert "This is an advertisement." in browser.get(place).text
    with pytest.raises(Conflict):
        accept(moderator, db.session.get_one(DemandReport, found.id))


def test_only_moderators_see_and_decide(app: Flask) -> None:
    found, member = report(), make_user()
    with pytest.raises(NotAllowed):
        accept(member, found)
    browser = Browser(app).sign_in(member)
    browser.get("/admin/missing", 403)
    browser.get(f"/admin/missing/{found.id}", 403)


def test_wrong_corridors_are_refused(app: Flask) -> None:
    browser = Browser(app)
    browser.get("/corridors/AL-XX/missing", 404)
    browser.get("/corridors/AL-AL/missing", 400)


def test_empty_search_of_one_corridor_leads_to_the_report(app: Flask) -> None:
    browser = Browser(app)
    links = browser.get("/library?q=zzzz&origin=AL&destination=DE&booster=job_matching").links
    assert f"{MISSING}?booster=job_matching" in links
    assert not any("/missing" in link for link in browser.get("/library?q=zzzz&origin=AL").links)
