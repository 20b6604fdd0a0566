"""Atom (RFC 4287): any search as a feed."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import render_template

from marketplace.languages import base_url, current_language, external_url
from marketplace.library.answers import Answer
from marketplace.library.forms import LibraryFilters, with_parameters

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed must name a time, also one without entries
_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))


def render(filters: LibraryFilters, answer: Answer) -> str:
    """The feed of an answer. Entries keep their id for ever: it names record and site, never an address."""
    first = replace(filters, page=1)
    entries = [
        {
            "card": card,
            "id": tag(f"record/{card.id}"),
            "url": external_url("library.read", resource_id=card.id, slug=card.slug),
        }
        for card in answer.cards
    ]
    text = render_template(
        "library/feed.xml",
        id=tag(with_parameters(f"search/{current_language().code}", first.pairs())),
        filters=filters,
        entries=entries,
        updated=max((card.published_at for card in answer.cards), default=_NEVER),
        self_url=with_parameters(external_url("library.feed"), filters.pairs()),
        html_url=with_parameters(external_url("library.search"), filters.pairs()),
    )
    return text.translate(_NOT_XML)


def tag(name: str) -> str:
    """A tag URI (RFC 4151) of this site; the year is that of the first edition and never changes."""
    return f"tag:{urlsplit(base_url()).hostname},2026:{name}"
