"""Pages about the site itself, the installed site, and how every public page names its other languages."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from marketplace.assets import STATIC, load
from marketplace.languages import enabled_languages
from tests.browsing import Browser
from tests.factories import make_user

PUBLIC = ["/", "/library?q=nurses&origin=AL", "/providers?q=a%26b", "/about", "/accessibility"]
PREFIXES = ["" if language.code == "en" else f"/{language.code}" for language in enabled_languages()]


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("path", ["/about", "/accessibility"])
def test_page_is_public_and_linked_from_the_foot(client: FlaskClient, prefix: str, path: str) -> None:
    answer = client.get(prefix + path)
    assert answer.status_code == 200
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert f'<a href="{prefix}{path}">' in client.get(prefix + "/").get_data(as_text=True)


def test_about_page_says_whose_work_it_rests_on(client: FlaskClient) -> None:
    page = client.get("/about").get_data(as_text=True)
    for word in ("independent", "imply endorsement", "EuroVoc", "UNESCO", "Natural Earth", "Vazirmatn"):
        assert word in page


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("prefix", PREFIXES)
def test_public_page_names_itself_in_every_language(client: FlaskClient, prefix: str, path: str) -> None:
    page = client.get(prefix + path).get_data(as_text=True)
    shown = path.replace("&", "&amp;")
    assert f'<link rel="canonical" href="http://localhost{prefix}{shown}">' in page
    for language, other in zip(enabled_languages(), PREFIXES, strict=True):
        link = f'<link rel="alternate" hreflang="{language.code}" href="http://localhost{other}{shown}">'
        assert link in page
        assert f'<a href="{other}{shown}" hreflang="{language.code}"' in page
    assert f'hreflang="x-default" href="http://localhost{shown}"' in page


def test_manifest_speaks_the_language_it_is_asked_in(client: FlaskClient) -> None:
    page = client.get("/fa/").get_data(as_text=True)
    assert '<link rel="manifest" href="/fa/site.webmanifest">' in page
    answer = client.get("/fa/site.webmanifest")
    assert answer.content_type.startswith("application/manifest+json")
    manifest = json.loads(answer.data)
    assert (manifest["lang"], manifest["dir"], manifest["start_url"], manifest["scope"]) == (
        "fa",
        "rtl",
        "/fa/",
        "/",
    )
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert all(client.get(icon["src"]).content_type == "image/png" for icon in manifest["icons"])


@pytest.mark.parametrize("name", ["app-180.png", "app-192.png", "app-512.png", "app-maskable-512.png"])
def test_icon_has_the_size_of_its_name(name: str) -> None:
    size = int(re.findall(r"\d+", name)[0])
    with Image.open(STATIC / "img" / name) as picture:
        assert picture.size == (size, size)


def test_maskable_icon_reaches_every_edge() -> None:
    with Image.open(STATIC / "img" / "app-maskable-512.png") as picture:
        shown = picture.convert("RGBA")
        corners = {shown.getpixel(place) for place in ((0, 0), (511, 0), (0, 511), (511, 511))}
    assert len(corners) == 1
    assert next(iter(corners))[3] == 255


def test_service_worker_stands_at_the_root_and_is_asked_for_anew(client: FlaskClient) -> None:
    answer = client.get("/service-worker.js")
    assert answer.content_type.startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    settings = json.loads(re.findall(rb"^const SETTINGS = (.+);$", answer.data, re.M)[0])
    names = {address.removeprefix("/static/") for address in settings["assets"]}
    assert names <= set(load().by_hashed_name)
    assert settings["languages"] == [one.code for one in enabled_languages() if one.code != "en"]


def test_member_gets_the_same_service_worker(app: Flask, client: FlaskClient) -> None:
    page = Browser(app).sign_in(make_user()).get("/service-worker.js")
    assert page.data == client.get("/service-worker.js").data
    assert "Set-Cookie" not in page.headers


def test_offline_page_names_nobody_when_asked_without_cookies(app: Flask) -> None:
    assert "Ana Krasniqi" not in app.test_client().get("/offline").get_data(as_text=True)


def test_language_chosen_in_the_menu_is_remembered(app: Flask) -> None:
    user = make_user()
    browser = Browser(app).sign_in(user)
    browser.get("/library?q=nurses&origin=AL")
    browser.submit(action="/account/language/switch", button=("language", "fa"))
    assert browser.page.location.endswith("/fa/library?q=nurses&origin=AL")
    browser.sign_out()
    browser.sign_in(user)
    assert browser.page.location.split("localhost")[-1].startswith("/fa/")


@pytest.mark.parametrize("target", ["//evil.example/x", "https://evil.example/", "/\\evil.example", ""])
def test_language_menu_leads_to_no_other_site(app: Flask, target: str) -> None:
    browser = Browser(app).sign_in(make_user())
    browser.get("/library")
    browser.submit(action="/account/language/switch", button=("language", "sq"), next=target)
    assert browser.page.location == "/sq/"


def test_unknown_language_in_the_menu_changes_nothing(app: Flask) -> None:
    browser = Browser(app).sign_in(make_user(language="fr"))
    browser.get("/library")
    browser.submit(action="/account/language/switch", button=("language", "tlh"))
    assert browser.page.location == "/fr/library"
