"""Cards as HTML, put together from parts that many cards share: most of a page of results is cards."""

from markupsafe import Markup, escape

from marketplace.assembled import corridor_list
from marketplace.fragments import HOLE, fragment, pieces
from marketplace.languages import current_language
from marketplace.library.cards import Card
from marketplace.library.found_in import found_link
from marketplace.templating import day

MOST_BOOSTERS, MOST_PHASES = 3, 2
MOST_SUMMARY = 240  # characters of a summary, where there is no snippet


def record_card(card: Card, level: int = 3, keep_url: str | None = None) -> Markup:
    """One record in a list, its title a heading of a level; `keep_url` is where a member puts it by."""
    locale = current_language().locale
    said = (level, card.kind, card.year, card.related, card.language)
    before, between, after = pieces("parts/card.head", *said, HOLE, HOLE, locale=locale)
    shown = [before, escape(card.url), between, escape(card.title), after, corridor_list(card.corridors)]
    before, after = pieces("parts/card.text", card.language, HOLE, locale=locale)
    shown += (before, _text(card), after)
    if card.boosters or card.phases:
        shown.append('<ul class="card-terms">')
        shown += (fragment("parts/card.booster", one, locale=locale) for one in card.boosters[:MOST_BOOSTERS])
        shown += (fragment("parts/card.phase", one, locale=locale) for one in card.phases[:MOST_PHASES])
        shown.append("</ul>\n")
    before, between, after = pieces("parts/card.provider", HOLE, HOLE, locale=locale)
    shown += (before, escape(card.provider.url), between, escape(card.provider.name), after)
    confirmed = day(card.confirmed_at) if card.confirmed_at is not None else None
    facts = (card.evidence, confirmed, card.handover, card.language)
    shown.append(fragment("parts/card.facts", *facts, locale=locale))
    if keep_url is not None:
        before, between, after = pieces("parts/card.keep", HOLE, HOLE, locale=locale)
        shown += (before, escape(keep_url), between, escape(card.title), after)
    shown.append("</ul></article>")
    return Markup("".join(shown))  # noqa: S704  # what templates and `escape` escaped


def _text(card: Card) -> str:
    """The snippet with its marked words, and the link to the page of a file that it is from."""
    segments = card.snippet or [(_beginning(card.summary), False)]
    shown = "".join(f"<mark>{escape(text)}</mark>" if marked else escape(text) for text, marked in segments)
    if card.found_in is None:
        return shown
    if card.found_in.quoted:
        return f"{found_link(card.found_in)} <bdi>{shown}</bdi>"
    return f'{shown} <span class="card-found">{found_link(card.found_in)}</span>'


def _beginning(text: str) -> str:
    if len(text) <= MOST_SUMMARY:
        return text
    return text[:MOST_SUMMARY].rpartition(" ")[0] + "\N{NO-BREAK SPACE}…"
