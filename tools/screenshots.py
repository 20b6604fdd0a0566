"""Take pictures of every page, in several languages, widths and colour schemes, to be looked at one by one.

    python tools/screenshots.py [--out FOLDER] [--languages en fa sr] [--widths 360 1280] [--only WORD]

Starts a demonstration of its own in a temporary folder; what it makes stays out of version control.
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

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# role → pages; `{record}`, `{provider}` and `{own}` are filled with addresses found in the running site
PAGES: dict[str, tuple[str, ...]] = {
    "": (
        "/",
        "/library",
        "/library?q=nurses&origin=PH&destination=DE",
        "/library?q=zzzzzz",
        "{record}",
        "/providers",
        "{provider}",
        "/account/register",
        "/account/sign-in",
        "/account/reset",
        "/no-such-page",
        "/styleguide",
    ),
    "provider_origin": (
        "/workspace",
        "/workspace/records/new?kind=case_study",
        "/account",
        "/workspace/organisations",
    ),
    "moderator": ("/review",),
    "admin": ("/admin", "/admin/organisations"),
}


@contextlib.contextmanager
def demonstration() -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    """A running demonstration: its address, and its sign-ins by role."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environ = os.environ | {
            "MARKETPLACE_INSTANCE": folder,
            "PORT": str(port),
            "MARKETPLACE_RATE_LIMITS": "off",
        }
        command = [str(Path(sys.executable).parent / "marketplace"), "demo"]
        with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL) as server:
            try:
                address = f"http://127.0.0.1:{port}"
                _wait_for(address, server)
                people = json.loads((Path(folder) / "demo-accounts.json").read_text(encoding="utf-8"))
                yield address, {person["role"]: person for person in people}
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
    page.click("main form button[type=submit]")


def found_addresses(page: Page, address: str) -> dict[str, str]:
    """A record and a provider to look at."""
    page.goto(f"{address}/library?kind=case_study")
    record = page.locator("main a[href^='/library/']").first.get_attribute("href") or "/library"
    page.goto(f"{address}/providers")
    provider = page.locator("main a[href^='/providers/']").first.get_attribute("href") or "/providers"
    return {"record": record, "provider": provider}


def take(
    browser: Browser, address: str, people: dict[str, dict[str, str]], options: argparse.Namespace
) -> int:
    """All pictures; the number taken."""
    taken = 0
    for role, pages in PAGES.items():
        for scheme in options.schemes:
            for width in options.widths:
                context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
                page = context.new_page()
                found = found_addresses(page, address)
                if role:
                    sign_in(page, address, people[role])
                for language in options.languages:
                    prefix = "" if language == "en" else f"/{language}"
                    for template in pages:
                        path = template.format(**found)
                        if options.only in path:
                            name = (path.strip("/") or "home").replace("/", "_").replace("?", "_")[:60]
                            page.goto(address + prefix + path)
                            folder = options.out / (role or "public")
                            folder.mkdir(parents=True, exist_ok=True)
                            page.screenshot(
                                path=folder / f"{name}-{language}-{width}-{scheme}.png", full_page=True
                            )
                            taken += 1
                context.close()
    return taken


def main() -> None:
    """Read the options and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=Path("build/screenshots"))
    parser.add_argument("--languages", nargs="+", default=["en", "fa", "sr"])
    parser.add_argument("--widths", nargs="+", type=int, default=[360, 1280])
    parser.add_argument("--schemes", nargs="+", default=["light", "dark"])
    parser.add_argument("--only", default="", help="pages whose address holds this word")
    options = parser.parse_args()
    with demonstration() as (address, people), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGUMENTS)
        sys.stdout.write(f"{take(browser, address, people, options)} pictures in {options.out}\n")
        browser.close()


if __name__ == "__main__":
    main()
