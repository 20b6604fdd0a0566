"""Whatever is typed into whatever form: an answer that a person can read, and never a failure."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.browsing import Form, Page
from tests.conftest import opened
from tests.journeys.steps import Person, Site
from tests.starter import SECRET_KEY, copy_instance, demo_people, places_of, staged_instance
from tools.screenshots import PAGES

__all__ = ["staged_instance"]

PEOPLE = {person["role"]: dict(person) for person in demo_people()}
ANSWERED = {200, 303, 403, 404, 409, 413, 422}
DESTROYING = ("/sign-out", "/end-others", "/end", "/delete", "/disable", "/leave", "/cancel")
BAD = {
    "nothing": "",
    "control-characters": "a\x00b\x07c\u202e\ufffe\U000e0001",
    "too-much-mark-up": "<script>alert(1)</script>'\"&%s{{7*7}} "
    * 250,  # all fields of a page together stay in memory
}


@pytest.fixture
def app(tmp_path: Path, staged_instance: Path) -> Iterator[Flask]:
    """The application with work in every state."""
    instance = copy_instance(staged_instance, tmp_path / "instance")
    with opened(instance, SECRET_KEY=SECRET_KEY) as application:
        yield application


@pytest.fixture
def places(site: Site, staged_instance: Path) -> dict[str, str]:
    """What the addresses of all pages are made of."""
    found = places_of(staged_instance)
    items = site.visitor().client.get("/api/v1/library?per_page=100").get_json()["items"]
    records = {item["kind"]: item["url"].removeprefix("http://localhost") for item in items}
    kinds = {"record": "case_study", "offering": "offering", "document": "document"}
    public = {name: records[kind] for name, kind in kinds.items()}
    offering_id = public["offering"].split("/")[2]
    return found | public | {"offering_id": offering_id, "provider": f"/providers/{found['listed']}"}


@pytest.mark.parametrize("bad", BAD)
def test_bad_input_is_answered_in_words(site: Site, places: dict[str, str], bad: str) -> None:
    for role, pages in PAGES.items():
        person = site.member(PEOPLE[role]["email"]) if role in PEOPLE else site.visitor()
        sent: list[Any] = []
        for path in dict.fromkeys(path.partition("!")[0].format(**places) for path in pages.values()):
            page = Page(person.client.get(path))
            for form, button in posted(page):
                known = (form.action or page.path, button, [name for name, _ in form.fields])
                if known in sent:  # the same words in the same form: it stands in the head of every page
                    continue
                sent.append(known)
                answer = send(person, page, form, button, BAD[bad])
                assert answer.status in ANSWERED, (path, form.action, button, answer.status)
                assert answer.status != 422 or "error" in answer.html, (path, form.action, button)
                assert "<script>alert(1)" not in answer.html, (path, form.action, button)


def posted(page: Page) -> list[tuple[Form, tuple[str, str] | None]]:
    """The forms of a page that post and take nothing away, with each of their buttons."""
    forms = [form for form in page.forms if form.method == "post" and not form.action.endswith(DESTROYING)]
    return [(form, button) for form in forms for button in [None, *form.buttons]]


def send(person: Person, page: Page, form: Form, button: tuple[str, str] | None, value: str) -> Page:
    """Fill every field with the same, and press a button."""
    data: dict[str, Any] = {name: [value] for name, _ in form.fields if name != "csrf_token"}
    data |= {"csrf_token": form.values("csrf_token")[0]}
    data |= dict([button] if button else [])
    data |= {name: (io.BytesIO(value.encode()), "bad.pdf") for name in ("proof", "logo", "files")}
    return person.post(form.action or page.path, data, status=None)
