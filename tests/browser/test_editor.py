"""What the editor promises: one record however often one presses, and no word lost."""

import re

import pytest
from playwright.sync_api import expect

from marketplace.resources.models import Kind
from tests.browser.conftest import Open
from tests.browser.visits import Visit
from tests.browsing import PASSWORD
from tests.journeys.answers import PAGES, SUMMARY
from tests.resources.files import picture
from tests.starter import EDITOR

WORDS = "Step by step: the school teaches, the master waits at the station."


@pytest.fixture
def editor(visit: Open) -> Visit:
    """A member of an organisation, at work."""
    return visit().sign_in(EDITOR)


def test_double_click_makes_one_record(editor: Visit) -> None:
    editor.open("/workspace/records/new?kind=need")
    editor.fill({"title": "Pressed twice in a hurry"})
    editor.page.get_by_role("button", name="Start").dblclick()
    expect(editor.page).to_have_url(re.compile("/edit/glance$"))
    editor.open("/workspace")
    expect(editor.page.get_by_role("main").get_by_text("Pressed twice in a hurry")).to_have_count(1)


def test_double_click_enters_one_organisation(editor: Visit) -> None:
    editor.open("/workspace/organisations/new")
    editor.fill({"name": "Twice House", "kinds": ["ngo"], "side": "origin", "countries": ["AL"]})
    editor.page.get_by_role("button", name="Enter the organisation").dblclick()
    expect(editor.page.get_by_role("heading", level=1)).to_have_text("Twice House")
    editor.open("/workspace/organisations")
    expect(editor.page.get_by_role("main").get_by_text("Twice House")).to_have_count(1)


def test_words_survive_the_end_of_the_session(editor: Visit) -> None:
    record = editor.site.places["asked"]
    editor.open(f"/workspace/records/{record}/edit/approach")
    editor.fill({"approach": WORDS})
    editor.context.clear_cookies()
    editor.press("Save and continue")
    expect(editor.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    editor.fill({"email": EDITOR, "password": PASSWORD})
    editor.press("Sign in")
    expect(editor.page.get_by_label("How does it work?")).to_have_value(WORDS)
    editor.press("Save and go to the task list")
    editor.open(f"/workspace/records/{record}/preview")
    expect(editor.page.get_by_text(WORDS)).to_be_visible()


def test_words_are_saved_while_one_writes(editor: Visit) -> None:
    path = f"/workspace/records/{editor.site.places['draft']}/edit/glance"
    editor.page.clock.install()
    editor.open(path)
    sought = editor.page.get_by_label("What do you offer?")
    sought.fill(SUMMARY)
    expect(editor.page.get_by_text("Not saved yet")).to_be_visible()
    editor.page.clock.run_for(3_000)
    expect(editor.page.get_by_text(re.compile(r"^Saved \d"))).to_be_visible()
    sought.fill(SUMMARY.replace("twice", "thrice"))
    editor.page.clock.run_for(3_000)
    expect(editor.page.get_by_text(re.compile(r"^Saved \d"))).to_be_visible()

    elsewhere = editor.context.new_page()
    elsewhere.goto(editor.page.url)
    expect(elsewhere.get_by_label("What do you offer?")).to_have_value(re.compile("thrice"))
    editor.press("Save and continue")
    expect(editor.page).to_have_url(re.compile("/edit/corridors$"))


def test_file_too_large_is_left_out_before_it_is_sent(editor: Visit) -> None:
    editor.open(f"/workspace/records/{editor.site.places['draft']}/edit/files")
    large = {"name": "large.pdf", "mimeType": "application/pdf", "buffer": b"0" * 25_000_001}
    fits = {"name": "map.png", "mimeType": "image/png", "buffer": picture()}
    chosen = editor.page.get_by_label("Files")
    chosen.set_input_files([large, fits])
    alert = editor.page.get_by_role("alert")
    expect(alert).to_have_text("large.pdf: The file is too large. It may have 25 MB at most.")
    assert chosen.evaluate("one => [...one.files].map((file) => file.name)") == ["map.png"]
    editor.press("Add the chosen files")
    expect(editor.page.get_by_role("link", name="map.png")).to_be_visible()
    chosen.set_input_files(fits)
    expect(alert).to_have_count(0)


def test_chosen_file_is_not_left_behind_in_silence(editor: Visit) -> None:
    editor.open(f"/workspace/records/{editor.site.places['draft']}/edit/files")
    editor.page.get_by_label("Files").set_input_files(
        {"name": "map.png", "mimeType": "image/png", "buffer": picture()}
    )
    editor.page.get_by_label("Licence").click()  # browsers ask only after a person did something
    editor.page.get_by_role("link", name="Workspace").first.click()
    expect(editor.page).to_have_url(re.compile("/workspace$"))
    [asked] = editor.complaints
    assert "beforeunload" in asked
    editor.complaints.clear()


def test_row_is_added_without_losing_what_was_chosen(visit: Open) -> None:
    for scripts in (True, False):
        editor = visit(java_script_enabled=scripts).sign_in(EDITOR)
        editor.open(f"/workspace/records/{editor.site.places['draft']}/edit/corridors")
        editor.fill({"corridors-0-origin": "XK"})
        editor.page.get_by_role("button", name="Add another row").click()
        editor.page.locator("[name=corridors-1-origin]").select_option("any")
        expect(editor.page.locator("[name=corridors-0-origin]")).to_have_value("XK")


def test_somebody_elses_words_are_shown_beside_ones_own(visit: Open) -> None:
    first, second = visit().sign_in(EDITOR), visit().sign_in(EDITOR)
    for one in (first, second):
        one.open(f"/workspace/records/{one.site.places['asked']}/edit/lessons")
    first.fill({"lessons": "Begin the papers earlier."})
    first.press("Save and continue")
    expect(first.page).to_have_url(re.compile("/edit/adapted$"))
    second.fill({"lessons": "Ask for a bigger room."})
    second.press("Save and continue")
    expect(second.page.get_by_text("Begin the papers earlier.").first).to_be_visible()
    expect(second.page.get_by_text("Ask for a bigger room.").first).to_be_visible()


def test_double_click_sends_a_record_once(editor: Visit) -> None:
    editor.open("/workspace/records/new?kind=need")
    editor.fill({"title": "Sent twice in a hurry"})
    editor.press("Start")
    for page, answers in PAGES[Kind.NEED].items():
        expect(editor.page).to_have_url(re.compile(f"/edit/{page}$"))
        editor.fill(answers)
        editor.press("Save and continue")
    editor.press("Send for review")
    editor.page.get_by_label("I confirm that this is true today").check()
    editor.page.get_by_role("button", name="Send for review").dblclick()
    expect(editor.page.get_by_role("heading", name="With the reviewers", exact=True)).to_be_visible()
    expect(editor.page.get_by_text("It is on its way to the reviewers.")).to_be_visible()
    expect(editor.page.locator(".timeline > li", has_text="Sent for review")).to_have_count(1)
