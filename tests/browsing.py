"""A browser for tests: fills the forms of real pages, CSRF token included, and follows the answers."""

from __future__ import annotations

import contextvars
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.accounts.models import User
from marketplace.database import db

ORIGIN = "http://localhost"
SIGN_IN = "/account/sign-in"
PASSWORD = "plum kettle orbit seventeen"
HEAD_FORMS = ("/account/sign-out", "/account/language/switch")  # they stand on every page of a member
UNSENT_INPUTS = {"file", "submit", "button", "image", "reset"}


class FreshClient(FlaskClient):
    """A client whose every request has its own contexts, as on a server.

    Otherwise Flask would share the test's application context, and with it `g`, the known person, the
    language and the database session. What the test holds is read again afterwards.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer: TestResponse = contextvars.Context().run(super().open, *args, **kwargs)
        db.session.rollback()
        return answer


@dataclass
class Form:
    """A form of a page: where it goes, what its fields hold, its named buttons and file fields."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, values: dict[str, Any]) -> dict[str, Any]:
        """What is sent: the page's own values, with these in their place; None leaves a field out."""
        sent: dict[str, Any] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        sent.update(values)
        return {name: value for name, value in sent.items() if value is not None}

    def values(self, name: str) -> list[str]:
        """What the page put into a field."""
        return [value for known, value in self.fields if known == name]


class _Reader(HTMLParser):
    """Collects forms, links and the text that people see."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._area: list[str] | None = None
        self._select: tuple[str, bool] = ("", False)
        self._options: list[tuple[str, bool]] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in {"script", "style", "title"}:
            self._hidden += 1
        elif tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and "disabled" not in found:
            self._read_control(self._form, tag, found)

    def _read_control(self, form: Form, tag: str, found: dict[str, str]) -> None:
        name, value, kind = found.get("name", ""), found.get("value", ""), found.get("type", "text")
        if tag == "option":
            self._options.append((value, "selected" in found))
        elif tag == "select":
            self._select, self._options = (name, "multiple" in found), []
        elif tag == "textarea":
            self._area = [name, ""]
        elif tag == "button" and name:
            form.buttons.append((name, value))
        elif tag == "input" and name and kind not in UNSENT_INPUTS:
            if kind in {"checkbox", "radio"}:
                value = found.get("value", "on") if "checked" in found else "\0"
            if value != "\0":
                form.fields.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "title"}:
            self._hidden -= 1
        elif self._form is None:
            return
        elif tag == "textarea" and self._area is not None:
            self._form.fields.append((self._area[0], self._area[1].removeprefix("\r").removeprefix("\n")))
            self._area = None
        elif tag == "select":
            name, multiple = self._select
            chosen = [value for value, selected in self._options if selected]
            if not chosen and not multiple:
                chosen = [value for value, _ in self._options[:1]]
            self._form.fields += [(name, value) for value in chosen]
        elif tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[1] += data
        elif not self._hidden and data.strip():
            self.words.append(" ".join(data.split()))


class Page:
    """An answer, read: status, path (with query), text as people see it, html, forms, links, headers."""

    def __init__(self, answer: TestResponse) -> None:
        self.status = answer.status_code
        self.headers = answer.headers
        self.data = answer.data
        self.path = answer.request.full_path.rstrip("?")
        self.location = answer.headers.get("Location", "")
        is_page = (answer.content_type or "").startswith("text/html")
        self.html = answer.get_data(as_text=True) if is_page else ""

    @cached_property
    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.html)
        return reader

    @property
    def forms(self) -> list[Form]:
        """All forms of the page, in its order."""
        return self._read.forms

    @property
    def links(self) -> list[str]:
        """Where the links of the page lead, in its order."""
        return self._read.links

    @property
    def text(self) -> str:
        """What people read on the page."""
        return " ".join(self._read.words)

    def form(self, action: str | None = None, number: int = 0) -> Form:
        """The form that goes to this path, or the n-th that posts and is not in the head of the page."""
        for form in self.forms:
            path = urlsplit(form.action).path
            if path.endswith(action) if action else form.method == "post" and not path.endswith(HEAD_FORMS):
                if number == 0:
                    return form
                number -= 1
        raise AssertionError(f"no such form on {self.path}: {[form.action for form in self.forms]}")

    @property
    def has_error(self) -> bool:
        """Whether the page shows an error summary."""
        return "error-summary" in self.html


class Browser:
    """One person's browser. `page` is what it shows now."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.page: Page

    def get(self, path: str, status: int = 200, **headers: str) -> Page:
        """Open an address without following redirects; fails if the answer has another status."""
        return self._shown(self.client.get(path, headers=headers), status)

    def post(self, path: str, data: dict[str, Any] | None = None, status: int = 303) -> Page:
        """Send fields as they are, with nothing added but the Origin that browsers send."""
        answer = self.client.post(path, data=data or {}, headers={"Origin": ORIGIN})
        return self._shown(answer, status)

    def submit(
        self,
        path: str | None = None,
        status: int = 303,
        *,
        action: str | None = None,
        number: int = 0,
        button: tuple[str, str] | None = None,
        **values: Any,
    ) -> Page:
        """Open a page (or stay on this one), fill its form and press the button; redirects are not followed.

        `action` picks the form by the path it goes to, `number` the n-th; a list value sends a field several
        times, a `(stream, name)` pair a file, None leaves a field out. `button` is a (name, value) pair.
        """
        if path is not None:
            self.get(path)
        form = self.page.form(action, number)
        data = form.filled(values) | (dict([button]) if button else {})
        return self.post(urljoin(self.page.path, form.action) or self.page.path, data, status)

    def follow(self, status: int = 200) -> Page:
        """Follow the redirects of the last answer to the page they lead to."""
        assert self.page.location, f"{self.page.path} redirects nowhere"
        for _ in range(5):
            if not self.page.location:
                break
            self._shown(self.client.get(urljoin(ORIGIN, self.page.location)), None)
        assert self.page.status == status, f"{self.page.path} answered {self.page.status}"
        return self.page

    def sign_in(self, person: User | str, password: str = PASSWORD) -> Browser:
        """Sign in through the real form; returns the browser itself."""
        email = person if isinstance(person, str) else person.email
        self.submit(SIGN_IN, email=email, password=password)
        return self

    def sign_out(self) -> None:
        """Press the button in the head of the page."""
        self.submit("/account", action="/account/sign-out")

    def _shown(self, answer: TestResponse, status: int | None) -> Page:
        self.page = Page(answer)
        answer.close()  # a file that was sent is open until then
        assert status in {None, self.page.status}, (
            f"{self.page.path} answered {self.page.status}, not {status}: {self.page.text[:600]}"
        )
        return self.page
