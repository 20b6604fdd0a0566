"""The main job in a real browser: with scripts, and without."""

import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, expect

from marketplace.resources.models import Kind
from tests.browser.conftest import Open
from tests.browser.visits import Visit
from tests.browsing import PASSWORD
from tests.journeys.answers import PAGES
from tests.journeys.steps import PDF
from tests.starter import ADMIN, MODERATOR

PROOF = FilePayload(name="register.pdf", mimeType="application/pdf", buffer=PDF)


def register(visit: Visit, name: str, email: str) -> None:
    """From the home page to an account, by the link in the mail."""
    visit.open("/")
    visit.press("List your organisation")
    visit.fill({"name": name, "email": email, "password": PASSWORD})
    visit.press("Create an account")
    visit.open(visit.site.mail_to(email).link)
    visit.press("Confirm")
    visit.fill({"email": email, "password": PASSWORD})
    visit.press("Sign in")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Workspace")


def enter_organisation(visit: Visit, name: str) -> None:
    """Enter it, and send a proof that it is real."""
    visit.press("Enter your organisation")
    visit.fill({"name": name, "kinds": ["employer"], "side": "destination", "countries": ["CZ"]})
    visit.press("Enter the organisation")
    visit.press("Ask to be verified")
    visit.page.get_by_label("Proof", exact=True).set_input_files(PROOF)
    visit.press("Send the document")


def verify(admin: Visit, name: str) -> None:
    """The admin looks at the proof."""
    admin.open("/admin/organisations")
    admin.press(name)
    admin.press("Verify")
    expect(admin.page.get_by_text("Verified").first).to_be_visible()


def draft(visit: Visit, kind: Kind, title: str, **other: Any) -> None:
    """Start a record and fill page after page until the list of tasks is there; `other` answers go first."""
    visit.open("/workspace")
    visit.press("Start a new record")
    visit.press({Kind.CASE_STUDY: "Start a practice", Kind.OFFERING: "Start an offering"}[kind])
    if visit.page.locator("main select[name=organisation_id]").count():
        visit.fill({"organisation_id": other["organisation_id"]})
    visit.fill({"title": title})
    visit.press("Start")
    for page, answers in PAGES[kind].items():
        expect(visit.page).to_have_url(re.compile(f"/edit/{page}$"))
        visit.fill({name: other.get(name, answer) for name, answer in answers.items()})
        visit.press("Save and continue")
    expect(visit.page).to_have_url(re.compile(r"/workspace/records/\w+$"))


def send(visit: Visit, button: str) -> None:
    """Check the answers, say that they are true, and send them."""
    visit.press(button)
    visit.page.get_by_label("I confirm that this is true today").check()
    visit.press(button)
    expect(visit.page.get_by_role("heading", name="With the reviewers", exact=True)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_organisation_publishes_an_offering_that_others_find(visit: Open, scripts: bool) -> None:
    author, admin, moderator, visitor = (visit(java_script_enabled=scripts) for _ in range(4))
    name, title = f"Chamber {scripts}", f"Evening course for carpenters {scripts}"
    email = f"jana-{scripts}@example.org".lower()
    register(author, "Jana Nováková", email)
    enter_organisation(author, name)
    verify(admin.sign_in(ADMIN), name)
    draft(author, Kind.OFFERING, title)
    send(author, "Send for review")

    moderator.sign_in(MODERATOR).open("/review")
    moderator.press(title)
    moderator.press("Take it")
    moderator.page.locator("summary", has_text="Ask for changes").click()
    moderator.page.locator("details[open] textarea").fill("Say who pays for the course.")
    moderator.press("Ask for changes")
    assert author.site.mail_to(email, "changes").link
    author.open("/workspace")
    expect(author.page.get_by_text("Say who pays for the course.")).to_be_visible()
    author.press("Make the changes")
    author.press("Who can use it and how")
    author.fill({"cost_note": "The chamber pays for the course."})
    author.press("Save and go to the task list")
    send(author, "Send again")

    moderator.open("/review")
    for button in (title, "Take it", "Publish"):
        moderator.press(button)
    assert author.site.mail_to(email, "published").link
    find(visitor, title)
    expect(visitor.page.get_by_text("The chamber pays for the course.")).to_be_visible()

    author.open("/workspace")
    author.press(title)
    author.press("Edit")
    author.press("The offering")
    author.fill({"title": f"{title}, in two groups"})
    author.press("Save and go to the task list")
    send(author, "Send for review")
    visitor.page.reload()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(title)

    moderator.open("/review")
    for button in (f"{title}, in two groups", "Take it", "Publish"):
        moderator.press(button)
    expect(moderator.page.get_by_text("is published.")).to_be_visible()
    visitor.page.reload()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(f"{title}, in two groups")

    author.open("/workspace")
    author.press(f"{title}, in two groups")
    author.press("Archive")
    author.fill({"reason": "The course has ended."})
    author.press("Archive")
    expect(author.page.get_by_role("heading", name="Not in the library")).to_be_visible()
    visitor.page.reload()
    expect(visitor.page.get_by_role("heading", level=1)).not_to_contain_text(title)


def find(visitor: Visit, title: str) -> None:
    """Search for the corridor from the home page and open the record."""
    visitor.open("/")
    search = visitor.page.get_by_role("search").first
    search.get_by_label("From").select_option("BA")
    search.get_by_label("To").select_option("CZ")
    search.get_by_role("button").click()
    visitor.press(title)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(title)
