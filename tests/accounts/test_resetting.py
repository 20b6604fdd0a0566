"""A forgotten password: the link, its end, and what nobody can learn from the page."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from marketplace.accounts import admin, settings
from marketplace.accounts.models import SiteRole, User
from marketplace.database import db, utc_now
from tests.browsing import PASSWORD, Browser
from tests.factories import make_user
from tests.mailbox import last_mail, sent_mails

RESET = "/account/reset"
NEW = "quiet lantern over river"


def ask(browser: Browser, user: User) -> str:
    """Ask for a link; its path."""
    browser.submit(RESET, email=user.email)
    return last_mail(user.email).link


def test_reset_sets_the_password_and_ends_all_sessions(browser: Browser, app: Flask) -> None:
    user = make_user()
    other = Browser(app).sign_in(user)
    browser.submit(ask(browser, user), password=NEW)
    other.get("/account", 303)
    browser.submit("/account/sign-in", 422, email=user.email, password=PASSWORD)
    browser.sign_in(user, NEW)
    assert "password was changed" in last_mail(user.email).subject


def test_known_and_unknown_address_get_the_same_answer(browser: Browser) -> None:
    user = make_user()
    pages = []
    for email in (user.email, "new@example.org"):
        browser.submit(RESET, email=email)
        pages.append((browser.page.location, browser.follow().text))
    assert pages[0] == pages[1]
    assert "no account" in last_mail("new@example.org").subject


@pytest.mark.parametrize("value", [None, "", "ana", "a@b@c", "\x00@example.org", "x" * 5_000])
def test_bad_address_is_explained(browser: Browser, value: str | None) -> None:
    assert browser.submit(RESET, 422, email=value).has_error
    assert sent_mails() == []


def test_weak_password_keeps_the_link_alive(browser: Browser) -> None:
    user = make_user()
    link = ask(browser, user)
    page = browser.submit(link, 422, password="123456789012345")
    assert "easy to guess" in page.text
    assert page.form().values("password") == [""]
    browser.submit(link, password=NEW)


def test_used_link_is_refused(browser: Browser) -> None:
    user = make_user()
    link = ask(browser, user)
    page = browser.get(link)
    data = page.form().filled({"password": NEW})
    browser.post(link, data)
    browser.get("/account/sign-in")
    data["csrf_token"] = browser.page.form().values("csrf_token")
    browser.post(link, data, 410)
    browser.get(link, 410)


def test_first_of_two_links_ends_with_the_second(browser: Browser) -> None:
    user = make_user()
    first, second = ask(browser, user), ask(browser, user)
    browser.submit(second, password=NEW)
    browser.get(first, 410)


def test_link_ends_after_an_hour(browser: Browser) -> None:
    user = make_user()
    with time_machine.travel(utc_now() - timedelta(hours=1, seconds=1), tick=True):
        link = ask(browser, user)
    assert "too old" in browser.get(link, 410).text


def test_link_ends_with_a_changed_password(browser: Browser) -> None:
    user = make_user()
    link = ask(browser, user)
    settings.change_password(user, PASSWORD, NEW, None)
    browser.get(link, 410)


def test_link_ends_with_a_changed_address(browser: Browser) -> None:
    user = make_user()
    link = ask(browser, user)
    settings.ask_for_address(user, "new@example.org", PASSWORD)
    browser.submit(last_mail("new@example.org").link)
    browser.get(link, 410)


def test_link_ends_with_a_disabled_account(browser: Browser) -> None:
    user = make_user()
    link = ask(browser, user)
    admin.disable(user, make_user(roles=[SiteRole.ADMIN]))
    browser.get(link, 410)
    browser.submit(RESET, email=user.email)
    assert "no account" in last_mail(user.email).subject


def test_link_for_another_purpose_is_refused(browser: Browser) -> None:
    token = ask(browser, make_user()).rpartition("/")[2]
    browser.get(f"/account/confirm/{token}", 410)
    browser.get(f"/account/email/{token}", 410)


def test_reset_confirms_an_address_too(browser: Browser) -> None:
    browser.submit("/account/register", name="Mira Hoxha", email="mira@example.org", password=PASSWORD)
    mira = db.session.scalar(db.select(User))
    browser.submit(ask(browser, mira), password=NEW)
    browser.sign_in("mira@example.org", NEW)
    assert "Mira Hoxha" in browser.get("/account").text
