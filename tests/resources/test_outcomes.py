"""How needs end: closed by their people with an outcome, or by the clock after a warning."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from marketplace import events, outbox
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.outbox import OutboxJob
from marketplace.providers.models import Organisation
from marketplace.resources import need_clock, operations
from marketplace.resources.models import Kind, NeedOutcome, Resource, Revision, State
from tests.browsing import Browser
from tests.factories import make_organisation, make_record, make_user

CLOSE = "/workspace/records/{}/close"


@pytest.fixture
def owner(app: Flask) -> User:
    return make_user("Owner Person", email="owner@example.org")


@pytest.fixture
def provider(owner: User) -> Organisation:
    return make_organisation(owner, verified=True)


def public_need(provider: Organisation, **answers: object) -> Resource:
    return make_record(Kind.NEED, provider, state=State.PUBLISHED, **answers).resource


def close(browser: Browser, need: Resource, **fields: str) -> None:
    browser.get(CLOSE.format(need.id))
    browser.submit(action="/close", **fields)


def mails() -> list[tuple[str, str]]:
    jobs = db.session.scalars(select(OutboxJob).filter_by(topic="mail").order_by(OutboxJob.id))
    return [(job.payload["to"], job.payload["subject"]) for job in jobs]


def test_need_is_not_archived_without_an_outcome(app: Flask, owner: User, provider: Organisation) -> None:
    need = public_need(provider)
    browser = Browser(app)
    browser.sign_in(owner)
    browser.get(CLOSE.format(need.id))
    address = f"/workspace/records/{need.id}/archive"
    answer = browser.post(address, browser.page.form("/close").filled({"reason": "No more."}), status=409)
    assert "Choose how your search ended." in answer.text
    db.session.expire_all()
    assert need.live_revision is not None
    assert browser.get(address, status=303).location == CLOSE.format(need.id)


def test_need_met_here_says_so_on_its_old_page(app: Flask, owner: User, provider: Organisation) -> None:
    need = public_need(provider)
    offer = make_record(state=State.PUBLISHED, title="Evening school").resource
    browser = Browser(app)
    browser.sign_in(owner)
    assert CLOSE.format(need.id) in browser.get(f"/workspace/records/{need.id}").links
    close(browser, need, outcome="found_here", found=f"http://localhost/library/{offer.id}/evening-school")
    shown = browser.get(f"/workspace/records/{need.id}").text
    assert "This need was met: what was looked for was found here. Evening school" in shown
    assert "Found here" in browser.get("/workspace").text
    assert "This need was met" in Browser(app).get(f"/library/{need.id}/{need.slug}", status=410).text
    closing = db.session.scalars(select(NeedOutcome)).one()
    assert (closing.outcome, closing.found_resource_id) == ("found_here", offer.id)


def test_closed_need_can_be_stated_again(app: Flask, owner: User, provider: Organisation) -> None:
    need = public_need(provider)
    browser = Browser(app)
    browser.sign_in(owner)
    close(browser, need, outcome="withdrawn", note="The project is over.")
    page = browser.get(f"/workspace/records/{need.id}")
    assert "The project is over." in page.text
    browser.post(f"/workspace/records/{need.id}/restore", page.form("/restore").filled({}))
    again = db.session.get_one(Resource, need.id).latest_revision
    assert (again.number, again.state, again.title) == (2, "draft", need.latest_revision.title)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose how your search ended."),
        ({"outcome": "expired"}, "Choose how your search ended."),
        ({"outcome": "found_here", "found": "Nobody knows"}, "write the name of the provider exactly"),
        ({"outcome": "found_elsewhere", "found": "Nobody"}, "Leave this empty"),
        ({"outcome": "withdrawn", "note": "x" * 1001}, "at most 1,000 characters"),
    ],
)
def test_wrong_answers_change_nothing(
    app: Flask, owner: User, provider: Organisation, fields: dict[str, str], message: str
) -> None:
    need = public_need(provider)
    browser = Browser(app)
    browser.sign_in(owner)
    form = browser.get(CLOSE.format(need.id)).form("/close")
    assert message in browser.post(CLOSE.format(need.id), form.filled(fields), status=422).text
    assert db.session.get_one(Resource, need.id).live_revision is not None


def test_only_public_needs_of_ones_own_can_be_closed(app: Flask, owner: User, provider: Organisation) -> None:
    need, offer = public_need(provider), make_record(Kind.OFFERING, provider, state=State.PUBLISHED).resource
    browser, stranger = Browser(app), Browser(app)
    browser.sign_in(owner)
    stranger.sign_in(make_user())
    stranger.get(CLOSE.format(need.id), status=404)
    browser.get(CLOSE.format(offer.id), status=409)
    close(browser, need, outcome="found_elsewhere")
    browser.get(CLOSE.format(need.id), status=409)


def test_need_expires_after_a_warning(app: Flask, provider: Organisation) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        need = public_need(provider)
        db.session.query(OutboxJob).delete()
        db.session.commit()
        clock.shift(timedelta(days=52))
        need_clock.go_round()
        assert mails() == []
        clock.shift(timedelta(days=1))
        for _ in range(2):
            need_clock.go_round()
        assert mails() == [("owner@example.org", "Do you still look for it? Your need expires soon")]
        clock.shift(timedelta(days=7, seconds=-1))
        need_clock.go_round()
        assert db.session.get_one(Resource, need.id).live_revision is not None
        clock.shift(timedelta(seconds=1))
        for _ in range(2):
            need_clock.go_round()
    assert db.session.get_one(Resource, need.id).live_revision is None
    assert db.session.scalars(select(NeedOutcome.outcome)).all() == ["expired"]
    assert mails()[1:] == [("owner@example.org", "Your need has expired")]
    last = events.history("resource", need.id)[-1]
    assert (last.action, last.actor_id, last.to_state) == ("expire", None, "archived")
    assert "This need has expired" in Browser(app).get(f"/library/{need.id}/{need.slug}", status=410).text


def test_confirming_gives_sixty_days_more(app: Flask, owner: User, provider: Organisation) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        need = public_need(provider)
        clock.shift(timedelta(days=55))
        need_clock.go_round()
        operations.confirm(db.session.get_one(Resource, need.id), db.session.get_one(User, owner.id))
        clock.shift(timedelta(days=52))
        need_clock.go_round()
        resource = db.session.get_one(Resource, need.id)
        assert need_clock.expires_at(resource) == utc_now() + timedelta(days=8)
        assert not need_clock.is_about_to_expire(resource)
        clock.shift(timedelta(days=9))
        need_clock.go_round()  # the warning comes late, and still gives a week
        assert db.session.get_one(Resource, need.id).live_revision is not None
        clock.shift(timedelta(days=7))
        need_clock.go_round()
        assert db.session.get_one(Resource, need.id).live_revision is None


def test_need_expires_with_the_day_it_is_needed_by(app: Flask, owner: User, provider: Organisation) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        by_when = (utc_now() + timedelta(days=20)).date()
        need = public_need(provider, by_when=by_when)
        end = need_clock.expires_at(db.session.get_one(Resource, need.id))
        assert end is not None
        assert end.date() == by_when + timedelta(days=1)
        clock.shift(timedelta(days=15))
        need_clock.go_round()
        operations.confirm(db.session.get_one(Resource, need.id), db.session.get_one(User, owner.id))
        assert need_clock.expires_at(db.session.get_one(Resource, need.id)) == utc_now() + timedelta(days=60)


def test_page_promises_only_what_a_confirmation_does(app: Flask, owner: User, provider: Organisation) -> None:
    """Weeks before the day it is needed by, a confirmation does not move the end."""
    with time_machine.travel(datetime(2026, 11, 2, 12, tzinfo=UTC), tick=False) as clock:
        need = public_need(provider, by_when=date(2026, 11, 30))
        address = f"/workspace/records/{need.id}"
        browser = Browser(app).sign_in(owner)
        page = browser.get(address)
        assert "It expires on 1 Dec 2026. " in page.text
        assert "If you confirm it" not in page.text
        clock.move_to(datetime(2026, 11, 26, 12, tzinfo=UTC))
        browser.sign_in(owner)
        page = browser.get(address)
        assert "If you confirm it now, it stays until 25 Jan 2027." in page.text
        browser.submit(action="/confirm")
        assert "It expires on 25 Jan 2027. " in browser.get(address).text


def test_worker_goes_round_and_others_stay(app: Flask, provider: Organisation) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        offer = make_record(Kind.OFFERING, provider, state=State.PUBLISHED).resource
        public_need(provider)
        clock.shift(timedelta(days=53))
        need_clock._rounds = need_clock.Rounds()
        need_clock.when_due(True)
        assert len([one for one in mails() if "expires soon" in one[1]]) == 0
        need_clock.when_due(False)
        need_clock.when_due(False)
        assert len([one for one in mails() if "expires soon" in one[1]]) == 1
        clock.shift(timedelta(days=100))
        need_clock.go_round()
    outbox.drain()
    assert db.session.get_one(Resource, offer.id).live_revision is not None


def test_new_need_begins_with_the_gap_it_comes_from(app: Flask, owner: User, provider: Organisation) -> None:
    browser = Browser(app)
    browser.sign_in(owner)
    address = "/workspace/records/new?kind=need&origin=AL&destination=DE&booster=job_matching"
    assert any(address.split("/")[-1] in link for link in browser.get("/corridors/AL-DE").links)
    form = browser.get(address).form()
    browser.post(address, form.filled({"title": "We look for a job centre"}))
    made = db.session.scalars(select(Revision)).one()
    assert (made.pairs, made.slugs("booster")) == ([("AL", "DE")], ["job_matching"])
    wrong = "/workspace/records/new?kind=need&origin=AL&destination=AL&booster=nothing"
    browser.post(wrong, browser.get(wrong).form().filled({"title": "We look for a school"}))
    other = db.session.scalars(select(Revision).where(Revision.id != made.id)).one()
    assert (other.pairs, other.terms) == ([], [])
