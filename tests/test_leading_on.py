"""Addresses that are nearly right."""

import pytest
from flask import Flask

from marketplace.resources.models import State
from tests.browsing import Browser
from tests.factories import make_record, make_user


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("/library/?q=nurses&origin=AL", "/library?q=nurses&origin=AL"),
        ("/fa/library/", "/fa/library"),
        ("/corridors/AL-DE/", "/corridors/AL-DE"),
        ("/providers//", "/providers"),
        ("/account/register/", "/account/register"),
    ],
)
def test_a_slash_too_many_leads_to_the_page(app: Flask, asked: str, shown: str) -> None:
    assert Browser(app).get(asked, status=308).location == shown


@pytest.mark.parametrize("asked", ["/no-such-page/", "/static/none/", "/api/v1/library/"])
def test_a_slash_too_many_makes_no_page(app: Flask, asked: str) -> None:
    Browser(app).get(asked, status=404)


def test_a_path_that_names_another_site_stays_here(app: Flask) -> None:
    answer = app.test_client().get("/", environ_overrides={"PATH_INFO": "//evil.example/library/"})
    assert "evil" not in answer.headers.get("Location", "")
    answer = app.test_client().get("/", environ_overrides={"PATH_INFO": "//library/"})
    assert answer.headers.get("Location", "/library") == "/library"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("/account/sign-out", "/account"),
        ("/fa/account/language/switch", "/fa/account/language"),
        ("/workspace/records/x/send", "/workspace/records/x"),
    ],
)
def test_where_a_form_goes_leads_to_its_page(app: Flask, asked: str, shown: str) -> None:
    assert Browser(app).get(asked, status=303).location == shown


def test_a_page_with_a_mistake_can_be_loaded_again(app: Flask) -> None:
    """Its address is the one that the form went to; the language menu leads to it too."""
    revision = make_record(state=State.SUBMITTED)
    browser = Browser(app).sign_in(make_user(roles=["moderator"]))
    browser.submit(f"/review/{revision.resource_id}", action="/take")
    page = browser.submit(f"/review/{revision.resource_id}", action="/request_changes", reason="", status=422)
    browser.get(page.path, status=303)
    assert revision.title in browser.follow().text
    browser.get(f"/fa{page.path}", status=303)
    assert revision.title in browser.follow().text


def test_other_methods_are_refused_as_ever(app: Flask) -> None:
    client = app.test_client()
    assert client.post("/library").status_code == 405
    assert client.delete("/library/").status_code == 404
