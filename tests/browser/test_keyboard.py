"""The main job without a mouse."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.test_main_journey import PROOF, verify
from tests.browser.visits import Visit
from tests.browsing import PASSWORD
from tests.starter import ADMIN, MODERATOR

EMAIL = "kamil@example.org"
NAME = "Chamber by keyboard"
TITLE = "We look for a school, says the keyboard"


def test_organisation_publishes_a_need_without_a_mouse(visit: Callable[..., Visit]) -> None:
    author = visit()
    keys = Keyboard(author.page)
    register(author, keys)
    enter_organisation(author, keys)
    verify(visit().sign_in(ADMIN), NAME)
    write_a_need(author, keys)

    moderator = visit().sign_in(MODERATOR)
    moderator.open("/review")
    keys = Keyboard(moderator.page)
    keys.follow(TITLE)
    keys.follow("Take it")
    expect(moderator.page.get_by_text("You have it now.")).to_be_visible()
    keys.follow("Publish")
    expect(moderator.page.get_by_text("is published.")).to_be_visible()

    visitor = visit()
    visitor.open("/")
    keys = Keyboard(visitor.page)
    keys.write("From", "Bosnia")
    keys.write("To", "Czech")
    keys.write("What are you looking for?", "school keyboard")
    keys.press("Enter")
    keys.follow(TITLE)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_filters_beside_the_results_are_one_step_away(visit: Callable[..., Visit]) -> None:
    visitor = visit()
    visitor.open("/library?q=nurses")
    way = visitor.page.locator(".filters-jump")
    assert way.evaluate("one => one.clientWidth") <= 1
    Keyboard(visitor.page).tab_to(way.get_by_role("link"))
    assert way.evaluate("one => one.clientWidth") > 1
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator("#filters :focus")).to_have_count(1)


def register(author: Visit, keys: Keyboard) -> None:
    """From the home page to an account; the first attempt is empty."""
    author.open("/")
    keys.press("Tab")
    expect(author.focused()).to_have_text("Skip to the content")
    keys.press("Enter")
    keys.follow("List your organisation")
    keys.follow("Create an account")

    expect(author.focused()).to_have_class("error-summary")
    keys.follow("Enter your name.")
    expect(author.focused()).to_have_attribute("name", "name")
    author.page.keyboard.type("Kamil Klávesnice")
    keys.write("E-mail address", EMAIL)
    keys.write("Password", PASSWORD)
    keys.press("Enter")
    expect(author.page.get_by_role("heading", level=1)).to_have_text("Look into your mail")

    author.open(author.site.mail_to(EMAIL).link)
    keys.follow("Confirm")
    keys.write("E-mail address", EMAIL)
    keys.write("Password", PASSWORD)
    keys.press("Enter")
    expect(author.page.get_by_role("heading", level=1)).to_have_text("Workspace")


def enter_organisation(author: Visit, keys: Keyboard) -> None:
    """The form of an organisation with its long lists, and a proof."""
    keys.follow("Enter your organisation")
    keys.write("Name", NAME)
    keys.tick("Employer or chamber")
    keys.tab_to(author.page.get_by_label("Country of origin"))
    keys.press("ArrowDown")
    expect(author.page.get_by_label("Country of destination")).to_be_checked()
    keys.tick("Czechia", among="Countries you work in")
    keys.skip("Languages you work in")
    keys.write("Website (optional)", "https://keyboard.example.org")
    keys.follow("Enter the organisation")
    keys.follow("Ask to be verified")
    proof = author.page.get_by_label("Proof", exact=True)
    keys.tab_to(proof)
    proof.set_input_files(
        PROOF
    )  # the window to choose a file is the browser's, and does not always open unseen
    keys.follow("Send the document")
    expect(author.page.get_by_text("Your proof is sent.")).to_be_visible()


def write_a_need(author: Visit, keys: Keyboard) -> None:
    """From the workspace to the reviewers."""
    author.open("/workspace")
    keys.follow("Start a new record")
    keys.follow("Start a need")
    keys.write("Title", TITLE)
    keys.follow("Start")

    keys.write("What do you look for?", "A school that teaches carpenters the words of the site: keyboard.")
    keys.tab_to(author.page.get_by_label("Country of origin"))
    keys.press("Space")
    keys.follow("Save and continue")

    keys.write("From", "Bosnia")
    keys.write("To", "Czech")
    keys.tick("Before departure")
    keys.tick("Language training")
    keys.tick("Skilled workers", among="Target groups")
    keys.skip("Languages it is given in")
    keys.follow("Save and continue")
    keys.follow("Save and continue")

    keys.follow("Send for review")
    keys.tick("I confirm that this is true today")
    keys.follow("Send for review")
    expect(author.page.get_by_role("heading", name="With the reviewers", exact=True)).to_be_visible()
