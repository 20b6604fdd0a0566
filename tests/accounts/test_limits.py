"""How often the doors may be tried."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from marketplace.extensions import limiter
from tests.browsing import PASSWORD, Browser
from tests.factories import make_user

SIGN_IN = "/account/sign-in"


@pytest.fixture(autouse=True)
def _limits_on(app: Flask, tmp_path: Path) -> Iterator[None]:
    """The limiter as a server has it, with empty counters."""
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    yield
    limiter.enabled = False


def fail(browser: Browser, email: str, times: int, address: str = "127.0.0.1", status: int = 422) -> None:
    """Try a wrong password some times."""
    browser.client.environ_base["REMOTE_ADDR"] = address
    browser.get(SIGN_IN)
    for _ in range(times):
        browser.submit(None, status, email=email, password="wrong wrong wrong")


def test_failures_from_one_address_are_limited(browser: Browser) -> None:
    for number in range(10):
        fail(browser, f"person{number}@example.org", 1)
    page = browser.submit(SIGN_IN, 429, email="another@example.org", password=PASSWORD)
    assert 0 < int(page.headers["Retry-After"]) <= 300
    assert "Too many tries" in page.text


def test_failures_on_one_account_are_limited_wherever_they_come_from(browser: Browser, app: Flask) -> None:
    user = make_user()
    for number in range(10):
        fail(Browser(app), user.email, 1, f"10.0.0.{number}")
    fail(browser, user.email, 1, "10.0.1.1", 429)


def test_owner_still_signs_in_on_a_known_device(browser: Browser, app: Flask) -> None:
    user = make_user()
    browser.sign_in(user).sign_out()
    for number in range(10):
        fail(Browser(app), user.email, 1, f"10.0.0.{number}")
    fail(Browser(app), user.email, 1, "10.0.2.1", 429)
    browser.sign_in(user)


def test_forged_device_is_not_known(browser: Browser, app: Flask) -> None:
    user = make_user()
    for number in range(10):
        fail(Browser(app), user.email, 1, f"10.0.0.{number}")
    browser.client.set_cookie("device", "WyJ4IixbXV0.forged")
    fail(browser, user.email, 1, "10.0.1.1", 429)


def test_success_is_not_counted_as_failure(browser: Browser) -> None:
    user = make_user()
    for _ in range(12):
        browser.sign_in(user).sign_out()


def test_forwarded_address_is_not_believed(browser: Browser) -> None:
    browser.get(SIGN_IN)
    form = browser.page.form()
    for number in range(11):
        data = form.filled({"email": f"person{number}@example.org", "password": "wrong wrong wrong"})
        answer = browser.client.post(SIGN_IN, data=data, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert answer.status_code == 429


@pytest.mark.parametrize("path", ["/account/register", "/account/reset"])
def test_mails_to_one_address_are_limited(browser: Browser, path: str) -> None:
    for status in [303] * 5 + [429]:
        browser.submit(path, status, email="mira@example.org", name="Mira Hoxha", password=PASSWORD)


def test_guessing_the_own_password_is_limited(browser: Browser) -> None:
    browser.sign_in(make_user()).get("/account/delete")
    for status in [422] * 10 + [429]:
        browser.submit("/account/delete", status, password="wrong wrong wrong")
