"""What members do with their organisation: enter and change."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace import events
from marketplace.accounts import sessions
from marketplace.accounts.models import KeptForm, User
from marketplace.database import db
from marketplace.providers import operations
from marketplace.providers.models import Organisation
from tests.browsing import PASSWORD, Browser
from tests.factories import make_user
from tests.providers.conftest import FACTS, SignIn, add_member

NEW = "/workspace/organisations/new"
TYPED: dict[str, Any] = {
    "name": "Qendra e Re",
    "kinds": ["ngo", "city"],
    "side": "both",
    "countries": ["AL", "DE"],
    "languages": ["sq"],
    "founded": "1999",
    "website": "https://qendra.example",
    "other_names-0-text": "QeR",
    "other_names-0-kind": "acronym",
}


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Organisation)) or 0


def test_creating_makes_the_creator_owner_of_a_claimed_organisation(owner: User, sign_in: SignIn) -> None:
    browser = sign_in(owner)
    browser.submit(NEW, **TYPED)
    page = browser.follow()
    assert "Your organisation is entered" in page.text
    organisation = db.session.scalars(select(Organisation)).one()
    assert organisation.is_claimed
    assert [(m.user_id, m.role) for m in organisation.memberships] == [(owner.id, "owner")]
    assert organisation.kinds == ["ngo", "city"]
    assert organisation.founded == 1999
    assert [(n.text, n.kind) for n in organisation.other_names] == [("QeR", "acronym")]
    assert [e.action for e in events.history("organisation", organisation.id)] == ["create"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("www.qendra.example", "https://www.qendra.example"),
        ("qendra.example/sq", "https://qendra.example/sq"),
    ],
)
def test_website_may_be_typed_without_its_scheme(
    owner: User, sign_in: SignIn, typed: str, stored: str
) -> None:
    sign_in(owner).submit(NEW, **(TYPED | {"website": typed}))
    assert db.session.scalars(select(Organisation)).one().website == stored


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "ftp://qendra.example", "qendra example.org"])
def test_website_that_is_none_is_refused(owner: User, sign_in: SignIn, typed: str) -> None:
    page = sign_in(owner).submit(NEW, 422, **(TYPED | {"website": typed}))
    assert page.form().values("website") == [typed]
    assert count() == 0


def test_pressing_twice_makes_one_organisation(owner: User, sign_in: SignIn) -> None:
    browser = sign_in(owner)
    form = browser.get(NEW).form()
    sent = form.filled(TYPED)
    first = browser.post(NEW, sent).location
    assert browser.post(NEW, sent).location == first
    assert count() == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Write the name"),
        ({"name": "x" * 201}, "too long"),
        ({"kinds": []}, "at least one kind"),
        ({"kinds": ["circus"]}, "not on the list"),
        ({"side": "up"}, "not on the list"),
        ({"countries": ["QQ"]}, "not on the list"),
        ({"founded": "long ago"}, "Write a year"),
        ({"founded": "²"}, "Write a year"),
        ({"website": "javascript:alert(1)"}, "not a web address"),
        ({"description": "a\x01b"}, "cannot be shown"),
        ({"other_names-0-kind": "joke"}, "not on the list"),
        ({"contact_email": "nobody", "contact_public": "y"}, "not an e-mail address"),
    ],
)
def test_bad_answers_are_explained_and_kept(
    owner: User, sign_in: SignIn, wrong: dict[str, Any], message: str
) -> None:
    browser = sign_in(owner)
    page = browser.submit(NEW, 422, **(TYPED | {"description": "Kept words"} | wrong))
    assert message in page.text
    assert page.has_error
    if "description" not in wrong:
        assert "Kept words" in page.html
    assert count() == 0


def test_a_far_too_long_text_is_refused_and_changes_nothing(owner: User, sign_in: SignIn) -> None:
    page = sign_in(owner).submit(NEW, 422, **TYPED, description="x" * 10_000_000)
    assert "This is too long" in page.text
    assert page.form().values("name") == [TYPED["name"]]
    assert count() == 0


def test_another_row_for_names_keeps_what_was_typed(owner: User, sign_in: SignIn) -> None:
    page = sign_in(owner).submit(NEW, 200, button=("add", "other_names"), **TYPED)
    form = page.form()
    assert form.values("name") == ["Qendra e Re"]
    assert form.values("other_names-0-text") == ["QeR"]
    assert form.values("other_names-1-text") == [""]
    assert count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "ARRIVAL  desk, Vienna"},
        {"name": "Arrival Desks Vienna"},
        {"name": "Something else (Arrival Desk Vienna)"},
        {"name": "Our place", "website": "http://www.arrival.example/"},
    ],
)
def test_a_like_organisation_is_shown_before_a_second_one_is_entered(
    owner: User, listed: Organisation, sign_in: SignIn, typed: dict[str, str]
) -> None:
    browser = sign_in(owner)
    page = browser.submit(NEW, 409, **(TYPED | {"description": "Kept words"} | typed))
    assert "/providers/arrival-desk/claim" in page.links
    assert "Kept words" in page.html
    assert count() == 1
    browser.submit(button=("different", "1"))
    assert count() == 2


def test_a_different_name_gives_no_hint(owner: User, listed: Organisation, sign_in: SignIn) -> None:
    sign_in(owner).submit(NEW, **TYPED)
    assert count() == 2


def test_editing_over_an_edit_of_somebody_else_shows_both_and_loses_nothing(
    organisation: Organisation, owner: User, editor: User, sign_in: SignIn
) -> None:
    path = f"/workspace/organisations/{organisation.id}/edit"
    mine, theirs = sign_in(owner), sign_in(editor)
    mine.get(path)
    theirs.submit(path, description="Their words", name="Their name")
    page = mine.submit(None, 409, description="My words")
    assert "Their words" in page.text
    assert page.form().values("description") == ["My words"]
    assert organisation.description == "Their words"
    mine.submit(None, name="Their name")
    assert (organisation.name, organisation.description) == ("Their name", "My words")


def test_a_form_without_a_version_is_stale(organisation: Organisation, owner: User, sign_in: SignIn) -> None:
    browser = sign_in(owner)
    browser.submit(f"/workspace/organisations/{organisation.id}/edit", 409, version="abc", name="Else")
    assert organisation.name == FACTS["name"]


def test_changing_a_verified_name_asks_an_admin_to_look_again(
    organisation: Organisation, owner: User, admin: User, sign_in: SignIn
) -> None:
    operations.verify(organisation, admin)
    sign_in(owner).submit(f"/workspace/organisations/{organisation.id}/edit", name="United Nations")
    assert organisation.is_verified
    assert organisation.changed_since_verified
    browser = sign_in(admin)
    assert "Name or website changed" in browser.get("/admin/organisations").text
    browser.submit(f"/admin/organisations/{organisation.id}", button=("decision", "verify"))
    assert not organisation.changed_since_verified


def test_others_find_nothing_and_viewers_may_only_read(
    organisation: Organisation, owner: User, sign_in: SignIn
) -> None:
    stranger, viewer = make_user("Stranger"), make_user("Viewer")
    add_member(organisation, owner, viewer, "viewer")
    base = f"/workspace/organisations/{organisation.id}"
    for path in ("", "/edit", "/members", "/verification"):
        sign_in(stranger).get(base + path, 404)
    reader = sign_in(viewer)
    reader.get(base)
    reader.get(base + "/members")
    reader.get(base + "/edit", 403)
    reader.get(base + "/verification", 403)
    reader.get("/workspace/organisations/nosuchthing", 404)


def test_pages_of_members_lead_visitors_to_sign_in(app: Flask, organisation: Organisation) -> None:
    page = Browser(app).get(f"/workspace/organisations/{organisation.id}", 303)
    assert "/account/sign-in" in page.location


def test_what_was_typed_survives_the_end_of_the_session(owner: User, sign_in: SignIn) -> None:
    browser = sign_in(owner)
    form = browser.get(NEW).form()
    sent = form.filled(TYPED)
    sessions.end_all(owner)
    db.session.commit()
    browser.post(NEW, sent)
    browser.follow()
    browser.submit(None, email=owner.email, password=PASSWORD)
    page = browser.follow()
    assert page.form().values("name") == [TYPED["name"]]
    assert page.form().values("countries") == TYPED["countries"]
    assert page.form().values("other_names-0-text") == ["QeR"]
    browser.submit(None)
    assert count() == 1
    assert db.session.scalar(select(func.count()).select_from(KeptForm)) == 0
