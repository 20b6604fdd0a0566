"""Every page, also with errors, empty, dark, right to left, narrow, large: axe finds nothing, all fits."""

import pytest
from playwright.sync_api import Page

from tests.browser.auditing import violations
from tests.browser.conftest import Open
from tests.browser.serving import Site
from tests.browser.visits import Visit
from tests.starter import demo_people
from tools.screenshots import PAGES, found_addresses, show

PHONE = {"width": 360, "height": 800}
PEOPLE = {person["role"]: person["email"] for person in demo_people()}
NARROW = {"width": 320, "height": 800}
# of long lists of one kind the first few are looked at
ALIKE = {"exclude": [[".choices > :nth-child(n+5)"], ["article:nth-of-type(n+5)"], ["option:nth-child(n+5)"]]}
FOUND: dict[str, dict[str, str]] = {}
OVER_THE_EDGE = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = ".table-scroll, .choices-scroll, .visually-hidden, .skip, .map, .menu-body, [hidden]";
  const over = [...document.querySelectorAll("body *")].filter((one) => {
    const { left, right, width: own } = one.getBoundingClientRect();
    return own && (right > width + 1 || left < -1) && !one.closest(scrolls);
  });
  return over.map((one) => `over the edge: ${one.tagName}.${one.className}`).slice(0, 5);
}"""


@pytest.mark.parametrize("role", PAGES)
def test_axe_finds_nothing(visit: Open, role: str) -> None:
    assert look_at_pages(visit(reduced_motion="reduce"), role) == {}


@pytest.mark.parametrize("role", PAGES)
def test_axe_finds_nothing_in_the_dark_from_right_to_left_and_all_fits(visit: Open, role: str) -> None:
    assert look_at_pages(visit("fa", color_scheme="dark", viewport=NARROW), role) == {}


def look_at_pages(one: Visit, role: str) -> dict[str, list[str]]:
    """What is wrong on the pages of a role, by the name of the page."""
    places = addresses(one.page, one.site)
    if role in PEOPLE:
        one.sign_in(PEOPLE[role])
    found = {}
    for name, path in PAGES[role].items():
        show(one.page, one.address(path.format(**places)))
        assert name == "sign-in" or not one.path.endswith("/sign-in"), f"{name} asks to sign in"
        found[name] = violations(one.page, ALIKE) + headings(one.page)
        if one.page.viewport_size == NARROW:
            found[name] += misfits(one.page)
    return {name: wrong for name, wrong in found.items() if wrong}


def addresses(page: Page, site: Site) -> dict[str, str]:
    """What stands in the addresses of pages; records and a provider are looked up once for a site."""
    if site.address not in FOUND:
        FOUND[site.address] = site.places | found_addresses(page, site.address)
    return FOUND[site.address]


def headings(page: Page) -> list[str]:
    """More or fewer main headings than one."""
    number = page.locator("h1").count()
    return [f"{number} main headings"] if number != 1 else []


def misfits(page: Page) -> list[str]:
    """What stands over the edge of a narrow screen, and of one twice as wide with text twice as large."""
    wrong: list[str] = page.evaluate(OVER_THE_EDGE)
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wrong += page.evaluate(OVER_THE_EDGE)
    page.set_viewport_size(NARROW)
    return wrong


@pytest.mark.parametrize("language", ["en", "fa", "fr", "sq", "sr", "sr-Latn"])
def test_header_leaves_room_for_the_page(visit: Open, language: str) -> None:
    page = visit(language, viewport=PHONE).open("/about")
    tools, name = (page.locator(one).bounding_box() for one in (".site-tools", ".site-name"))
    assert tools
    assert name
    assert tools["y"] < name["y"] + name["height"], "the tools fell below the name"
