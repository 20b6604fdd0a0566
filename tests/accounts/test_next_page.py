"""After signing in people go to pages of this site only."""

from urllib.parse import urlencode

import pytest
from flask import Flask

from marketplace.accounts.next_page import safe_path
from tests.browsing import PASSWORD, Browser
from tests.factories import make_user

FOREIGN = [
    "",
    "https://evil.example",
    "http:evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example/%2e%2e",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "/\x00/evil.example",
    "/\x0b/evil.example",
    "/\u2028/evil.example",
    "/\u00a0/evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "account",
    "@evil.example",
    "/fa//evil.example",
    "/en//evil.example",
    "/fa/\\evil.example",
    "/fa/fa//evil.example",
    "/" + "a" * 2000,
]


@pytest.mark.parametrize("text", FOREIGN)
def test_foreign_address_is_refused(app: Flask, text: str) -> None:
    assert safe_path(text) is None


@pytest.mark.parametrize("text", FOREIGN)
def test_sign_in_leads_to_no_foreign_address(browser: Browser, text: str) -> None:
    user = make_user()
    form = browser.get("/account/sign-in").form()
    answer = browser.client.post(
        "/account/sign-in",
        query_string={"next": text},
        data=form.filled({"email": user.email, "password": PASSWORD}),
    )
    assert answer.headers["Location"] in {"/account", "/workspace"}


@pytest.mark.parametrize("text", FOREIGN)
def test_sign_out_leads_to_no_foreign_address(browser: Browser, text: str) -> None:
    token = browser.get("/account/sign-in").form().values("csrf_token")
    browser.post(f"/account/sign-out?{urlencode({'next': text})}", {"csrf_token": token})
    assert browser.page.location == "/account/sign-in"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/account", "/account"),
        ("/library?q=a%20b&page=2", "/library?q=a%20b&page=2"),
        ("/fa/library?q=a", "/library?q=a"),
        ("/%2F%2Fevil.example", "/%2F%2Fevil.example"),
        ("/library?next=//evil.example", "/library?next=//evil.example"),
    ],
)
def test_own_path_is_taken_without_its_language(app: Flask, text: str, path: str) -> None:
    assert safe_path(text) == path


def test_page_wanted_before_signing_in_opens_afterwards(browser: Browser) -> None:
    user = make_user()
    browser.get("/account/sessions?x=1", 303)
    browser.submit(browser.page.location, email=user.email, password=PASSWORD)
    assert browser.page.location == "/account/sessions?x=1"
