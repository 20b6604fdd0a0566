"""Somebody comes for the first time and has read nothing about the site."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.journeys.answers import SUMMARY
from tests.starter import EDITOR

# what somebody types into the questions that must be answered; all others are left
TYPED = {"Title": "Help with papers in the evening", "What do you offer?": SUMMARY}
CHOSEN = {"From": "Philippines", "To": "Germany"}


def test_practice_for_a_corridor_is_found_in_three_actions(visit: Open) -> None:
    visitor = visit(viewport={"width": 360, "height": 740})
    visitor.open("/")
    search = visitor.page.get_by_role("search").first
    search.get_by_label("From").select_option(label="Philippines")
    search.get_by_label("To").select_option(label="Germany")
    search.get_by_role("button").click()

    practices = visitor.page.locator("main article", has_text="Practice")
    first = practices.filter(has_text="Philippines").filter(has_text="Germany").first
    expect(first.get_by_role("heading")).to_be_visible()


def test_search_box_offers_ways_to_go_on_typing(visit: Open) -> None:
    page = visit("sq").open("/library")
    page.locator("#q").press_sequentially("nurs")
    offered = page.locator("#q-words option")
    expect(offered.first).to_be_attached()
    assert "nurses" in offered.evaluate_all("all => all.map((one) => one.value)")
    page.locator("#q").fill("n")
    page.locator("#q").press("Enter")
    expect(page.locator("#found")).to_be_visible()


def test_corridor_on_the_map_leads_to_its_records(visit: Open) -> None:
    visitor = visit()
    visitor.open("/")
    visitor.page.get_by_text("Show the corridors as a table").click()
    row = visitor.page.locator("main table tbody tr").first
    words = row.inner_text().split("\t")
    row.get_by_role("link").first.click()
    expect(visitor.page.locator("main article").first).to_contain_text(words[0].strip())


def test_offering_is_sent_by_who_answers_only_what_must_be_answered(visit: Open) -> None:
    provider = visit().sign_in(EDITOR)
    provider.open("/workspace")
    for button in ("Start a new record", "Start an offering"):
        provider.press(button)
    for _ in range(12):
        answer_what_must_be(provider.page)
        heading = provider.page.get_by_role("heading", level=1).inner_text()
        primary(provider.page).click()
        expect(provider.page.get_by_role("heading", level=1)).not_to_have_text(heading)
        expect(provider.page.locator(".error-summary")).to_have_count(0)
        if provider.page.get_by_role("heading", name="With the reviewers", exact=True).count():
            return
    raise AssertionError(f"still not sent: {provider.page.url}")


def answer_what_must_be(page: Page) -> None:
    """Answer each question that is not marked as optional, by what its label says and nothing else."""
    questions = page.locator("main form .field:not(:has(.field)):not(:has(> :is(label, legend) .optional))")
    for question in questions.all():
        if question.locator("xpath=ancestor::fieldset[legend//*[@class='optional']]").count():
            continue
        control = question.locator("input:not([type=hidden]), select, textarea").first
        if control.count() and control.is_visible() and not question.locator("input:checked").count():
            answer(control, label_of(question))


def label_of(question: Locator) -> str:
    """The words at a question."""
    return question.locator("legend, label").first.inner_text().strip()


def answer(control: Locator, label: str) -> None:
    """Type, choose or tick."""
    kind = control.evaluate("one => one.type")
    if kind in {"checkbox", "radio"}:
        control.check()
    elif kind.startswith("select"):
        if label in CHOSEN:
            control.select_option(label=CHOSEN[label])
    else:
        control.fill(TYPED[label])


def primary(page: Page) -> Locator:
    """The one button that stands out."""
    return page.locator("main .button:not([class*='button-']):not(.visually-hidden):visible").first
