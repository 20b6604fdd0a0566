"""Register and confirm: what works, what is refused, and what nobody can learn from it."""

from datetime import timedelta

import pytest
import time_machine

from marketplace.accounts.models import User, UserToken
from marketplace.accounts.tokens import hash_of
from marketplace.database import db, utc_now
from tests.browsing import PASSWORD, Browser
from tests.factories import make_user
from tests.mailbox import last_mail, sent_mails

REGISTER = "/account/register"


def register(browser: Browser, email: str = "mira@example.org", name: str = "Mira Hoxha") -> str:
    """Ask for an account; the path in the mail."""
    browser.submit(REGISTER, name=name, email=email, password=PASSWORD)
    return last_mail().link


def test_registration_opens_after_confirmation(browser: Browser) -> None:
    link = register(browser)
    assert "Look into your mail" in browser.follow().text
    browser.submit(link)
    assert "confirmed" in browser.follow().text
    browser.sign_in("mira@example.org")
    assert "Mira Hoxha" in browser.get("/account").text


def test_opening_the_link_alone_changes_nothing(browser: Browser) -> None:
    link = register(browser)
    browser.get(link)
    assert db.session.scalar(db.select(User)).email_confirmed_at is None


def test_unconfirmed_account_cannot_sign_in(browser: Browser) -> None:
    register(browser)
    assert browser.submit("/account/sign-in", 422, email="mira@example.org", password=PASSWORD).has_error


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Mira@EXAMPLE.org ", "mira@example.org"),
        ("ｍｉｒａ@example.org", "mira@example.org"),
        ("mira@bücher.example", "mira@xn--bcher-kva.example"),
    ],
)
def test_address_has_one_spelling(browser: Browser, typed: str, stored: str) -> None:
    register(browser, typed)
    assert db.session.scalar(db.select(User)).email == stored


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", None),
        ("name", "x" * 121),
        ("name", "Mira\x07Hoxha"),
        ("name", "Mira\nHoxha"),
        ("email", ""),
        ("email", None),
        ("email", "mira"),
        ("email", "mira@example.org\nBcc: all@example.org"),
        ("email", "mira@" + "a" * 300 + ".org"),
        ("email", "a\x00b@example.org"),
        ("password", ""),
        ("password", None),
        ("password", "too short"),
        ("password", "x" * 2_000),
    ],
)
def test_bad_answer_is_explained_and_the_rest_kept(browser: Browser, field: str, value: str | None) -> None:
    answers = {"name": "Mira Hoxha", "email": "mira@example.org", "password": PASSWORD}
    page = browser.submit(REGISTER, 422, **{**answers, field: value})
    form = page.form()
    assert page.has_error
    assert "Error:" in page.html
    assert all(form.values(kept) == [answers[kept]] for kept in {"name", "email"} - {field})
    assert form.values("password") == [""]
    assert db.session.scalar(db.select(db.func.count(User.id))) == 0


def test_huge_text_changes_nothing(browser: Browser) -> None:
    browser.submit(REGISTER, 422, name="x" * 10_000_000, email="mira@example.org", password=PASSWORD)
    assert db.session.scalar(db.select(db.func.count(User.id))) == 0


def test_known_and_unknown_address_get_the_same_answer(browser: Browser) -> None:
    known = make_user()
    pages = []
    for email in (known.email, "new@example.org"):
        browser.submit(REGISTER, name="Mira Hoxha", email=email, password=PASSWORD)
        pages.append((browser.page.location, browser.follow().text))
    assert pages[0] == pages[1]
    assert "account already" in last_mail(known.email).subject
    assert db.session.get(User, known.id).name == "Ana Krasniqi"


def test_extra_fields_change_nothing(browser: Browser) -> None:
    victim = make_user()
    browser.get(REGISTER)
    browser.submit(
        name="Mira Hoxha",
        email="mira@example.org",
        password=PASSWORD,
        id=victim.id,
        roles="admin",
        email_confirmed_at="2026-01-01",
    )
    mira = db.session.scalar(db.select(User).filter_by(email="mira@example.org"))
    assert mira.id != victim.id
    assert mira.roles == []
    assert mira.email_confirmed_at is None


def test_double_click_makes_one_account(browser: Browser) -> None:
    register(browser)
    register(browser)
    assert db.session.scalar(db.select(db.func.count(User.id))) == 1


def test_link_opens_the_account_of_who_asked_for_it(browser: Browser) -> None:
    register(browser, name="Somebody Else")
    browser.submit(REGISTER, name="Mira Hoxha", email="mira@example.org", password="another long phrase ok")
    browser.submit(last_mail().link)
    browser.sign_in("mira@example.org", "another long phrase ok")
    assert "Mira Hoxha" in browser.get("/account").text


def test_used_link_says_so_and_changes_nothing(browser: Browser) -> None:
    link = register(browser)
    browser.submit(link)
    page = browser.get(link, 410)
    assert "used already" in page.text
    assert {"/account/reset", "/account/sign-in"} <= set(page.links)


def test_second_press_of_the_button_says_so(browser: Browser) -> None:
    page = browser.get(register(browser))
    data = page.form().filled({})
    browser.post(page.path, data)
    assert "used already" in browser.post(page.path, data, 410).text


def test_link_ends_after_two_days(browser: Browser) -> None:
    with time_machine.travel(utc_now() - timedelta(hours=48, seconds=1), tick=True):
        link = register(browser)
    browser.get(link, 410)


@pytest.mark.parametrize("token", ["x", "%00", "a" * 3000, "é"])
def test_made_up_link_is_refused(browser: Browser, token: str) -> None:
    browser.get(f"/account/confirm/{token}", 410)


def test_token_is_stored_as_hash_only(browser: Browser) -> None:
    token = register(browser).rpartition("/")[2]
    row = db.session.scalar(db.select(UserToken))
    assert row.token_hash == hash_of(token)
    assert len(token) >= 43


def test_mail_and_its_link_speak_the_language_of_the_page(browser: Browser) -> None:
    browser.submit("/fa/account/register", name="Mira Hoxha", email="mira@example.org", password=PASSWORD)
    mail = last_mail()
    assert mail.link.startswith("/fa/account/confirm/")
    assert 'dir="rtl"' in mail.html


def test_link_is_built_from_the_setting_not_from_the_host(browser: Browser) -> None:
    form = browser.get(REGISTER).form()
    data = form.filled({"name": "Mira Hoxha", "email": "mira@example.org", "password": PASSWORD})
    browser.client.post(REGISTER, data=data, headers={"X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in sent_mails()[-1].text
