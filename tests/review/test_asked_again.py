"""What comes back to reviewers after they asked for changes: what was changed since."""

import io
import re
from datetime import date
from typing import Any

import pytest
from flask import Flask

from marketplace.accounts import leaving
from marketplace.database import db
from marketplace.resources import attachments
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import JudgedVersion, Kind, Revision, State
from marketplace.resources.moves import move
from marketplace.resources.operations import save_draft
from marketplace.resources.questions import Answer, questions
from tests.browsing import Browser, Page
from tests.factories import COMMON_ANSWERS, make_organisation, make_record, make_user
from tests.resources.files import picture

SINCE = "What changed since changes were asked for"
LIVE = "What changed against the live version"


def moderator(app: Flask) -> Browser:
    return Browser(app).sign_in(make_user("Mira Moderator", roles=["moderator"]))


def asked_again(browser: Browser, revision: Revision, **answers: Any) -> Page:
    """A reviewer asks for changes, the author makes these and sends it again: what the reviewer sees."""
    address = f"/review/{revision.resource_id}"
    browser.submit(address, action="/take")
    browser.submit(address, action="/request_changes", reason="Who pays for it?")
    save_draft(revision, revision.author, answers)
    move(revision, Action.RESEND, revision.author)
    return browser.get(address)


def changed(page: Page, title: str) -> list[str]:
    """The labels of the fields that are shown as changed under a heading."""
    part = page.html.partition(f"<h2>{title}</h2>")[2].partition("<h2")[0]
    return re.findall(r'<section class="diff"><h3>(.*?)</h3>', part)


def test_new_record_that_comes_again_shows_what_was_changed_since(app: Flask) -> None:
    revision = make_record(state=State.SUBMITTED)
    page = asked_again(moderator(app), revision, title="Language course for nurses and carers")
    assert changed(page, SINCE) == ["Title"]
    assert "<ins> and carers</ins>" in page.html
    assert "Live version" not in page.text
    assert "A new record" not in page.text
    assert page.text.index("Who pays for it?") < page.text.index("and carers", page.text.index(SINCE))
    assert revision.summary in page.text


def test_edit_that_comes_again_is_compared_with_the_live_version_too(app: Flask) -> None:
    author = make_user()
    live = make_record(organisation=make_organisation(author), author=author, state=State.PUBLISHED)
    draft = move(live, Action.REVISE, author)
    save_draft(draft, author, {"title": "Language course for nurses and carers"})
    move(draft, Action.SEND, author)
    page = asked_again(moderator(app), draft, capacity="30 people")
    assert len(changed(page, SINCE)) == 1
    assert len(changed(page, LIVE)) == 2


def test_nothing_changed_is_said(app: Flask) -> None:
    page = asked_again(moderator(app), make_record(state=State.SUBMITTED))
    assert changed(page, SINCE) == []
    assert "Nothing was changed since" in page.text


def test_second_round_starts_from_the_second_judgement(app: Flask) -> None:
    revision, browser = make_record(state=State.SUBMITTED), moderator(app)
    asked_again(browser, revision, title="A first change of the title")
    page = asked_again(browser, revision, capacity="30 people")
    assert "Title" not in changed(page, SINCE)
    assert len(changed(page, SINCE)) == 1


def test_record_that_was_withdrawn_and_begun_again_is_compared_too(app: Flask) -> None:
    revision, browser = make_record(state=State.SUBMITTED), moderator(app)
    browser.submit(f"/review/{revision.resource_id}", action="/take")
    browser.submit(f"/review/{revision.resource_id}", action="/request_changes", reason="Who pays?")
    move(revision, Action.WITHDRAW, revision.author)
    again = move(revision, Action.RESTORE, revision.author)
    save_draft(again, revision.author, {"title": "The nurses pay for it"})
    move(again, Action.SEND, revision.author)
    assert changed(browser.get(f"/review/{revision.resource_id}"), SINCE) == ["Title"]


