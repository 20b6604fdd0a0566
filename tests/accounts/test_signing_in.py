"""Sign in and out, sessions and how they end."""

from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask

from marketplace.accounts import admin, passwords, sessions
from marketplace.accounts.models import SiteRole, UserSession
from marketplace.database import db, utc_now
from marketplace.events import AuditEvent
from tests.browsing import PASSWORD, Browser, Page
from tests.factories import make_user

SIGN_IN = "/account/sign-in"


def test_sign_in_and_out(browser: Browser) -> None:
    browser.sign_in(make_user())
    browser.get("/account")
    browser.sign_out()
    browser.get("/account", 303)
    assert db.session.scalar(db.select(db.func.count(UserSession.id))) == 0


@pytest.mark.parametrize("email", ["ANA@example.org", " ana@EXAMPLE.ORG"])
def test_address_may_be_spelled_otherwise(browser: Browser, email: str) -> None:
    make_user(email="ana@example.org")
    browser.submit(SIGN_IN, email=email, password=PASSWORD)


def test_wrong_password_and_unknown_address_get_the_same_answer(browser: Browser) -> None:
    make_user(email="ana@example.org")
    pages = [
        browser.submit(SIGN_IN, 422, email=email, password="wrong wrong wrong")
        for email in ("ana@example.org", "bob@example.org")
    ]
    assert pages[0].text == pages[1].text
    assert pages[0].form().values("email") == ["ana@example.org"]
    assert pages[0].form().values("password") == [""]


@pytest.mark.parametrize("value", [None, "", "\x00", "x" * 100_000])
def test_bad_sign_in_is_explained(browser: Browser, value: str | None) -> None:
    assert browser.submit(SIGN_IN, 422, email=value, password=value).has_error


def test_session_is_new_after_signing_in(browser: Browser) -> None:
    browser.get(SIGN_IN)
    before = browser.client.get_cookie("session").value
    browser.sign_in(make_user())
    with browser.client.session_transaction() as cookie:
        assert cookie[sessions.TOKEN_KEY]
        assert "csrf_token" not in cookie
    assert browser.client.get_cookie("session").value != before


def test_planted_token_is_not_adopted(browser: Browser) -> None:
    with browser.client.session_transaction() as cookie:
        cookie[sessions.TOKEN_KEY] = "planted"
    browser.get("/account", 303)
    browser.sign_in(make_user())
    with browser.client.session_transaction() as cookie:
        assert cookie[sessions.TOKEN_KEY] != "planted"


