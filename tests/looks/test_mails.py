"""Every mail in every language: it renders with what it is given, and says its language and direction."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, render_template
from flask_babel import force_locale
from jinja2 import StrictUndefined

from marketplace.config import resource_folder
from marketplace.languages import enabled_languages
from marketplace.languages.interface import Language

FOLDER = resource_folder("templates") / "mail"
NAMES = sorted(
    path.relative_to(FOLDER).with_suffix("").as_posix()
    for path in FOLDER.rglob("*.html")
    if path.stem != "base" and not path.name.startswith("_")
)
URL = "https://example.org/account/confirm/abc"
LINK = {"url": URL}
CONTEXTS: dict[str, dict[str, Any]] = {
    "digest": {
        "rows": [
            {
                "record": {
                    "title": "خانهٔ پل & <b>",
                    "kind": "offering",
                    "language": "fa",
                    "provider": "Bridge House",
                },
                "day": "23 Nov 2026",
                "url": URL,
            }
        ],
        "more": 3,
        "search": {"name": "Albania · Germany"},
        **dict.fromkeys(("search_url", "stop_url", "settings_url"), URL),
    },
    "need_expires": {"title": "خانهٔ پل & <b>", "day": datetime(2026, 11, 23, tzinfo=UTC), **LINK},
    "need_expired": {"title": "خانهٔ پل & <b>", **LINK},
    "review_decision": {"action": "request_changes", "workspace_url": URL},
    "providers/notice": {
        "lines": ["<Ana> has joined خانهٔ پل."],
        "quote": "First line\nsecond <b>line</b>",
        "link": URL,
        "link_label": "See the members",
    },
}


def _rendered(app: Flask, name: str, ending: str) -> Iterator[tuple[Language, str]]:
    """A mail in each language."""
    app.jinja_env.undefined = StrictUndefined
    context = CONTEXTS.get(name, LINK)
    for language in enabled_languages():
        with force_locale(language.locale):
            yield (
                language,
                render_template(f"mail/{name}.{ending}", language=language, subject="A & B", **context),
            )


@pytest.mark.parametrize("name", NAMES)
def test_html_says_language_direction_and_link(app: Flask, name: str) -> None:
    for language, page in _rendered(app, name, "html"):
        assert f'<html lang="{language.code}" dir="{language.dir}">' in page
        assert f'<a class="button" href="{URL}">' in page, language
        assert "A &amp; B" in page, language
        assert "<b>" not in page, language
        assert not re.search(r"<img|<script|https?://(?!example\.org)", page), language


@pytest.mark.parametrize("name", NAMES)
def test_text_has_the_link_and_no_markup(app: Flask, name: str) -> None:
    for language, text in _rendered(app, name, "txt"):
        assert URL in text.splitlines(), language
        assert "A & B" in text, language
        assert "&amp;" not in text, language
        assert "\n\n\n\n" not in text, language


def test_every_mail_has_both_forms() -> None:
    texts = {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.txt")}
    assert {name for name in texts if not name.rsplit("/", 1)[-1].startswith(("_", "base"))} == set(NAMES)
