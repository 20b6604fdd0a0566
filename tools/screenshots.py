"""Take pictures of every page, in several languages, widths and colour schemes, to be looked at one by one.

    python -m tools.screenshots [--out FOLDER] [--languages en fa sr] [--widths 360 1280] [--only WORD]

Starts a demonstration of its own in a temporary folder, with work in every state (tools/scenes.py). What it
makes stays out of version control.
"""

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

from playwright.sync_api import Browser, Page, sync_playwright

from marketplace import create_app
from tools import chromium, scenes
from tools.pages import PAGES

People = dict[str, dict[str, str]]


@contextlib.contextmanager
def demonstration() -> Iterator[tuple[str, People, dict[str, str]]]:
    """A running demonstration: its address, its sign-ins by role, and what addresses are made of."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        address = f"http://127.0.0.1:{port}"
        environ = {
            **os.environ,
            "MARKETPLACE_INSTANCE": folder,
            "MARKETPLACE_PORT": str(port),
            "MARKETPLACE_BASE_URL": address,
            "MARKETPLACE_RATE_LIMITS": "off",
            "MARKETPLACE_CONTACT": "help@example.org",
        }
        command = [str(Path(sys.executable).parent / "marketplace"), "demo"]
        subprocess.run([*command, "--no-serve"], env=environ, stdout=subprocess.DEVNULL, check=True)
        accounts = json.loads((Path(folder) / "demo-accounts.json").read_text(encoding="utf-8"))
        people = {person["role"]: person for person in accounts}
        with create_app(environ=environ).app_context():
            found = scenes.make(people)
        with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL) as server:
            try:
                _wait_for(address, server)
                yield address, people, found
            finally:
                server.terminate()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("the demonstration did not start")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/healthz", timeout=2)  # noqa: S310  # our own server
            return
        time.sleep(0.2)
    raise SystemExit("the demonstration did not answer")


def sign_in(page: Page, address: str, person: dict[str, str]) -> None:
    """Through the form, as a person does."""
    page.goto(f"{address}/account/sign-in")
    page.fill("input[name=email]", person["email"])
    page.fill("input[name=password]", person["password"])
    with page.expect_navigation():
        page.click("main form button[type=submit]")


def found_addresses(page: Page, address: str) -> dict[str, str]:
    """Records and a provider to look at."""
    found = {}
    places = {"record": "case_study", "offering": "offering", "document": "document"}
    for name, kind in places.items():
        page.goto(f"{address}/library?kind={kind}")
        found[name] = page.locator("article .card-title a").first.get_attribute("href") or "/library"
    found["offering_id"] = found["offering"].split("/library/")[-1].split("/")[0]
    page.goto(f"{address}/providers")
    found["provider"] = page.locator("article .card-title a").first.get_attribute("href") or "/providers"
    return found


def show(page: Page, url: str) -> None:
    """Open a page; one with a "!" after its form was sent, filled with what stands behind the "!"."""
    address, sends, fields = url.partition("!")
    page.goto(address)
    if not sends:
        return
    filled = parse_qsl(fields, keep_blank_values=True)
    forms = page.locator("main form[method=post]")
    for name, value in filled:
        page.locator(f"main [name={name}]").first.evaluate("(field, value) => { field.value = value }", value)
    form = forms.filter(has=page.locator(f"[name={filled[0][0]}]")).first if filled else forms.last
    with page.expect_navigation():
        form.locator("button[type=submit]").last.evaluate("button => button.click()")


def take(
    browser: Browser, address: str, people: People, found: dict[str, str], options: argparse.Namespace
) -> int:
    """All pictures; the number taken."""
    taken = 0
    for role, pages in PAGES.items():
        wanted = {name: path for name, path in pages.items() if options.only in name}
        if not wanted:
            continue
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        found = found | found_addresses(page, address)
        if role in people:
            sign_in(page, address, people[role])
        for scheme in options.schemes:
            page.emulate_media(color_scheme=scheme)
            for width in options.widths:
                page.set_viewport_size({"width": width, "height": 800})
                for language in options.languages:
                    for name, template in wanted.items():
                        show(page, address + prefix(language) + template.format(**found))
                        options.out.mkdir(parents=True, exist_ok=True)
                        picture = options.out / f"{role}-{name}-{language}-{width}-{scheme}.png"
                        page.screenshot(path=picture, full_page=True)
                        taken += 1
        context.close()
    return taken


def prefix(language: str) -> str:
    """First part of the addresses in a language."""
    return "" if language == "en" else f"/{language}"


def main() -> None:
    """Read the options and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=Path("build/screenshots"))
    parser.add_argument("--languages", nargs="+", default=["en", "fa", "sr"])
    parser.add_argument("--widths", nargs="+", type=int, default=[360, 1280])
    parser.add_argument("--schemes", nargs="+", default=["light", "dark"])
    parser.add_argument("--only", default="", help="pictures whose name holds this word")
    options = parser.parse_args()
    path = chromium.find()
    with demonstration() as (address, people, found), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        sys.stdout.write(f"{take(browser, address, people, found, options)} pictures in {options.out}\n")
        browser.close()


if __name__ == "__main__":
    main()
