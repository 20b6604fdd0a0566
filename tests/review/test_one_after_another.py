"""Many submissions in a row: what a reviewer presses, reads and is led to."""

import re

from flask import Flask

from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Revision, State
from marketplace.resources.moves import move
from marketplace.review.queries import conversation
from tests.browsing import Browser
from tests.factories import make_organisation, make_record, make_user


def moderator(app: Flask, name: str = "Mira Moderator") -> Browser:
    return Browser(app).sign_in(make_user(name, roles=["moderator"]))


def submitted(count: int) -> list[Revision]:
    """Records that wait, the longest waiting first."""
    organisation = make_organisation(verified=True)
    titles = (f"Record number {number} of the queue" for number in range(1, count + 1))
    return [make_record(organisation=organisation, title=one, state=State.SUBMITTED) for one in titles]


def address(revision: Revision) -> str:
    return f"/review/{revision.resource_id}"


def test_twenty_records_are_cleared_with_two_presses_each(app: Flask) -> None:
    waiting, browser = submitted(20), moderator(app)
    browser.get(address(waiting[0]))
    for revision in waiting:
        assert browser.page.path == address(revision)
        browser.submit(action="/take")
        assert browser.page.location.endswith("#decision")
        browser.follow()
        browser.submit(action="/publish")
        assert f"“{revision.title}” is published." in browser.follow().text
    assert browser.page.path == "/review"
    assert "Nothing waits here" in browser.page.text
    assert {one.state for one in waiting} == {State.PUBLISHED}


def test_decision_reads_what_it_rests_on_and_no_more(app: Flask, count_statements: list[str]) -> None:
    """Person, record and revisions; under the write lock revision and members again; the next record."""
    first, _ = submitted(2)
    browser = moderator(app)
    for action in ("take", "publish"):
        browser.get(address(first))
        count_statements.clear()
        browser.submit(action=f"/{action}")
    locked = count_statements.index("BEGIN IMMEDIATE")
    before, under = (
        [one for one in some if one.startswith("SELECT")]
        for some in (count_statements[:locked], count_statements[locked:])
    )
    assert (len(before), len(under)) == (3, 3)
    assert "revision.state" in under[0]


def test_what_is_said_is_in_the_language_of_the_page(app: Flask) -> None:
    first, second = submitted(2)
    browser = moderator(app)
    for action in ("take", "publish"):
        browser.submit(f"/fa{address(first)}", action=f"/{action}")
    said = browser.follow().html.partition('role="status"')[2].partition("</div></div>")[0]
    assert browser.page.path == f"/fa{address(second)}"
    assert first.title in said
    assert not re.search(
        r"[A-Za-z]{2}", re.sub(r"<.*?>", "", said.partition(">")[2]).replace(first.title, "")
    )


def test_what_others_have_and_what_is_doubted_is_passed_over(app: Flask) -> None:
    first, held, doubted, own, last = submitted(5)
    move(held, Action.TAKE, make_user("Other Person", roles=["moderator"]))
    me = make_user("Mira Moderator", roles=["moderator"])
    for revision in (doubted, own):
        move(revision, Action.TAKE, me)
    move(doubted, Action.PROPOSE_DECLINE, me, reason="An advertisement.")
    browser = Browser(app).sign_in(me)
    browser.submit(address(first), action="/take")
    browser.submit(address(first), action="/request_changes", reason="Who pays?")
    page = browser.follow()
    assert page.path == address(own)
    assert f"The author of “{first.title}” was asked for changes." in page.text
    assert address(last) in page.links
    assert address(first) not in page.links


def test_own_organisations_records_are_never_the_next(app: Flask) -> None:
    me = make_user(roles=["moderator"])
    (first,) = submitted(1)
    make_record(organisation=make_organisation(me), state=State.SUBMITTED)
    browser = Browser(app).sign_in(me)
    browser.submit(address(first), action="/take")
    browser.submit(address(first), action="/publish")
    assert browser.page.location == "/review"


def test_button_pressed_twice_is_answered_as_once(app: Flask) -> None:
    first, second = submitted(2)
    browser = moderator(app)
    for action, reason in (("take", None), ("request_changes", "Who pays?")):
        page = browser.get(address(first))
        form = page.form(f"/{action}")
        sent = form.filled({"reason": reason})
        once = browser.post(form.action, sent, 303).location
        assert browser.post(form.action, sent, 303).location == once
    assert browser.page.location == address(second)
    browser.post(form.action, {**sent, "reason": "Another one."}, 409)
    assert "Another one." in browser.page.text


def test_who_comes_too_late_reads_who_has_it(app: Flask) -> None:
    (revision,) = submitted(1)
    first, second = moderator(app, "Olga Other"), moderator(app)
    second.get(address(revision))
    first.submit(address(revision), action="/take")
    page = second.submit(action="/take", status=409)
    notice = page.html.partition("This cannot be done now")[2].partition("</div>")[0]
    assert "Olga Other has it since" in notice


def test_message_about_a_reason_leads_to_its_field(app: Flask) -> None:
    (revision,) = submitted(1)
    browser = moderator(app)
    browser.submit(address(revision), action="/take")
    page = browser.submit(address(revision), action="/request_changes", reason="", status=422)
    assert "#reason" in page.links
    assert page.html.count('id="reason"') == 1
    assert '<textarea id="reason"' in page.html


def test_end_of_the_queue_leads_back_to_it(app: Flask) -> None:
    first, last = submitted(2)
    browser = moderator(app)
    browser.submit(address(last), action="/take")
    browser.submit(address(last), action="/publish")
    page = browser.follow()
    assert page.path == "/review"
    assert address(first) in page.links


def test_message_sent_twice_stands_there_once(app: Flask) -> None:
    (revision,) = submitted(1)
    browser = moderator(app)
    for text in ("Who pays?", "Who pays?", "And where?", "Who pays?"):
        browser.submit(address(revision), action="/messages", text=text)
    assert [one.text for one in conversation(revision.resource, internal=True)] == [
        "Who pays?",
        "And where?",
        "Who pays?",
    ]


def test_second_reviewer_reads_why_it_is_to_be_declined_before_the_text(app: Flask) -> None:
    (revision,) = submitted(1)
    browser = moderator(app)
    browser.submit(address(revision), action="/take")
    browser.submit(address(revision), action="/propose_decline", reason="An advertisement.")
    text = moderator(app).get(address(revision)).text
    assert text.index("A second reviewer decides.") < text.index("An advertisement.")
    assert text.index("An advertisement.") < text.index("A new record")