def test_record_that_was_taken_out_is_compared_with_what_was_public(app: Flask) -> None:
    revision = make_record(state=State.ARCHIVED)
    again = move(revision, Action.RESTORE, revision.author)
    save_draft(again, revision.author, {"title": "The nurses pay for it"})
    move(again, Action.SEND, revision.author)
    page = moderator(app).get(f"/review/{revision.resource_id}")
    assert changed(page, "What changed against the version that was public") == ["Title"]
    assert "A new record" not in page.text


def test_new_record_is_shown_whole(app: Flask) -> None:
    page = moderator(app).get(f"/review/{make_record(state=State.SUBMITTED).resource_id}")
    assert "A new record: all that was written" in page.text
    assert "What changed" not in page.text


def test_file_replaced_by_another_one_of_its_name_is_a_change(app: Flask) -> None:
    revision = make_record(Kind.DOCUMENT)
    author = revision.author
    first = attachments.add(revision, author, io.BytesIO(picture(size=(20, 10))), "poster.png")
    assert first
    move(revision, Action.SEND, author)
    browser = moderator(app)
    browser.submit(f"/review/{revision.resource_id}", action="/take")
    browser.submit(f"/review/{revision.resource_id}", action="/request_changes", reason="It is empty.")
    attachments.remove(revision, first.id, author)
    attachments.add(revision, author, io.BytesIO(picture(size=(40, 10))), "poster.png")
    assert changed(browser.get(f"/review/{revision.resource_id}"), SINCE) == ["Files"]
    assert "poster.png (another content)" in browser.page.text


@pytest.mark.parametrize("kind", Kind)
def test_every_answer_is_kept_as_it_was(app: Flask, kind: Kind) -> None:
    """Each shape of answer goes to the database and comes back the same in words."""
    revision = make_record(kind, state=State.SUBMITTED, **ANSWERED[kind])
    browser, address = moderator(app), f"/review/{revision.resource_id}"
    browser.submit(address, action="/take")
    browser.submit(address, action="/request_changes", reason="Who pays for it?")
    assert changed(browser.get(address), SINCE) == []
    assert "Nothing was changed since" in browser.page.text


ANSWERED: dict[Kind, dict[str, Any]] = {
    Kind.CASE_STUDY: {
        "partners": ["School of Zenica"],
        "indicators": [{"indicator": "Still employed", "value": "200"}],
        "start_year": 2019,
    },
    Kind.OFFERING: {
        "schedule": {"MO": ["17:00", "20:00"]},
        "valid_from": date(2026, 1, 1),
        "delivery_language": ["sq"],
    },
    Kind.NEED: {"by_when": date(2099, 1, 1)},
    Kind.DOCUMENT: {"country": ["DE"], "corridors": [("AL", None), ("XK", "DE")]},
}


def test_all_shapes_of_answers_are_tried() -> None:
    given = {**COMMON_ANSWERS, **{name: 1 for answers in ANSWERED.values() for name in answers}}
    shapes = {question.answer for kind in Kind for question in questions(kind) if question.name in given}
    simple = {Answer.LINE, Answer.TEXT, Answer.CHOICE, Answer.NUMBER, Answer.URL, Answer.RECORD}
    assert shapes | simple | {Answer.FILES} == set(Answer)


@pytest.mark.parametrize("decision", ["publish", "decline"])
def test_words_are_kept_until_it_is_decided(app: Flask, decision: str) -> None:
    revision = make_record(organisation=make_organisation(verified=True), state=State.SUBMITTED)
    browser, address = moderator(app), f"/review/{revision.resource_id}"
    asked_again(browser, revision)
    assert db.session.get(JudgedVersion, revision.resource_id) is not None
    browser.submit(address, action="/take")
    if decision == "decline":
        browser.submit(address, action="/propose_decline", reason="An advertisement.")
        browser = moderator(app)
    browser.submit(address, action=f"/{decision}", reason="An advertisement.")
    assert db.session.get(JudgedVersion, revision.resource_id) is None


def test_authors_get_their_judged_words_with_their_data(app: Flask) -> None:
    revision = make_record(title="The words that were judged", state=State.SUBMITTED)
    asked_again(moderator(app), revision, title="The words of today")
    (entry,) = leaving.export(revision.author)["judged_versions"]
    assert entry["answers"]["title"] == "The words that were judged"
