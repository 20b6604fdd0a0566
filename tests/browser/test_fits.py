"""Every page on the narrowest screen and with text twice as large: nothing over the edge, one heading."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from marketplace import outbox
from marketplace.cli.demo_content import make_accounts, make_organisations, new_people
from marketplace.providers.operations import list_organisation
from tools import scenes
from tools.screenshots import PAGES, prefix, show, sign_in

OVER_THE_EDGE = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = ".table-scroll, .choices-scroll, .visually-hidden, .skip, .map, .menu-body, [hidden]";
  const over = [...document.querySelectorAll("body *")].filter((one) => {
    const { left, right, width: own } = one.getBoundingClientRect();
    return own && (right > width + 1 || left < -1) && !one.closest(scrolls);
  });
  return over.map((one) => `${one.tagName}.${one.className}`).slice(0, 5);
}"""
LISTED = {"name": "Beratungsstelle Süd", "kinds": ["ngo"], "side": "destination", "countries": ["DE"]}


@pytest.fixture
def filled(app: Flask, site: str) -> tuple[str, dict[str, dict[str, str]], dict[str, str]]:
    """The address, the sign-ins by role and what addresses are made of, with work in every state."""
    given = new_people()
    admin = make_accounts(given)
    make_organisations(given)
    listed = list_organisation(admin, LISTED)
    people: dict[str, dict[str, str]] = {person["role"]: dict(person) for person in given}
    found = scenes.make(people)
    outbox.drain()
    record = f"/library/{found['changed']}"
    places = {"record": record, "offering": record, "document": record}
    return site, people, found | places | {"provider": f"/providers/{listed.slug}"}


@pytest.mark.parametrize("role", PAGES)
def test_page_fits(
    browser: Browser, filled: tuple[str, dict[str, dict[str, str]], dict[str, str]], role: str
) -> None:
    address, people, found = filled
    context = browser.new_context(viewport={"width": 320, "height": 800}, service_workers="block")
    page = context.new_page()
    if role in people:
        sign_in(page, address, people[role])
    wrong = {}
    for name, path in PAGES[role].items():
        show(page, f"{address}/fa{path.format(**found)}")
        assert name == "sign-in" or "/sign-in" not in page.url, f"{name} asks to sign in"
        page.set_viewport_size({"width": 320, "height": 800})
        narrow = page.evaluate(OVER_THE_EDGE)
        page.set_viewport_size({"width": 640, "height": 800})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        large = page.evaluate(OVER_THE_EDGE)
        headings = page.locator("h1").count()
        if narrow or large or headings != 1:
            wrong[name] = (narrow, large, headings)
    context.close()
    assert wrong == {}


@pytest.mark.parametrize("language", ["en", "fa", "fr", "sq", "sr", "sr-Latn"])
def test_header_leaves_room_for_the_page(browser: Browser, site: str, language: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, service_workers="block")
    page = context.new_page()
    page.goto(f"{site}{prefix(language)}/about")
    tools, name = (page.locator(one).bounding_box() for one in (".site-tools", ".site-name"))
    context.close()
    assert tools
    assert name
    assert tools["y"] < name["y"] + name["height"], "the tools fell below the name"
