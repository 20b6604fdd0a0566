"""What time does: the second contact, the end, the median of answers; and reports to moderators."""

from __future__ import annotations

import pytest
import time_machine
from flask import Flask, current_app

from marketplace import events, outbox
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid
from marketplace.introductions import operations, safety_queries
from marketplace.introductions.lifecycle import Action
from marketplace.introductions.models import Introduction, IntroductionReport
from tests.browsing import Browser
from tests.factories import make_user
from tests.introductions.sides import TEXT, Side, make_introduction
from tests.mailbox import Mail, sent_mails

DAYS = 24 * 3600


def mails_about_it(to: str | None) -> list[Mail]:
    return [mail for mail in sent_mails(to) if "introduction" in mail.subject]


def test_unanswered_goes_to_the_second_contact_then_expires(
    app: Flask, origin: Side, destination: Side
) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        made = make_introduction(origin, destination)
        assert len(mails_about_it(destination.owner.email)) == 1
        clock.shift(14 * DAYS - 1)
        assert not mails_about_it(destination.second.email)
        clock.shift(2)
        assert len(mails_about_it(destination.second.email)) == 1
        assert len(mails_about_it(destination.owner.email)) == 1
        clock.shift(13 * DAYS)
        outbox.drain()
        assert db.session.get_one(Introduction, made.id).state == "sent"
        clock.shift(DAYS + 2)
        told = len(mails_about_it(origin.editor.email))
        outbox.drain()
        assert db.session.get_one(Introduction, made.id).state == "expired"
        assert told == 1
        assert "Not answered in time" in mails_about_it(origin.editor.email)[-1].text
    past = [event.action for event in events.history("introduction", made.id)]
    assert past == ["introduction_ask", "introduction_second_contact", "introduction_expire"]


def test_answered_never_expires(app: Flask, origin: Side, destination: Side) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        made = make_introduction(origin, destination)
        operations.move(made, Action.ACCEPT, destination.owner)
        clock.shift(40 * DAYS)
        outbox.drain()
        assert db.session.get_one(Introduction, made.id).state == "accepted"
        assert not mails_about_it(destination.second.email)


def test_answer_time_is_shown_from_five_answers_on(app: Flask, origin: Side, destination: Side) -> None:
    current_app.config["INTRODUCTIONS_PER_DAY"] = 100
    page = f"/providers/{destination.organisation.slug}"
    browser = Browser(app)
    with time_machine.travel(utc_now(), tick=False) as clock:
        for wait in (1, 2, 2.5, 9, 9):
            assert "Half of its answers" not in browser.get(page).text
            made = make_introduction(origin, destination)
            clock.shift(wait * DAYS)
            operations.move(made, Action.DECLINE, destination.owner, "Not this year.")
        assert "Half of its answers came within 3 days." in browser.get(page).text


def test_asking_side_waits_for_an_answer_before_it_writes_again(origin: Side, destination: Side) -> None:
    made = make_introduction(origin, destination)
    with pytest.raises(Conflict):
        operations.write(made, origin.editor, "Have you read it?")
    operations.write(made, destination.owner, "Tell me more.")
    assert made.state == "seen"
    operations.write(made, origin.editor, "Gladly.")
    assert [message.number for message in made.messages] == [1, 2, 3]


def test_many_messages_in_an_hour_are_refused(origin: Side, destination: Side) -> None:
    made = make_introduction(origin, destination)
    operations.move(made, Action.ACCEPT, destination.owner)
    for number in range(20):
        operations.write(made, destination.owner, f"Line {number}")
    with pytest.raises(Invalid, match="in an hour"):
        operations.write(made, destination.owner, "Once more")


def test_report_is_read_by_the_moderator_who_takes_it(app: Flask, origin: Side, destination: Side) -> None:
    made = make_introduction(origin, destination)
    member = Browser(app).sign_in(destination.editor)
    member.submit(f"/workspace/introductions/{made.id}/report", 422, text="")
    member.submit(f"/workspace/introductions/{made.id}/report", text="This is an advertisement.")
    member.submit(f"/workspace/introductions/{made.id}/report", 409, text="Again.")
    report = db.session.scalars(db.select(IntroductionReport)).one()
    moderator = Browser(app).sign_in(make_user(roles=["moderator"]))
    assert "Reported introductions" in moderator.get("/review").text
    moderator.get(f"/review/introductions/{report.id}")
    assert "This is an advertisement." in moderator.page.text
    assert TEXT not in moderator.page.text
    moderator.submit(action="/take")
    assert TEXT in moderator.follow().text
    assert [event.action for event in events.history("introduction_report", report.id)] == ["report_taken"]
    moderator.submit(action="/settle", outcome="We have spoken to them.")
    assert "Nothing waits here" in moderator.follow().text
    moderator.get(f"/review/introductions/{report.id}", 404)
    assert safety_queries.count_reports() == 0


def test_page_does_not_promise_a_second_person(app: Flask, origin: Side, destination: Side) -> None:
    """An organisation may have one owner, who is told again."""
    made = make_introduction(origin, destination)
    page = Browser(app).sign_in(origin.editor).get(f"/workspace/introductions/{made.id}")
    assert "the organisation is told once more, and then it ends." in page.text
