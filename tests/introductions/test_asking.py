"""Who may ask whom, how often, and what a request may say: nothing is changed, what was typed is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from flask import Flask, current_app

from marketplace import outbox
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid
from marketplace.handovers import operations as handovers
from marketplace.introductions import operations, safety
from marketplace.introductions.lifecycle import Action
from marketplace.introductions.models import Introduction
from marketplace.providers import operations as providers
from marketplace.providers import verification
from marketplace.resources.lifecycle import Action as RecordAction
from marketplace.resources.models import Resource
from marketplace.resources.moves import move
from marketplace.transaction import transaction
from tests.browsing import Browser
from tests.factories import make_organisation, make_user
from tests.introductions.sides import TEXT, Side, make_introduction, make_side


def count() -> int:
    return len(db.session.scalars(db.select(Introduction)).all())


def archive(origin: Side, destination: Side) -> None:
    live = db.session.get_one(Resource, destination.record).live_revision
    assert live is not None
    move(live, RecordAction.ARCHIVE, destination.owner, reason="It has ended.")


def suspend(origin: Side, destination: Side) -> None:
    verification.suspend(destination.organisation, make_user(roles=["admin"]), "Nobody answers.")


def block(origin: Side, destination: Side) -> None:
    made = make_introduction(destination, origin)
    safety.block(made, destination.owner)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (archive, "This record is no longer in the library"),
        (suspend, "This provider is not shown at present"),
        (block, "An introduction between these two organisations is not possible"),
    ],
)
def test_whom_one_cannot_ask_any_more_is_told_with_the_words_kept(
    app: Flask, origin: Side, destination: Side, spoil: Callable[[Side, Side], None], message: str
) -> None:
    browser = Browser(app).sign_in(origin.editor)
    browser.get(f"/providers/{destination.organisation.slug}/introduction?record={destination.record}")
    spoil(origin, destination)
    before = count()
    browser.submit(status=422, text=TEXT)
    assert message in browser.page.text
    assert browser.page.form("").values("text") == [TEXT]
    assert count() == before


def test_bad_message_is_refused_and_kept(app: Flask, origin: Side, destination: Side) -> None:
    browser = Browser(app).sign_in(origin.editor)
    address = f"/providers/{destination.organisation.slug}/introduction"
    for text in ("", "   ", "Too short.", "x" * 19, "x" * 3_001, "A bell \x07 in the middle."):
        browser.submit(address, 422, text=text)
        assert browser.page.has_error, text
        assert count() == 0, text


@pytest.mark.parametrize("length", [20, 3_000])
def test_message_of_allowed_length_is_sent(origin: Side, destination: Side, length: int) -> None:
    operations.ask(origin.editor, destination.organisation, {"text": "x" * length})
    assert count() == 1


def test_own_organisation_cannot_be_asked(app: Flask, origin: Side) -> None:
    with pytest.raises(Invalid, match="your own"):
        operations.ask(origin.owner, origin.organisation, {"text": TEXT})


def test_listed_organisation_offers_its_website(app: Flask, origin: Side) -> None:
    answers = {
        "name": "Listed Ones",
        "kinds": ["ngo"],
        "side": "destination",
        "countries": ["DE"],
        "source_url": "https://source.example/list",
    }
    answers["website"] = "https://listed.example"
    listed = providers.list_organisation(make_user(roles=["admin"]), answers)
    browser = Browser(app).sign_in(origin.owner)
    browser.get(f"/providers/{listed.slug}/introduction")
    assert "nobody could answer" in browser.page.text
    assert "https://listed.example" in browser.page.links
    assert "nobody could answer" in browser.get(f"/providers/{listed.slug}").text


def test_people_without_organisation_are_told_what_they_need(
    app: Flask, destination: Side, origin: Side
) -> None:
    for person in (make_user(), origin.viewer):
        browser = Browser(app).sign_in(person)
        browser.get(f"/providers/{destination.organisation.slug}/introduction")
        assert "Only organisations ask for introductions" in browser.page.text


def test_with_several_organisations_one_is_picked(app: Flask, origin: Side, destination: Side) -> None:
    other = make_organisation(origin.owner, name="Another House")
    browser = Browser(app).sign_in(origin.owner)
    address = f"/providers/{destination.organisation.slug}/introduction"
    browser.submit(address, 422, text=TEXT, organisation="")
    assert "Choose the organisation in whose name you ask" in browser.page.text
    browser.submit(address, organisation=other.id, text=TEXT)
    assert db.session.scalars(db.select(Introduction)).one().asker_id == other.id


def test_second_request_to_the_same_waits_for_the_answer(origin: Side, destination: Side) -> None:
    made = make_introduction(origin, destination)
    with pytest.raises(Invalid, match="already"):
        make_introduction(origin, destination)
    operations.move(made, Action.WITHDRAW, origin.owner)
    make_introduction(origin, destination)


def test_limit_of_a_day_is_of_the_organisation_and_ends(app: Flask, origin: Side, destination: Side) -> None:
    current_app.config["INTRODUCTIONS_PER_DAY"] = 1
    with time_machine.travel(utc_now(), tick=False) as clock:
        make_introduction(origin, destination)
        other = make_side("Andere Leute", "destination", "DE")
        browser = Browser(app).sign_in(origin.owner)
        browser.submit(f"/providers/{other.organisation.slug}/introduction", 429, text=TEXT)
        assert "1 introduction a day" in browser.page.text
        assert browser.page.form("").values("text") == [TEXT]
        clock.shift(24 * 3600 + 1)
        operations.ask(origin.owner, other.organisation, {"text": TEXT})


def test_block_leaves_each_out_of_the_counterparts_of_the_other(
    app: Flask, origin: Side, destination: Side
) -> None:
    outbox.drain()
    browser = Browser(app)
    pages = {
        f"/providers/{origin.organisation.slug}/counterparts": "Mentoren Köln",
        f"/providers/{destination.organisation.slug}/counterparts": "Shkolla Tirana",
    }
    for page, name in pages.items():
        assert name in browser.get(page).text
    made = make_introduction(origin, destination)
    member = Browser(app).sign_in(destination.owner)
    member.submit(f"/workspace/introductions/{made.id}", action="/block")
    for page, name in pages.items():
        assert name not in browser.get(page).text
    member.get(f"/workspace/introductions/{made.id}")
    assert [form.action for form in member.page.forms if "/accept" in form.action] == []
    with pytest.raises(Invalid):
        make_introduction(destination, origin)
    member.submit("/workspace/introductions", action="/delete")
    for page, name in pages.items():
        assert name in browser.get(page).text


def test_counterpart_that_nobody_runs_is_written_to_through_its_website(
    app: Flask, origin: Side, destination: Side
) -> None:
    with transaction():
        destination.organisation.claimed_at = None
        destination.organisation.website = "https://mentoren.example"
    outbox.drain()
    page = Browser(app).get(f"/library/{origin.record}/counterparts")
    assert "https://mentoren.example" in page.links
    assert [link for link in page.links if "/introduction?" in link] == []


@pytest.mark.parametrize("blocker", ["origin", "destination"])
def test_block_keeps_hand_overs_away_both_ways(
    app: Flask, origin: Side, destination: Side, blocker: str
) -> None:
    own, other = (db.session.get_one(Resource, side.record) for side in (origin, destination))
    proposed = handovers.propose(own, other, origin.editor, "before", {"gives": ["contact"]})
    made = make_introduction(destination, origin)
    safety.block(made, (origin if blocker == "origin" else destination).owner)
    with pytest.raises(Conflict, match="hand-over between these two organisations is not possible"):
        handovers.accept(proposed, destination.editor)
    handovers.withdraw(proposed, origin.editor)
    for one, two, person, side in ((own, other, origin, "before"), (other, own, destination, "after")):
        with pytest.raises(Invalid) as refused:
            handovers.propose(one, two, person.editor, side, {"gives": ["contact"]})
        assert refused.value.fields == {
            "other": ["A hand-over between these two organisations is not possible."]
        }
