"""Where in its files a record holds the words of a question: the page that says most about them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import Row

from marketplace.documents.direction import RIGHT_TO_LEFT
from marketplace.documents.queries import pages_of
from marketplace.languages import current_language, direction
from marketplace.library.cards import Card, FoundIn
from marketplace.search.snippets import closeness, count_spellings, count_words, snippet
from marketplace.search.text.analysis import Words

MOST_READ = 1_500_000  # characters looked through for one page of results
LEAST_COMPARED, MOST_COMPARED = 8, 60  # pages of a record that hold many of the words
_PDF, _SLIDES = "pdf", "presentation"


def find_in_files(cards: Sequence[Card], words: Words, length: int, own: Mapping[str, int]) -> None:
    """Tell each of these cards the page of its files where most of the words stand closest together.

    `own` is `count_words` of what the cards say themselves: a page that holds no more is not named. A page is
    quoted with about `length` characters, unless a PDF draws it from right to left: numbers may be off their
    place there. Past MOST_READ characters the rest is not looked at.
    """
    by_revision = {card.revision_id: card for card in cards}
    pages: dict[str, list[tuple[int, Row[Any]]]] = {card.id: [] for card in cards}
    room = MOST_READ
    for row in pages_of(list(by_revision)) if cards else ():
        card = by_revision[row.revision_id]
        count = count_spellings(row.text, words, card.language)
        if count:
            pages[card.id].append((count, row))
        room -= len(row.text)
        if room <= 0:
            break
    for card in cards:
        best = _closest(pages[card.id], words, card.language, length, own.get(card.id, 0))
        if best is not None:
            card.found_in = _place(best.attachment_id, best.name, best.media_type, best.number)
            _quote(card, best.text, words, length)


def _closest(
    pages: list[tuple[int, Row[Any]]], words: Words, language: str, length: int, own: int
) -> Row[Any] | None:
    """The best of the pages with most of the words, the first of equals."""
    pages = sorted(pages, key=lambda one: -one[0])
    most = pages[0][0] if pages else 0
    alike = sum(count == most for count, _row in pages)
    best, found = (0, 0, 0), None
    for _count, row in pages[: min(MOST_COMPARED, max(alike, LEAST_COMPARED))]:
        if count_words(row.text, words, language) <= own:
            continue
        near = closeness(row.text, words, language, length)
        if near > best:
            best, found = near, row
    return found


def _place(attachment_id: str, name: str, media_type: str, number: int) -> FoundIn:
    """The page as readers know it; only a PDF can be opened at one, and a Word file knows none."""
    unit = "page" if _PDF in media_type else "slide" if _SLIDES in media_type else ""
    anchor = f"page={number}" if unit == "page" else None
    url = url_for("resources.download", attachment_id=attachment_id, name=name, _anchor=anchor)
    return FoundIn(name, url, unit, number if unit else None)


def _quote(card: Card, text: str, words: Words, length: int) -> None:
    if card.found_in is None:
        return
    quoted = snippet(text, words, card.language, length)
    # an office file holds its words as they are read; beside a text from left to right they would stand askew
    fits = card.found_in.unit != "page" and direction(card.language) == "rtl"
    if fits or not any(RIGHT_TO_LEFT.search(part) for part, _marked in quoted):
        card.snippet = quoted
        card.found_in.quoted = True


def found_link(found: FoundIn) -> Markup:
    """The link to the place, in the reader's language whatever that of the text around it is."""
    language = current_language()
    return Markup('<a href="{}" lang="{}" dir="{}">{}</a>').format(
        found.url, language.code, language.dir, _place_label(found)
    )


def _place_label(found: FoundIn) -> Markup:
    """The words of the link to the place: before a quotation with a colon, else as a sentence."""
    file = Markup("<bdi>{}</bdi>").format(found.file)
    if found.quoted:
        messages = {"page": _("p. %(number)s:"), "slide": _("Slide %(number)s:"), "": _("In %(file)s:")}
    else:
        messages = {
            "page": _("Found on p. %(number)s of %(file)s"),
            "slide": _("Found on slide %(number)s of %(file)s"),
            "": _("Found in %(file)s"),
        }
    # the placeholders of a message without arguments stay, so that the name can be put in as Markup
    return Markup(messages[found.unit]) % {"number": found.number, "file": file}  # noqa: S704  # our own words
