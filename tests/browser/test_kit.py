"""The offline kit in a browser, opened from a folder without a server."""

import io
import urllib.request
import zipfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.serving import Site


def test_kit_is_searched_from_a_folder(browser: Browser, marketplace: Site, tmp_path: Path) -> None:
    with urllib.request.urlopen(f"{marketplace.address}/corridors/AL-DE/kit.zip") as answer:
        zipfile.ZipFile(io.BytesIO(answer.read())).extractall(tmp_path)
    context = browser.new_context(offline=True)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text))
    page.goto((tmp_path / "kit-AL-DE-en" / "index.html").as_uri())
    rows = page.locator("[data-kit-list] > *")
    shown = page.locator("[data-kit-list] > :visible")
    everything = rows.count()
    assert shown.count() == everything > 5
    words = page.get_by_role("searchbox")
    for typed in ("Übungen", "ubun"):
        words.fill(typed)
        assert 0 < shown.count() < everything
    words.fill("zzzz")
    assert shown.count() == 0
    assert page.get_by_role("status").inner_text() == "Nothing found"
    words.fill("")
    page.get_by_label("Kind of help").select_option("language_training")
    assert 0 < shown.count() < everything
    shown.first.get_by_role("link").first.click()
    page.get_by_role("link", name="Back to the list").click()
    assert rows.count() == everything
    assert problems == []
    context.close()
