"""axe finds nothing on any page: as it is, with errors, empty, dark, right to left, narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.starter import demo_people
from tools.screenshots import PAGES, found_addresses, show

# of long lists of one kind the first few are looked at
ALIKE = {"exclude": [[".choice:nth-child(n+5)"], ["article:nth-of-type(n+5)"], ["option:nth-child(n+5)"]]}
PEOPLE = {person["role"]: person["email"] for person in demo_people()}


@pytest.mark.parametrize("role", PAGES)
def test_axe_finds_nothing(visit: Open, role: str) -> None:
    wide = visit(reduced_motion="reduce")
    narrow = visit("fa", reduced_motion="reduce", viewport={"width": 320, "height": 800}, color_scheme="dark")
    places = wide.site.places | found_addresses(wide.page, wide.site.address)
    found: dict[str, list[str]] = {}
    for one in (wide, narrow):
        if role in PEOPLE:
            one.sign_in(PEOPLE[role])
        for name, path in PAGES[role].items():
            show(one.page, one.address(path.format(**places)))
            found[f"{name} {one.language}"] = violations(one.page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def violations(page: Page) -> list[str]:
    """What axe finds, with the parts of the page it speaks of."""
    results = Axe().run(page, ALIKE)
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}"
        for one in results.response["violations"]
    ]
