"""Where in its files a record holds the words of a question: the page that says most about them."""

import re
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from marketplace.documents.queries import pages_of
from marketplace.library.cards import Card, FoundIn
from marketplace.search.snippets import count_words, snippet
from marketplace.search.text.analysis import Words

MOST_READ = 1_500_000  # characters looked through for one page of results
_PDF, _SLIDES = "pdf", "presentation"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def find_in_files(cards: Sequence[Card], words: Words, length: int) -> None:
    """Tell each of these cards the page of its files that holds the most of the words, the first of equals.

    The page is quoted with about `length` characters, unless they are written from right to left: the words
    of such lines may stand in the order in which they are seen. Past MOST_READ the rest is not looked at.
    """
    by_revision = {card.revision_id: card for card in cards}
    best: dict[str, tuple[int, str]] = {}
    room = MOST_READ
    for row in pages_of(list(by_revision)):
        card = by_revision[row.revision_id]
        count = count_words(row.text, words, card.language)
        if count > best.get(card.id, (0, ""))[0]:
            best[card.id] = count, row.text
            card.found_in = _place(row.attachment_id, row.name, row.media_type, row.number)
        room -= len(row.text)
        if room <= 0:
            break
    for card in cards:
        if card.found_in is not None:
            _quote(card, best[card.id][1], words, length)


def _place(attachment_id: str, name: str, media_type: str, number: int) -> FoundIn:
    """The page as readers know it; only a PDF can be opened at one, and a Word file knows none."""
    unit = "page" if _PDF in media_type else "slide" if _SLIDES in media_type else ""
    anchor = f"page={number}" if unit == "page" else None
    url = url_for("resources.download", attachment_id=attachment_id, name=name, _anchor=anchor)
    return FoundIn(name, url, unit, number if unit else None)


def _quote(card: Card, text: str, words: Words, length: int) -> None:
    quoted = snippet(text, words, card.language, length)
    if card.found_in is not None and not any(_RIGHT_TO_LEFT.search(part) for part, _marked in quoted):
        card.snippet = quoted
        card.found_in.quoted = True


def place_label(found: FoundIn) -> Markup:
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
