"""Cards as HTML: everything but the snippet is rendered once and kept, for most of a page is cards."""

import threading
from collections import OrderedDict

from flask import current_app, request, url_for
from flask_babel import get_timezone
from flask_login import current_user
from markupsafe import Markup, escape

from marketplace.fragments import HOLE
from marketplace.languages import current_language
from marketplace.library.cards import Card, FoundIn
from marketplace.library.found_in import place_label
from marketplace.templating import has_endpoint

MOST_KEPT = 3_000  # of about 2 kB
MOST_CORRIDORS = 3  # that a card shows

_Key = tuple[object, ...]


class KeptCards:
    """What stands before and after the snippet of a card, for the cards shown last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, tuple[str, str]] = OrderedDict()

    def html(self, card: Card) -> Markup:
        """The card with its snippet, as `record_card` in macros/cards.html shows it."""
        key = _key(card)
        with self._lock:
            parts = self._kept.get(key)
            if parts is not None:
                self._kept.move_to_end(key)
        if parts is None:
            parts = _render(card)
            with self._lock:
                self._kept[key] = parts
                if len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return Markup(parts[0] + _snippet(card) + parts[1])  # noqa: S704  # what a template and `escape` escaped


def card_html(card: Card) -> Markup:
    """The card as this application shows it to this reader; for templates."""
    kept: KeptCards = current_app.extensions["kept_cards"]
    return kept.html(card)


def _key(card: Card) -> _Key:
    """All that a card shows beside its snippet: a revision never changes, what can change is named."""
    root = request.environ.get("SCRIPT_NAME", "")
    state = (card.revision_id, card.slug, card.confirmed_at, card.evidence, card.related, card.handover)
    provider, first = card.provider, tuple(card.corridors[:MOST_CORRIDORS])
    shown = (provider.name, provider.url, first, current_user.is_authenticated)
    return (root, current_language().code, get_timezone(), *state, *shown)


def _render(card: Card) -> tuple[str, str]:
    """The macro's card, taken apart where a mark stands in place of the snippet."""
    shown, card.snippet = card.snippet, [(HOLE, False)]
    try:
        macros = current_app.jinja_env.get_template("macros/cards.html").module
        whole = str(macros.record_card(card, keep_url=_keep_url(card)))  # type: ignore[attr-defined]  # a macro of the template
    finally:
        card.snippet = shown
    before, _, after = whole.partition(HOLE)
    return before, after


def _keep_url(card: Card) -> str | None:
    """Where a member puts the record into a collection."""
    if not (current_user.is_authenticated and has_endpoint("shelves.ask_where")):
        return None
    return url_for("shelves.ask_where", record=card.id)


def _snippet(card: Card) -> str:
    segments = card.snippet or [(card.summary, False)]
    shown = "".join(f"<mark>{escape(text)}</mark>" if marked else escape(text) for text, marked in segments)
    return shown if card.found_in is None else _with_place(shown, card.found_in)


def _with_place(shown: str, found: FoundIn) -> str:
    """The escaped text with the link to the page of a file, which is in the reader's language."""
    language = current_language()
    link = (
        f'<a href="{escape(found.url)}" lang="{language.code}" dir="{language.dir}">{place_label(found)}</a>'
    )
    if found.quoted:
        return f"{link} <bdi>{shown}</bdi>"
    return f'{shown} <span class="card-found">{link}</span>'
