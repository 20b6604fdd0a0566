"""Reads for referrals: the public records that fit a situation, and those that were ticked."""

from dataclasses import dataclass

from marketplace.library import fallback
from marketplace.library.cards import Card, cards_by_ids, put_asked_first
from marketplace.library.engine import engine
from marketplace.referral.forms import Choice
from marketplace.search.engine import IndexUnavailable, Query


@dataclass(frozen=True)
class Fitting:
    """Cards to tick: those ticked already come first; `total` counts all that fit."""

    cards: list[Card]
    total: int


def fitting(choice: Choice) -> Fitting:
    """The records that fit what was picked. The question is noted nowhere, unlike those to the library."""
    found, total = _find(choice.query()) if choice.asks else ([], 0)
    cards = cards_by_ids(list(dict.fromkeys((*choice.records, *found))))
    sides = [[code] if code else [] for code in (choice.origin, choice.destination)]
    put_asked_first(cards, *sides)
    return Fitting(cards, total)


def _find(query: Query) -> tuple[list[str], int]:
    try:
        result = engine().find(query)
    except IndexUnavailable:
        return fallback.find(query)
    return [one for one, _ in result.ids], result.total
