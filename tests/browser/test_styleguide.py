"""The style guide in a real browser: nothing that axe finds, nothing over the edge, scripts that work."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.auditing import violations

LOOKS = [
    pytest.param("/styleguide", "light", 1280, id="light"),
    pytest.param("/styleguide?errors=1", "dark", 1280, id="dark-errors"),
    pytest.param("/styleguide?dir=rtl&errors=1", "light", 1280, id="rtl-errors"),
    pytest.param("/fa/styleguide", "dark", 360, id="fa-dark-phone"),
    pytest.param("/styleguide", "light", 320, id="narrowest"),
    pytest.param("/styleguide/home", "light", 1280, id="home"),
    pytest.param("/fa/styleguide/home", "dark", 360, id="home-fa-dark-phone"),
]


def _open(browser: Browser, address: str, scheme: str = "light", width: int = 1280) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address, wait_until="networkidle")
    return page, complaints


@pytest.mark.parametrize(("path", "scheme", "width"), LOOKS)
def test_style_guide_has_no_violation_and_fits(
    browser: Browser, site: str, path: str, scheme: str, width: int
) -> None:
    page, complaints = _open(browser, site + path, scheme, width)
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((part) => { part.open = true })")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.context.close()


def test_text_at_twice_the_size_still_fits(browser: Browser, site: str) -> None:
    page, _ = _open(browser, site + "/styleguide?errors=1", width=640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.context.close()


def test_scripts_do_their_work(browser: Browser, site: str) -> None:
    page, _ = _open(browser, site + "/styleguide?errors=1")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.fill("#summary", "one two three")
    assert page.inner_text("#summary-count") == "So far: 3 · 60 to 100 words"
    page.click("text=Show password")
    assert page.get_attribute("#password", "type") == "text"
    page.get_by_label("Find in this list: Target groups").fill("student")
    shown = page.locator("#target_groups .choice:visible").all_inner_texts()
    assert shown
    assert all("student" in text.lower() for text in shown)
    page.context.close()


def test_menu_closes_on_escape_and_gives_the_focus_back(browser: Browser, site: str) -> None:
    page, _ = _open(browser, site + "/styleguide")
    summary = page.locator("header details.menu summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("header .menu-body").first.is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("header .menu-body").first.is_visible()
    assert summary.evaluate("one => one === document.activeElement")
    page.context.close()


def test_page_works_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/styleguide/home")
    page.locator("header details.menu summary").first.click()
    page.locator("header .menu-body a[hreflang=fa]").first.click()
    assert page.url.endswith("/fa/styleguide/home")
    assert page.get_attribute("html", "dir") == "rtl"
    context.close()


def test_first_load_makes_few_requests(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(site + "/fa/styleguide/home", wait_until="networkidle")
    assert len(addresses) <= 8
    assert all(address.startswith(site) for address in addresses)
    context.close()
