"""One's own data as a file, and the end of an account."""

import json

import pytest
from flask import Flask
from flask_babel import force_locale

from marketplace import mail
from marketplace.accounts import kept, leaving, tokens
from marketplace.accounts.models import KeptForm, TokenPurpose, User, UserSession, UserToken
from marketplace.database import db
from marketplace.errors import Conflict, Invalid
from marketplace.providers.models import MemberRole, Membership
from marketplace.transaction import transaction
from tests.browsing import PASSWORD, Browser
from tests.factories import make_organisation, make_record, make_user


def test_download_holds_what_is_stored_about_the_person(browser: Browser) -> None:
    user = make_user()
    organisation = make_organisation(user, name="House of Nurses")
    make_record(organisation=organisation, author=user)
    browser.sign_in(user)
    page = browser.get("/account/data.json")
    found = json.loads(page.data)
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert found["account"]["email"] == user.email
    assert found["organisations"][0]["name"] == "House of Nurses"
    assert found["sessions"]
    assert {"account_created", "signed_in", "create"} <= {event["action"] for event in found["events"]}
    assert b"argon2" not in page.data


# every column that names a person, and the part of the download that tells them of it
TOLD_IN = {
    "user_session.user_id": "sessions",
    "user_token.user_id": "links",
    "membership.user_id": "organisations",
    "membership_request.user_id": "requests_to_organisations",
    "membership_request.decided_by_id": "events",
    "verification_evidence.given_by_id": "events",
    "organisation.created_by_id": "events",
    "resource.created_by_id": "records_started",
    "revision.author_id": "records",
    "revision.reviewer_id": "events",
    "revision.decline_proposed_by_id": "events",
    "confirmation.user_id": "confirmations",
    "review_message.author_id": "review_messages",
    "collection.user_id": "collections",
    "collection.created_by_id": "events",
    "saved_search.user_id": "saved_searches",
    "introduction.asked_by_id": "introductions",
    "introduction.told_id": "introductions",
    "introduction.answered_by_id": "introductions",
    "introduction_message.author_id": "introduction_messages",
    "introduction_report.reported_by_id": "introduction_reports",
    "introduction_report.taken_by_id": "events",
    "organisation_block.created_by_id": "events",
    "hand_over.proposed_by_id": "events",
    "demand_report.decided_by_id": "events",
}


def test_every_column_that_names_a_person_is_told_to_them(app: Flask) -> None:
    columns = {
        f"{table.name}.{key.parent.name}"
        for table in db.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == User.__tablename__
    }
    assert columns - TOLD_IN.keys() == set(), "tell people of it: accounts.leaving.exporter"
    assert set(TOLD_IN.values()) <= leaving.export(make_user()).keys()


def test_own_words_are_in_the_download(app: Flask) -> None:
    user = make_user()
    make_record(organisation=make_organisation(user), author=user, state="submitted", title="My own title")
    found = leaving.export(user)
    assert [row["title"] for row in found["records"]] == ["My own title"]
    assert len(found["records_started"]) == len(found["confirmations"]) == 1


def test_download_holds_nobody_else(browser: Browser) -> None:
    other = make_user("Somebody Else")
    browser.sign_in(make_user())
    page = browser.get("/account/data.json")
    assert other.email.encode() not in page.data
    assert other.id.encode() not in page.data


def test_deleted_account_leaves_no_personal_word(browser: Browser, app: Flask) -> None:
    user = make_user("Unmistakable Person", "unmistakable@example.org")
    organisation = make_organisation()
    with transaction():
        organisation.memberships.append(Membership(user_id=user.id, role=MemberRole.EDITOR))
        tokens.issue(user, TokenPurpose.CHANGE_EMAIL, email="unmistakable2@example.org")
        mail.send("no_account", user.email or "", language="en", subject="A mail that waits", url="/")
        db.session.add(KeptForm(token_hash="x", path="/a", fields=[["a", "Unmistakable"]], user_id=user.id))
    browser.sign_in(user)
    browser.submit("/account/delete", password=PASSWORD)
    assert "deleted" in browser.follow().text
    gone = db.session.get(User, user.id)
    assert (gone.name, gone.email, gone.password_hash, gone.roles) == ("Former member", None, None, [])
    with force_locale("sr"):
        assert gone.name == "Бивши члан"
    for model in (UserSession, UserToken, KeptForm):
        assert db.session.scalar(db.select(model).filter_by(user_id=user.id)) is None
    assert db.session.scalar(db.select(Membership).filter_by(user_id=user.id)) is None
    dump = "\n".join(db.session.connection().connection.driver_connection.iterdump())
    assert "nmistakable" not in dump


def test_deleted_account_cannot_sign_in(browser: Browser) -> None:
    user = make_user()
    email = user.email
    browser.sign_in(user).submit("/account/delete", password=PASSWORD)
    browser.submit("/account/sign-in", 422, email=email, password=PASSWORD)


def test_address_is_free_again_afterwards(app: Flask) -> None:
    user = make_user(email="ana@example.org")
    leaving.delete_account(user, PASSWORD)
    assert make_user(email="ana@example.org").id != user.id


@pytest.mark.parametrize("password", ["", None, "wrong wrong wrong"])
def test_wrong_password_deletes_nothing(browser: Browser, password: str | None) -> None:
    user = make_user()
    assert browser.sign_in(user).submit("/account/delete", 422, password=password).has_error
    assert db.session.get(User, user.id).deleted_at is None


def test_only_owner_with_other_members_stays(browser: Browser) -> None:
    user, colleague = make_user(), make_user()
    organisation = make_organisation(user, name="House of Nurses")
    with transaction():
        organisation.memberships.append(Membership(user_id=colleague.id, role=MemberRole.EDITOR))
    browser.sign_in(user)
    page = browser.get("/account/delete")
    assert "House of Nurses" in page.text
    with pytest.raises(Conflict):
        leaving.delete_account(user, PASSWORD)
    assert db.session.get(User, user.id).deleted_at is None


def test_deletion_is_all_or_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user()

    def break_down(_user: User) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr(leaving, "_removers", [break_down])
    with pytest.raises(RuntimeError):
        leaving.delete_account(user, PASSWORD)
    assert db.session.get(User, user.id).email == user.email


def test_kept_form_of_nobody_is_not_exported(app: Flask) -> None:
    user = make_user()
    with transaction():
        db.session.add(KeptForm(token_hash="x", path="/a", fields=[["a", "b"]], user_id=None))
    assert leaving.export(user)["kept_forms"] == []
    assert kept.kept_fields("/a", "x", user) is None


def test_password_is_asked_by_the_operation_itself(app: Flask) -> None:
    with pytest.raises(Invalid):
        leaving.delete_account(make_user(), "")
