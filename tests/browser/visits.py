"""A visit to the site with a real browser, which notices what must never happen on any page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from tests.browser.serving import Site
from tests.browsing import PASSWORD

PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
SUBMIT = "main form:not([role=search]) button[type=submit]:not([aria-hidden])"


@dataclass
class Visit:
    """Somebody's window. `complaints` holds errors of scripts, faults of the server and foreign addresses."""

    site: Site
    context: BrowserContext
    page: Page
    language: str = "en"
    complaints: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where the window is."""
        return urlsplit(self.page.url).path

    def open(self, path: str) -> Page:
        """Type an address, in the language of the visit."""
        self.page.goto(self.address(path))
        return self.page

    def address(self, path: str) -> str:
        """The whole address of a page in the language of the visit."""
        prefix = "" if self.language == "en" else f"/{self.language}"
        return self.site.address + prefix + path

    def press(self, name: str) -> None:
        """Click the button or link with this name, in the main part of the page."""
        main = self.page.get_by_role("main")
        button, link = (main.get_by_role(role, name=name, exact=True) for role in ("button", "link"))
        button.or_(link).first.click()

    def fill(self, answers: Mapping[str, Any]) -> None:
        """Answer questions by the names of their fields."""
        for name, answer in answers.items():
            self._answer(name, answer)

    def _answer(self, name: str, answer: Any) -> None:
        controls = self.page.locator(f"main [name='{name}']")
        tag = controls.first.evaluate("one => one.type")
        if tag in {"checkbox", "radio"}:
            for value in answer if isinstance(answer, list) else [answer]:
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
        elif tag.startswith("select"):
            controls.select_option(answer)
        else:
            controls.fill(answer)

    def sign_in(self, email: str, password: str = PASSWORD) -> Visit:
        """Sign in on the page for it; whom this site knows already goes on with the same session."""
        if email in self.site.sessions:
            self.context.add_cookies(self.site.sessions[email])
            return self
        self.open("/account/sign-in")
        self.fill({"email": email, "password": password})
        self.page.locator(SUBMIT).click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        self.site.sessions[email] = self.context.cookies()
        return self

    def shown(self) -> str:
        """Where the window is and what stands in it, for whoever looks into a failure."""
        return f"{self.page.url}\n{self.page.locator('body').inner_text()}"

    def focused(self) -> Locator:
        """What has the focus."""
        return self.page.locator("*:focus")


def begin(browser: Browser, site: Site, language: str = "en", **options: Any) -> Visit:
    """Open a window; `options` are those of a Playwright context."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    context.set_default_timeout(PATIENCE_MS)
    visit = Visit(site, context, context.new_page(), language)
    _listen(visit)
    return visit


def _listen(visit: Visit) -> None:
    def hear(message: ConsoleMessage) -> None:
        # a page with mistakes in it answers 422, which Chromium reports as an error too
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            visit.complaints.append(message.text)

    def see_request(request: Request) -> None:
        if not request.url.startswith((visit.site.address + "/", "data:")):
            visit.complaints.append(f"request to {request.url}")

    def see_answer(answer: Response) -> None:
        if answer.status >= 500:
            visit.complaints.append(f"{answer.status} from {answer.url}")

    def close_dialog(dialog: Dialog) -> None:
        visit.complaints.append(f"asked on {visit.page.url}: {dialog.type} {dialog.message}")
        dialog.accept()

    visit.page.on("console", hear)
    visit.page.on("dialog", close_dialog)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on("request", see_request)
    visit.page.on("response", see_answer)
