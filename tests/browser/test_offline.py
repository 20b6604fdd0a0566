"""Without a network: the kept page in the reader's language, nothing else kept, and back with the line."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found.sort();
}"""


def _visitor(browser: Browser, address: str) -> tuple[BrowserContext, Page]:
    """A reader whose service worker has started and who has opened one page with it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then((found) => found.active.state)")
    page.wait_for_function(
        "navigator.serviceWorker.getRegistration().then((r) => r.active?.state === 'activated')"
    )
    page.reload()
    return context, page


def test_reader_without_network_sees_the_page_in_her_language(browser: Browser, site: str) -> None:
    context, page = _visitor(browser, site + "/fa/")
    context.set_offline(True)
    page.goto(site + "/fa/library?q=nurses")
    assert page.locator("[data-offline] h1").is_visible()
    assert page.get_attribute("html", "dir") == "rtl"
    ground = page.locator("header.site-header").evaluate("one => getComputedStyle(one).backgroundColor")
    assert ground != "rgba(0, 0, 0, 0)", "the style sheet is kept"
    again = page.locator("[data-offline] .button").evaluate("one => one.href")
    assert again == site + "/fa/library?q=nurses"
    context.set_offline(False)
    page.wait_for_selector("form.search-box")
    assert page.url == site + "/fa/library?q=nurses"
    context.close()


def test_language_first_seen_later_is_kept_too(browser: Browser, site: str) -> None:
    context, page = _visitor(browser, site + "/")
    page.goto(site + "/sr/about")
    page.wait_for_function("caches.match('/sr/offline').then((found) => !!found)")
    context.set_offline(True)
    page.goto(site + "/sr/providers")
    assert page.get_attribute("html", "lang") == "sr"
    # in a window of its own: Chromium may tell a page that is being left that the line is back
    other = context.new_page()
    other.goto(site + "/sq/providers")
    expect(other.locator("html")).to_have_attribute("lang", "en")
    expect(other.locator("[data-offline]")).to_be_visible()
    context.close()


def test_nothing_but_the_shell_is_kept(browser: Browser, site: str) -> None:
    context, page = _visitor(browser, site + "/")
    for path in ("/library?q=nurses", "/account/sign-in", "/about"):
        page.goto(site + path)
    kept = page.evaluate(KEPT)
    assert [path for path in kept if not path.startswith("/static/")] == ["/offline"]
    assert {"css", "js", "svg"} <= {path.rsplit(".", 1)[1] for path in kept if path.startswith("/static/")}
    context.close()
