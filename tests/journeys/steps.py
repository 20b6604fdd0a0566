"""What people do, one function a step, through the forms of real pages and in any language."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from marketplace import outbox
from marketplace.resources.models import Kind
from tests.browsing import PASSWORD, Browser, Page
from tests.journeys.answers import CHAMBER, PAGES, TITLES
from tests.mailbox import last_mail
from tests.starter import ADMIN

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Person(Browser):
    """Somebody at a browser, who reads the pages in one language and notices when one is not in it."""

    def __init__(self, app: Flask, language: str = "en") -> None:
        super().__init__(app)
        self.language = language
        self.prefix = "" if language == "en" else f"/{language}"

    def at(self, path: str) -> str:
        """The address of a page in this person's language."""
        return path if path.startswith(f"{self.prefix}/") else self.prefix + path

    def get(self, path: str, status: int = 200, **headers: str) -> Page:
        """Open a page; it must be in the person's language."""
        page = super().get(self.at(path), status, **headers)
        if page.html and not page.location:
            direction = "rtl" if self.language == "fa" else "ltr"
            assert f'<html lang="{self.language}" dir="{direction}">' in page.html, page.path
            assert self._leading_astray(page) == [], page.path
        return page

    def _leading_astray(self, page: Page) -> list[str]:
        """The addresses on a page that leave its language, but for the same page in another one."""
        here = urlsplit(page.path.removeprefix(self.prefix)).path
        addresses = [*page.links, *(form.action for form in page.forms)]
        inside = [one for one in addresses if one.startswith("/") and not urlsplit(one).path.endswith(here)]
        return [one for one in inside if not one.startswith(f"{self.prefix}/")]

    def sign_in(self, person: Any, password: str = PASSWORD) -> Person:
        """Sign in on the page of one's own language."""
        email = person if isinstance(person, str) else person.email
        self.submit("/account/sign-in", email=email, password=password)
        return self


@dataclass
class Site:
    """The marketplace as a place that people come to."""

    app: Flask

    def visitor(self, language: str = "en") -> Person:
        """Somebody who is not signed in."""
        return Person(self.app, language)

    def member(self, email: str, language: str = "en") -> Person:
        """Somebody with an account, signed in."""
        return Person(self.app, language).sign_in(email)

    def newcomer(self, name: str, email: str, language: str = "en") -> Person:
        """Somebody who registers, opens the mailed link and signs in."""
        person = self.visitor(language)
        person.submit("/account/register", name=name, email=email, password=PASSWORD)
        person.submit(last_mail(email).link)
        assert person.follow().path.endswith("/account/sign-in")
        return person.sign_in(email)


def create_organisation(owner: Person, name: str, **answers: Any) -> str:
    """Enter an organisation; its id."""
    filled = {
        "name": name,
        "kinds": ["employer"],
        "side": "destination",
        "countries": ["CZ"],
        "description": "We train and place carpenters.",
        "website": "https://example.org",
        "languages": ["cs", "bs"],
    }
    owner.submit("/workspace/organisations/new", **{**filled, **answers})
    owner.follow()
    assert name in owner.page.text
    return last_part(owner.page.path)


def ask_verification(owner: Person, organisation: str) -> None:
    """Send a proof."""
    proof = (io.BytesIO(PDF), "register.pdf")
    path = f"/workspace/organisations/{organisation}/verification"
    owner.submit(path, proof=proof, note="We are in the register.", button=("by_document", "1"))


def verify(admin: Person, organisation: str, name: str) -> None:
    """An admin finds the organisation in the list and says that it is real."""
    assert name in admin.get("/admin/organisations").text
    path = f"/admin/organisations/{organisation}"
    admin.submit(path, action=f"{path}/verification", button=("decision", "verify"))


def verified_author(site: Site, email: str = "jana@example.org", name: str = CHAMBER) -> Person:
    """The owner of a new organisation that an admin has verified."""
    owner = site.newcomer("Jana Nováková", email)
    organisation = create_organisation(owner, name)
    ask_verification(owner, organisation)
    verify(site.member(ADMIN), organisation, name)
    return owner


def draft(author: Person, kind: Kind, title: str = "") -> str:
    """Start a record and fill all pages of the editor, one after the other; its id."""
    author.submit(f"/workspace/records/new?kind={kind}", title=title or TITLES[kind], language="en")
    author.follow()
    visited = []
    while "/edit/" in author.page.path:
        page = last_part(author.page.path)
        visited.append(page)
        author.submit(**PAGES[kind][page])
        author.follow()
    assert visited == list(PAGES[kind])
    return last_part(author.page.path)


def send(author: Person, record: str, action: str = "send") -> None:
    """Check the answers and send them to the reviewers."""
    author.submit(f"/workspace/records/{record}/check", action=f"/{action}", true_today="y")


def move(author: Person, record: str, action: str, reason: str = "", status: int = 303) -> Page:
    """One move by the record's own people: through its page of reasons, or by the button itself."""
    if action in {"withdraw", "archive", "appeal"}:
        path = f"/workspace/records/{record}/{action}"
        return author.submit(path, status, action=f"/{action}", reason=reason)
    return author.submit(f"/workspace/records/{record}", status, action=f"/{action}")


def edit(author: Person, record: str, page: str, **answers: Any) -> Page:
    """Change answers of one page of the editor and go back to the list of tasks."""
    return author.submit(f"/workspace/records/{record}/edit/{page}", button=("to_list", "1"), **answers)


def decide(reviewer: Person, record: str, action: str, reason: str | None = None, status: int = 303) -> Page:
    """One move by a reviewer."""
    return reviewer.submit(f"/review/{record}", status, action=f"/{record}/{action}", reason=reason)


def publish(reviewer: Person, record: str) -> None:
    """Take a record, approve it and let the worker follow."""
    decide(reviewer, record, "take")
    decide(reviewer, record, "publish")
    outbox.drain()


def last_part(path: str) -> str:
    """The last part of a path, without its query."""
    return urlsplit(path).path.rsplit("/", 1)[-1]
