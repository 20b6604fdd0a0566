"""What people change in their own account."""

from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from marketplace.accounts.models import User, UserSession
from marketplace.database import db
from marketplace.transaction import transaction
from tests.browsing import PASSWORD, Browser
from tests.factories import make_organisation, make_record, make_user
from tests.mailbox import last_mail, sent_mails

NEW = "quiet lantern over river"


def test_name_is_changed(browser: Browser) -> None:
    browser.sign_in(make_user()).submit("/account/name", name="  Ana\u0301 Berisha ")
    assert "Aná Berisha" in browser.follow().text


@pytest.mark.parametrize("name", ["", None, "x" * 121, "Ana\x00", "Ana\nBerisha"])
def test_bad_name_is_explained(browser: Browser, name: str | None) -> None:
    user = make_user()
    assert browser.sign_in(user).submit("/account/name", 422, name=name).has_error
    assert db.session.get(User, user.id).name == "Ana Krasniqi"


def test_hostile_name_is_shown_as_text(browser: Browser) -> None:
    browser.sign_in(make_user()).submit("/account/name", name="<script>alert(1)</script>")
    assert "<script>alert" not in browser.follow().html


def test_language_is_chosen(browser: Browser) -> None:
    user = make_user()
    browser.sign_in(user).submit("/account/language", language="fa")
    assert db.session.get(User, user.id).language == "fa"


@pytest.mark.parametrize("code", ["", None, "tlh", "en\x00"])
def test_unknown_language_is_explained(browser: Browser, code: str | None) -> None:
    user = make_user()
    browser.sign_in(user).submit("/account/language", 422, language=code)
    assert db.session.get(User, user.id).language == "en"


def test_time_zone_is_chosen_and_times_are_shown_in_it(browser: Browser) -> None:
    user = make_user()
    browser.sign_in(user)
    with time_machine.travel(datetime(2026, 11, 27, 22, 30, tzinfo=UTC), tick=False):
        revision = make_record(organisation=make_organisation(user), author=user)
    address = f"/workspace/records/{revision.resource_id}"
    assert "27 Nov 2026, 22:30" in browser.get(address).text
    browser.submit("/account/time-zone", time_zone="Asia/Tehran")
    assert "Asia/Tehran" in browser.follow().text
    assert "28 Nov 2026, 02:00" in browser.get(address).text


@pytest.mark.parametrize("name", ["", None, "Mars/Olympus", "posixrules", "UTC\x00"])
def test_unknown_time_zone_is_explained(browser: Browser, name: str | None) -> None:
    user = make_user()
    assert browser.sign_in(user).submit("/account/time-zone", 422, time_zone=name).has_error
    assert db.session.get(User, user.id).time_zone == "UTC"


def test_time_zone_this_machine_does_not_know_is_utc(browser: Browser) -> None:
    user = make_user()
    with transaction():
        user.time_zone = "Europe/Atlantis"
    browser.sign_in(user).get("/account/sessions")


def test_new_password_ends_other_sessions_only(browser: Browser, app: Flask) -> None:
    user = make_user()
    other = Browser(app).sign_in(user)
    browser.sign_in(user).submit("/account/password", password=PASSWORD, new_password=NEW)
    browser.follow()
    other.get("/account", 303)
    other.sign_in(user, NEW)
    assert "password was changed" in last_mail(user.email).subject


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("", NEW, "Enter your password"),
        ("wrong wrong wrong", NEW, "not your password"),
        (PASSWORD, "", "Enter a password"),
        (PASSWORD, "short", "too short"),
        (PASSWORD, "x" * 1_025, "too long"),
        (PASSWORD, PASSWORD, "the password you have now"),
        ("x" * 1_000_000, NEW, "not your password"),
    ],
)
def test_bad_password_change_is_explained(browser: Browser, old: str, new: str, words: str) -> None:
    user = make_user()
    page = browser.sign_in(user).submit("/account/password", 422, password=old, new_password=new)
    assert words in page.text
    assert page.form().values("password") == page.form().values("new_password") == [""]
    browser.sign_out()
    browser.sign_in(user)


def test_new_address_counts_once_confirmed(browser: Browser) -> None:
    user = make_user()
    old = user.email
    browser.sign_in(user).submit("/account/email", email="New@Example.org", password=PASSWORD)
    link = last_mail("new@example.org").link
    browser.get(link)
    assert db.session.get(User, user.id).email == old
    browser.submit(link)
    assert db.session.get(User, user.id).email == "new@example.org"
    assert "address was changed" in last_mail(old).subject
    browser.get(link, 410)


def test_address_of_somebody_else_gets_the_same_answer(browser: Browser) -> None:
    ana, bob = make_user(), make_user()
    browser.sign_in(ana)
    pages = []
    for email in ("free@example.org", bob.email):
        browser.submit("/account/email", email=email, password=PASSWORD)
        pages.append((browser.page.location, browser.follow().text))
    assert pages[0] == pages[1]
    assert "/email/" not in last_mail(bob.email).text


def test_address_taken_meanwhile_is_refused(browser: Browser) -> None:
    user = make_user()
    browser.sign_in(user).submit("/account/email", email="new@example.org", password=PASSWORD)
    make_user(email="new@example.org")
    browser.submit(last_mail("new@example.org").link, 410)
    assert db.session.get(User, user.id).email == user.email


@pytest.mark.parametrize(
    ("email", "password"),
    [("", PASSWORD), ("no address", PASSWORD), ("new@example.org", ""), ("new@example.org", "wrong wrong")],
)
def test_bad_address_change_is_explained(browser: Browser, email: str, password: str) -> None:
    page = browser.sign_in(make_user()).submit("/account/email", 422, email=email, password=password)
    assert page.has_error
    assert page.form().values("email") == [email]
    assert sent_mails() == []


def test_own_address_is_no_new_one(browser: Browser) -> None:
    user = make_user()
    browser.sign_in(user).submit("/account/email", 422, email=user.email.upper(), password=PASSWORD)


def test_new_address_ends_other_sessions(browser: Browser, app: Flask) -> None:
    user = make_user()
    other = Browser(app).sign_in(user)
    browser.sign_in(user).submit("/account/email", email="new@example.org", password=PASSWORD)
    browser.submit(last_mail("new@example.org").link)
    other.get("/account", 303)
    assert db.session.scalar(db.select(db.func.count(UserSession.id))) == 1
