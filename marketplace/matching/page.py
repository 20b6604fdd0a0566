"""What the pages of counterparts show: each match with its reasons, and what is missing, in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from babel.lists import format_list
from flask_babel import gettext as _

from marketplace import languages, vocab
from marketplace.library.cards import Card, cards_by_ids
from marketplace.matching.field import OTHER_SIDE, Field, Match, Pairs
from marketplace.matching.formula import EXACT, GENERAL, OPEN_SIDE, WEIGHTS, Standing
from marketplace.matching.queries import ways_to_write

MOST = 10


@dataclass(frozen=True)
class Reason:
    """One factor of the formula in words; `points` of `most`."""

    name: str
    text: str
    points: float
    most: int


@dataclass(frozen=True)
class Counterpart:
    """An organisation on the other side, its best fitting record, and why."""

    name: str
    url: str
    card: Card
    score: int
    reasons: list[Reason]
    website: str | None
    """Where to write to an organisation that nobody runs here; None for one that can be asked here."""

    @property
    def speaks_for(self) -> list[Reason]:
        return [one for one in self.reasons if one.points]

    @property
    def missing(self) -> list[Reason]:
        return [one for one in self.reasons if not one.points]


def counterparts(field: Field, asked: list[Standing], apart: Pairs) -> list[Counterpart]:
    """The counterparts of some standings of one organisation, the best first, without those kept apart."""
    matches = field.counterparts(asked, MOST, apart)
    cards = {card.id: card for card in cards_by_ids([match.standing.record for match in matches])}
    by_side = {one.side: one for one in asked}
    websites = ways_to_write([match.standing.organisation for match in matches])
    found = []
    for match in matches:
        card = cards.get(match.standing.record)
        if card is not None and card.provider is not None:
            mine = by_side[OTHER_SIDE[match.standing.side]]
            website = websites.get(match.standing.organisation)
            why = reasons(mine, match)
            found.append(Counterpart(card.provider.name, card.provider.url, card, match.score, why, website))
    return found


def reasons(mine: Standing, match: Match) -> list[Reason]:
    """All factors in words, in the order of their weights."""
    factors, theirs = match.factors, match.standing
    texts = {
        "corridor": _corridor(factors.corridor, mine, theirs),
        "booster": _shared(
            "booster", mine.boosters & theirs.boosters, _help_shared, _("No kind of help in common.")
        ),
        "phase": _phase(factors.phase),
        "target": _target(mine, theirs),
        "language": _language(factors.language, mine, theirs),
        "fresh": _fresh(factors.fresh),
    }
    return [
        Reason(name, text, round(WEIGHTS[name] * getattr(factors, name), 1), WEIGHTS[name])
        for name, text in texts.items()
    ]


def _corridor(factor: float, mine: Standing, theirs: Standing) -> str:
    if factor == EXACT:
        origin, destination = min(
            (pair[0] or "", pair[1] or "") for pair in mine.corridors & theirs.corridors if None not in pair
        )
        return _(
            "Both name the corridor from %(origin)s to %(destination)s.",
            origin=languages.country_name(origin),
            destination=languages.country_name(destination),
        )
    if factor == OPEN_SIDE:
        return _("One of them is open to any country, so their corridors fit.")
    return _("Not the same corridor, but one between the same two regions of the world.")


def _help_shared(terms: str) -> str:
    return _("Kinds of help on both sides: %(terms)s.", terms=terms)


def _groups_shared(terms: str) -> str:
    return _("People on both sides: %(terms)s.", terms=terms)


def _shared(vocabulary: str, slugs: Iterable[str], some: Callable[[str], str], none: str) -> str:
    known = set(slugs)
    return (
        some(listed(vocab.label(vocabulary, slug) for slug in vocab.slugs(vocabulary) if slug in known))
        if known
        else none
    )


def _phase(factor: float) -> str:
    if factor == 1:
        return _("One helps before arrival, the other after it.")
    return _("Both help in the same phase.") if factor else _("Their phases do not meet.")


def _target(mine: Standing, theirs: Standing) -> str:
    if not mine.targets or not theirs.targets:
        return _("Not both say which people they work with.")
    shared = mine.targets & theirs.targets
    if not shared and GENERAL in mine.targets | theirs.targets:
        return _("One of them works with newcomers in general.")
    return _shared("target_group", shared, _groups_shared, _("They work with different people."))


def _language(factor: float, mine: Standing, theirs: Standing) -> str:
    if factor == 1:
        names = sorted(languages.language_name(code) for code in mine.languages & theirs.languages)
        return _("Languages of both: %(names)s.", names=listed(names))
    return _("Not both say which languages they work in.") if factor else _("No language in common.")


def _fresh(factor: float) -> str:
    if factor == 1:
        return _("Both are in date.")
    return _("One of them is out of date.") if factor else _("Both are out of date.")


def listed(names: Iterable[str]) -> str:
    """Names as a list in the language of the page."""
    return format_list(list(names), style="standard", locale=languages.current_language().locale)


def weights() -> list[dict[str, Any]]:
    """The table of the formula's page."""
    texts = {
        "corridor": (
            _("Corridor"),
            _(
                "All for the same pair of countries, half where one side is open to any country, a quarter "
                "for the same two regions. Without any of these nobody is suggested."
            ),
        ),
        "booster": (
            _("Kind of help"),
            _("What both name, as a part of what the one with fewer kinds names."),
        ),
        "phase": (
            _("Phase"),
            _(
                "All where one helps before arrival and the other after it, half where both help in the "
                "same phase."
            ),
        ),
        "target": (
            _("Target group"),
            _("What both name, as a part of all that either names; at least half with newcomers in general."),
        ),
        "language": (_("Language"), _("All for a working language in common, half where it is not stated.")),
        "fresh": (_("In date"), _("All where both are in date, half for one of them.")),
    }
    return [
        {"name": name, "label": label, "text": text, "weight": WEIGHTS[name]}
        for name, (label, text) in texts.items()
    ]
