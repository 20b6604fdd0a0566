"""Two organisations close a gap in a real browser: they find each other, agree, and state a hand-over."""

import re

from playwright.sync_api import expect

from marketplace.resources.models import Kind
from tests.browser.conftest import Open
from tests.browser.test_main_journey import draft, send
from tests.browser.visits import Visit
from tests.starter import EDITOR, MODERATOR

HOST = "provider-destination@demo.example"
GAP = "/corridors/GH-CZ"
PLACE = {"corridors-0-origin": "GH", "corridors-0-destination": "CZ"}
# Their owners act for others too.
CENTRE = "Example Migrant Resource Centre (demonstration)"
OFFICE = "Example City Welcome Office (demonstration)"
COURSE, WELCOME = "Words of the building site in Accra", "Welcome office for carpenters in Brno"


def publish(author: Visit, moderator: Visit, organisation: str, title: str, phase: str) -> None:
    """An offering for the gap, from the first question to the library."""
    draft(author, Kind.OFFERING, title, **PLACE, phase=[phase], organisation_id=organisation)
    send(author, "Send for review")
    moderator.open("/review")
    for button in (title, "Take it", "Publish"):
        moderator.press(button)
    expect(moderator.page.get_by_text("is published.")).to_be_visible()


def state_of_gap(visitor: Visit) -> str:
    """The word for the corridor at the head of its page, once the index has followed."""
    visitor.open(GAP)
    return visitor.page.locator("main .tag").first.inner_text()


def test_two_organisations_close_a_gap(visit: Open) -> None:
    teacher, host, moderator, visitor = (visit() for _ in range(4))
    teacher.sign_in(EDITOR)
    host.sign_in(HOST)
    moderator.sign_in(MODERATOR)
    assert state_of_gap(visitor) == "No help yet"

    publish(teacher, moderator, CENTRE, COURSE, "pre_departure")
    assert state_of_gap(visitor) == "One side only"
    publish(host, moderator, OFFICE, WELCOME, "on_arrival")
    assert state_of_gap(visitor) == "Covered on both sides"
    visitor.open("/coverage?booster=language_training")
    row = visitor.page.locator("table.matrix tr", has=visitor.page.get_by_role("rowheader", name="Ghana"))
    expect(row.locator("td.cell-covered")).to_have_count(1)

    teacher.open("/library?origin=GH&destination=CZ&q=Accra")
    teacher.press(COURSE)
    teacher.press("Counterparts on the other side")
    counterpart = teacher.page.locator("section.panel", has_text=WELCOME)
    expect(counterpart.get_by_text("One helps before arrival, the other after it.")).to_be_visible()
    counterpart.get_by_role("link", name="Ask for an introduction").click()
    teacher.fill({"text": "We teach the words of the site in Accra. Shall we hand our people over to you?"})
    teacher.press("Send the request")
    host.open("/workspace")
    host.press("Read and answer")
    host.press("Accept")
    expect(host.page.get_by_text(EDITOR)).to_be_visible()
    teacher.page.reload()
    expect(teacher.page.get_by_text(HOST)).to_be_visible()

    teacher.open("/workspace")
    teacher.press(COURSE)
    teacher.press("State a hand-over")
    teacher.fill({"q": "welcome office carpenters"})
    teacher.press("Search")
    teacher.press(WELCOME)
    teacher.fill({"gives": ["certificate"]})
    teacher.press("Propose it to the other side")
    host.open("/workspace/hand-overs")
    host.page.get_by_role("main").get_by_role("link", name=re.compile(COURSE)).click()
    host.press("Accept the hand-over")
    visitor.open(GAP)
    expect(visitor.page.get_by_role("main").get_by_role("heading", name="Hand-overs")).to_be_visible()
    expect(visitor.page.get_by_role("main").get_by_text("certificate").first).to_be_visible()