def test_cookie_is_shut_to_scripts_and_other_sites(browser: Browser) -> None:
    browser.sign_in(make_user())
    cookie = next(c for c in browser.page.headers.getlist("Set-Cookie") if c.startswith("session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def copied(browser: Browser, app: Flask) -> Browser:
    """Another browser with the same cookie."""
    thief = Browser(app)
    thief.client.set_cookie("session", browser.client.get_cookie("session").value)
    return thief


def test_copied_cookie_is_worthless_after_sign_out(browser: Browser, app: Flask) -> None:
    browser.sign_in(make_user())
    thief = copied(browser, app)
    browser.sign_out()
    thief.get("/account", 303)


def test_copied_cookie_is_worthless_after_disabling(browser: Browser, app: Flask) -> None:
    user = make_user()
    browser.sign_in(user)
    admin.disable(user, make_user(roles=[SiteRole.ADMIN]))
    browser.get("/account", 303)
    browser.submit(SIGN_IN, 422, email=user.email, password=PASSWORD)


def test_idle_session_ends(browser: Browser) -> None:
    user = make_user()
    with time_machine.travel(utc_now() - timedelta(hours=12, minutes=1), tick=True):
        browser.sign_in(user)
        browser.get("/account")
    browser.get("/account", 303)


def test_used_session_lives_on_for_a_week_only(browser: Browser) -> None:
    user, start = make_user(), utc_now()
    with time_machine.travel(start, tick=False) as clock:
        browser.sign_in(user)
        for _hours in range(0, 6 * 24, 11):
            clock.shift(timedelta(hours=11))
            browser.get("/account")
        clock.move_to(start + timedelta(days=7))
        browser.get("/account", 303)


def test_visits_within_minutes_write_nothing(browser: Browser, count_statements: list[str]) -> None:
    browser.sign_in(make_user())
    count_statements.clear()
    browser.get("/account")
    assert not [s for s in count_statements if s.startswith(("UPDATE", "INSERT", "DELETE"))]


def test_member_comes_to_their_language(browser: Browser) -> None:
    browser.submit(f"{SIGN_IN}?next=/account/name", email=make_user(language="fa").email, password=PASSWORD)
    assert browser.page.location == "/fa/account/name"


def test_other_device_can_be_signed_out(browser: Browser, app: Flask) -> None:
    user = make_user()
    other = Browser(app).sign_in(user)
    browser.sign_in(user)
    browser.submit("/account/sessions")
    assert "signed out" in browser.follow().text
    other.get("/account", 303)
    browser.get("/account")


def test_all_other_devices_can_be_signed_out(browser: Browser, app: Flask) -> None:
    user = make_user()
    others = [Browser(app).sign_in(user) for _ in range(2)]
    browser.sign_in(user)
    browser.submit("/account/sessions", action="/end-others")
    for other in others:
        other.get("/account", 303)
    browser.get("/account")


def test_session_of_somebody_else_cannot_be_ended(browser: Browser, app: Flask) -> None:
    ana, bob = make_user(), make_user()
    Browser(app).sign_in(bob)
    bobs = db.session.scalar(db.select(UserSession))
    browser.sign_in(ana).get("/account/name")
    browser.post(f"/account/sessions/{bobs.id}/end", browser.page.form().filled({}), 404)
    assert db.session.get(UserSession, bobs.id) is not None


def test_each_try_is_written_down(browser: Browser) -> None:
    user = make_user()
    browser.submit(SIGN_IN, 422, email=user.email, password="wrong wrong wrong")
    browser.sign_in(user)
    browser.sign_out()
    actions = list(db.session.scalars(db.select(AuditEvent.action).order_by(AuditEvent.id)))
    assert actions == ["account_created", "sign_in_failed", "signed_in", "session_ended"]


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile "
            "Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 "
            "Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        ("curl/8.0", ""),
    ],
)
def test_device_is_named_in_two_words(user_agent: str, device: str) -> None:
    assert sessions.describe(user_agent) == device


@pytest.mark.parametrize(
    ("path", "more"),
    [
        (SIGN_IN, {"password": "wrong wrong wrong"}),
        ("/account/register", {"name": "Mira Hoxha", "password": "quiet lantern over river"}),
        ("/account/reset", {}),
    ],
)
def test_known_and_unknown_address_cost_the_same_hashes(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, path: str, more: dict[str, str]
) -> None:
    """Hashing is what takes the time of these answers."""
    known, costs = make_user().email, []
    passwords.matches("", None)
    for name in ("hash", "verify"):
        plain = getattr(PasswordHasher, name)
        monkeypatch.setattr(
            PasswordHasher, name, lambda *args, plain=plain: costs.append(plain.__name__) or plain(*args)
        )
    found = []
    for email in (known, "unknown@example.org"):
        costs.clear()
        page = browser.get(path)
        browser.client.post(path, data=page.form().filled({**more, "email": email}))
        found.append(list(costs))
    assert found[0] == found[1]
    assert len(found[0]) == 1


def test_cookies_of_a_public_site_are_bound_to_it(app: Flask, browser: Browser) -> None:
    """As BASE_URL with https sets them: no other host of the domain may plant them."""
    app.config.update(SESSION_COOKIE_NAME="__Host-session", SESSION_COOKIE_SECURE=True)
    user = make_user()
    page = Page(browser.client.get(SIGN_IN, base_url="https://localhost"))
    answer = browser.client.post(
        SIGN_IN,
        base_url="https://localhost",
        data=page.form().filled({"email": user.email, "password": PASSWORD}),
        headers={"Referer": "https://localhost/account/sign-in"},
    )
    cookies = answer.headers.getlist("Set-Cookie")
    assert sorted(cookie.partition("=")[0] for cookie in cookies) == ["__Host-device", "__Host-session"]
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
