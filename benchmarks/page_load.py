"""Largest contentful paint, layout shift and weight of the first load, in Chromium on a slow line.

    python -m benchmarks.page_load [--address ADDRESS] [--repeat 5]

Starts a demonstration of its own unless the address of a running site with records is given. Each load is
that of a new visitor: nothing kept, 1.6 Mbit/s down, 750 kbit/s up, 150 ms of latency. The worst of all
loads counts.
"""

import argparse
import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

from tools import chromium
from tools.screenshots import demonstration, found_addresses

DOWN, UP, LATENCY = 1_600_000 / 8, 750_000 / 8, 150
MOST_SECONDS, MOST_BYTES, MOST_REQUESTS = 1.8, 60_000, 8
OBSERVE = """() => {
  window.seen = { paint: 0, shift: 0, what: "" };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      window.seen.paint = entry.startTime;
      window.seen.what = entry.element?.tagName ?? "";
    }
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.seen.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""


@dataclass(frozen=True)
class Load:
    """One first load: seconds to the largest paint and the element painted, shift, bytes, requests."""

    seconds: float
    what: str
    shift: float
    size: int
    requests: int


def load(browser: Browser, url: str, width: int) -> Load:
    """Open a page as a new visitor on the slow line; wait until nothing moves any more."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    speed = {"latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP}
    line.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    sizes: list[int] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.add_init_script(f"({OBSERVE})()")
    page.goto(url, wait_until="load")
    page.wait_for_timeout(800)
    seen = page.evaluate("window.seen")
    context.close()
    return Load(seen["paint"] / 1000, seen["what"], seen["shift"], sum(sizes), len(sizes))


@contextlib.contextmanager
def site(given: str | None) -> Iterator[str]:
    """The address of the site to measure: the given one, or that of a demonstration started for this."""
    if given:
        yield given.rstrip("/")
    else:
        with demonstration() as (address, _people, _places):
            yield address


def main() -> None:
    """Measure home, library and record in two languages and two widths; exit 1 over a budget."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--address", help="of a running site; without it a demonstration is started")
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    with site(given.address) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        kept = measure(browser, address, given.repeat)
        browser.close()
    sys.exit(0 if kept else 1)


def measure(browser: Browser, address: str, repeat: int) -> bool:
    """Load every page several times and print the worst of each; whether all are within the budgets."""
    page = browser.new_page()
    record = found_addresses(page, address)["record"]
    page.close()
    kept = True
    print(f"{'page':<10}{'':<4}{'width':>5}{'LCP s':>8}{'of':>6}{'CLS':>7}{'kB':>7}{'requests':>10}")
    for name, path in (("home", "/"), ("library", "/library"), ("record", record)):
        for prefix in ("", "/fa"):
            for width in (360, 1280):
                loads = [load(browser, address + prefix + path, width) for _ in range(repeat)]
                kept &= _report(f"{name:<10}{prefix[1:] or 'en':<4}{width:>5}", loads)
    return kept


def _report(what: str, loads: list[Load]) -> bool:
    """Print the worst figures; whether they are within the budgets."""
    slowest = max(loads, key=lambda one: one.seconds)
    shift, size = max(one.shift for one in loads), max(one.size for one in loads)
    requests = max(one.requests for one in loads)
    print(
        f"{what}{slowest.seconds:>8.2f}{slowest.what:>6}{shift:>7.3f}{size / 1000:>7.1f}{requests:>10}",
        flush=True,
    )
    return slowest.seconds < MOST_SECONDS and shift == 0 and size <= MOST_BYTES and requests <= MOST_REQUESTS


if __name__ == "__main__":
    main()
