"""Saving as one goes in the editor, and two people or two windows at once."""

from typing import Any

import pytest
from flask import Flask

from marketplace.accounts.models import User
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind
from marketplace.resources.moves import move
from marketplace.resources.operations import save_draft
from marketplace.resources.queries import organisations_to_write_for
from tests.browsing import Browser
from tests.factories import make_record
from tests.resources.editing import AUTOSAVE, autosave, revision_at, start


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


def test_what_is_typed_while_a_colleague_sends_the_record_is_shown(app: Flask, owner: User) -> None:
    """The page of the record says how it stands; the text can be copied from it."""
    revision = make_record(Kind.NEED, organisation=organisations_to_write_for(owner)[0], author=owner)
    browser = Browser(app).sign_in(owner)
    address = f"/workspace/records/{revision.resource_id}"
    browser.get(f"{address}/edit/glance")
    move(revision, Action.SEND, owner)
    page = browser.submit(None, 409, brings="A classroom and a teacher.")
    assert "A classroom and a teacher." in page.text
    assert "With the reviewers" in page.text
    assert f"{address}/withdraw" in page.html
    assert "You can send the record now" not in page.text
    page = browser.get(f"{address}/edit/glance", status=409)
    assert "With the reviewers" in page.text


def test_an_autosave_of_what_was_sent_meanwhile_is_told_so(app: Flask, owner: User) -> None:
    revision = make_record(Kind.NEED, organisation=organisations_to_write_for(owner)[0], author=owner)
    browser = Browser(app).sign_in(owner)
    path = f"/workspace/records/{revision.resource_id}/edit/glance"
    fields = browser.get(path).form().filled({"brings": "A classroom."})
    move(revision, Action.SEND, owner)
    answer = browser.client.post(path, data=fields, headers=AUTOSAVE)
    assert (answer.status_code, answer.get_json()) == (409, {"message": "This version cannot be edited now."})
