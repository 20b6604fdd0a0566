"""Two organisations over HTTP, from the page of counterparts to an agreement; and what they must not see."""

from __future__ import annotations

from flask import Flask

from marketplace import outbox
from marketplace.database import db
from marketplace.introductions.models import Introduction
from tests.browsing import Browser, Page
from tests.introductions.sides import TEXT, Side, make_introduction
from tests.mailbox import sent_mails


def no_address_in(page: Page, *sides: Side) -> None:
    for side in sides:
        for address in side.addresses:
            assert address not in page.html


def the_one() -> Introduction:
    return db.session.scalars(db.select(Introduction)).one()


def test_two_sides_meet_and_agree(app: Flask, origin: Side, destination: Side) -> None:
    outbox.drain()
    asker, receiver = Browser(app).sign_in(origin.editor), Browser(app).sign_in(destination.owner)
    page = asker.get(f"/library/{origin.record}/counterparts")
    link = next(link for link in page.links if "/introduction?" in link)
    assert f"own={origin.record}" in link
    asker.get(link)
    assert asker.page.form("").values("own_record") == [origin.record]
    no_address_in(asker.page, destination)
    asker.submit(text=TEXT)
    asker.follow()
    assert TEXT in asker.page.text
    no_address_in(asker.page, origin, destination)

    mail = sent_mails(destination.owner.email)[-1]
    assert TEXT not in mail.text + mail.html
    assert not any(address in mail.text + mail.html for address in origin.addresses)
    assert not [m for m in sent_mails(destination.second.email) if "introduction" in m.subject]
    receiver.get("/workspace")
    assert "Shkolla Tirana asks Mentoren Köln for an introduction" in receiver.page.text
    receiver.get(mail.link)
    no_address_in(receiver.page, origin, destination)
    assert the_one().state == "sent"  # to open it changes nothing
    receiver.submit(action="/see")
    receiver.follow()
    receiver.submit(action="/messages", text="Who pays for it?")
    receiver.follow()
    assert "A new message from Mentoren Köln" in asker.get("/workspace").text
    asker.get(f"/workspace/introductions/{the_one().id}")
    asker.submit(action="/messages", text="The hospitals do, never the nurses.")
    no_address_in(asker.follow(), origin, destination)
    receiver.get(mail.link)
    receiver.submit(action="/accept")
    assert origin.editor.email in receiver.follow().html
    assert origin.second.email not in receiver.page.html
    asker.get(f"/workspace/introductions/{the_one().id}")
    assert destination.owner.email in asker.page.html
    assert destination.organisation.contact_email in asker.page.html
    asker.submit(action="/meet")
    asker.follow()
    asker.submit(action="/agree", status=422)
    assert asker.page.has_error
    asker.submit(action="/agree", kind="hand_over")
    assert "Agreed" in asker.follow().text
    assert (the_one().state, the_one().result) == ("agreed", "hand_over")
    for mail in sent_mails():
        for words in (TEXT, "Who pays", "The hospitals do"):
            assert words not in mail.text + mail.html


def test_declined_stays_without_addresses(app: Flask, origin: Side, destination: Side) -> None:
    made = make_introduction(origin, destination)
    receiver = Browser(app).sign_in(destination.editor)
    receiver.get(f"/workspace/introductions/{made.id}")
    receiver.submit(action="/decline", status=422)
    receiver.submit(action="/decline", reason="We have mentors for a year already.")
    no_address_in(receiver.follow(), origin, destination)
    asker = Browser(app).sign_in(origin.owner)
    asker.get(f"/workspace/introductions/{made.id}")
    assert "We have mentors for a year already." in asker.page.text
    no_address_in(asker.page, destination)
    assert "We have mentors" not in "".join(mail.text + mail.html for mail in sent_mails())


def test_two_answers_at_once_the_second_is_told_and_keeps_its_words(
    app: Flask, origin: Side, destination: Side
) -> None:
    made = make_introduction(origin, destination)
    first, second = Browser(app).sign_in(destination.owner), Browser(app).sign_in(destination.second)
    first.get(f"/workspace/introductions/{made.id}")
    second.get(f"/workspace/introductions/{made.id}")
    late, again = second.page, first.page
    first.submit(action="/accept")
    second.page = late
    second.submit(action="/decline", status=409, reason="We are too few this year.")
    assert "It stands at: Accepted." in second.page.text
    assert "We are too few this year." in second.page.text
    assert (the_one().state, the_one().answered_by_id) == ("accepted", destination.owner.id)
    first.page = again
    first.submit(action="/accept", status=409)


def test_others_find_no_introduction(app: Flask, origin: Side, destination: Side) -> None:
    made = make_introduction(origin, destination)
    for person in (origin.viewer, destination.viewer):
        browser = Browser(app).sign_in(person)
        browser.get(f"/workspace/introductions/{made.id}", 404)
        browser.get("/workspace/introductions")
        assert made.id not in browser.page.html


def test_message_typed_after_the_session_ended_comes_back(
    app: Flask, origin: Side, destination: Side
) -> None:
    browser = Browser(app).sign_in(origin.owner)
    address = f"/providers/{destination.organisation.slug}/introduction"
    browser.get(f"{address}?record={destination.record}")
    form = browser.page
    browser.sign_out()
    browser.page = form
    browser.submit(text=TEXT)
    assert browser.page.location.startswith("/account/sign-in")
    browser.get(browser.page.location)
    browser.submit(email=origin.owner.email, password="plum kettle orbit seventeen")
    browser.follow()
    assert browser.page.form("").values("text") == [TEXT]
    assert browser.page.form("").values("record") == [destination.record]
