"""What the pages of corridors show: both sides by kind of help, gaps and neighbours."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for

from marketplace import languages, vocab
from marketplace.corridors.coverage import (
    BOOSTERS,
    PHASES,
    Cell,
    Count,
    CoverageState,
    Pair,
    cells,
    counted,
)
from marketplace.corridors.facts import Coverage
from marketplace.corridors.forms import FILTERS, CoverageFilter
from marketplace.corridors.queries import NamedRecord, practices_from, practices_giving
from marketplace.handovers.models import HandOver
from marketplace.handovers.queries import public_on
from marketplace.library.cards import Card, cards_by_ids
from marketplace.library.forms import with_parameters
from marketplace.resources.models import Kind

MOST_CARDS = 6  # of each kind on the page of a corridor
MOST_LINKS = 4  # records named in one box of the facing columns
MOST_NEIGHBOURS = 6
MOST_BUSIEST = 30
MOST_PRACTICES = 3  # from each sort of neighbour

Row = dict[str, Any]


def library_url(**filters: str) -> str:
    """The address of the library with these filters."""
    return with_parameters(url_for("library.search"), filters.items())


def corridor_rows(found: Iterable[tuple[Pair, Count]]) -> list[Row]:
    """Pairs as rows of a list, with their pages."""
    return [
        {"origin": pair[0], "destination": pair[1], "count": count, "url": corridor_url(pair)}
        for pair, count in found
    ]


def corridor_url(pair: Pair) -> str:
    """The page of a pair."""
    return url_for("corridors.show", corridor="-".join(pair))


def country_choices(found: Coverage) -> list[tuple[str, str]]:
    """The countries that some record names, or all where none does, by name."""
    named = {code for pair in found.pairs for code in pair}
    choices = languages.country_choices()
    return [choice for choice in choices if choice[0] in named] or choices


def filter_choices(found: Coverage) -> list[tuple[CoverageFilter, list[tuple[str, str]]]]:
    """What coverage can be narrowed by, with the codes to choose from and their labels."""
    locale = languages.current_language().locale
    written = {code: languages.language_name(code) for code in found.facts.languages}
    by_name = sorted(written.items(), key=lambda one: languages.sort_key(one[1], locale))
    return [(one, vocab.choices(one.vocabulary) if one.vocabulary else by_name) for one in FILTERS]


def phase_names() -> list[str]:
    """The heads of the columns of `help_matrix`."""
    return [vocab.label("phase", slug) for slug in PHASES]


def help_matrix(counts: dict[Cell, Count], **filters: str) -> list[Row]:
    """Rows of kinds of help with a cell for each phase; a cell opens its records in the library."""
    return [
        {
            "label": vocab.label("booster", booster),
            "cells": [
                matrix_cell(counts[booster, phase], library_url(**filters, booster=booster, phase=phase))
                for phase in PHASES
            ],
        }
        for booster in BOOSTERS
    ]


def matrix_cell(count: Count, url: str) -> Row:
    """One cell; it leads somewhere where there are records."""
    return {"state": count.state, "count": count.exact, "url": url if count.exact else None}


@dataclass(frozen=True)
class CorridorPage:
    """A pair: who helps on each side with what, what is missing, and who is next to it."""

    found: Coverage
    pair: Pair
    named: list[NamedRecord]

    @property
    def origin(self) -> str:
        return self.pair[0]

    @property
    def destination(self) -> str:
        return self.pair[1]

    @cached_property
    def count(self) -> Count:
        return counted(one.record for one in self.named)

    @property
    def missed(self) -> Counter[str]:
        """How often visitors miss each kind of help here."""
        return self.found.demand.of(self.pair)

    @property
    def total(self) -> int:
        """What the library finds for the pair."""
        return self.found.total(self.pair)

    @property
    def library(self) -> str:
        return library_url(origin=self.origin, destination=self.destination)

    @cached_property
    def kinds_of_help(self) -> list[Row]:
        """For each kind of help its state and the records that serve each side, in date or not."""
        return [self._help(booster) for booster in BOOSTERS]

    @cached_property
    def hand_overs(self) -> list[HandOver]:
        """What providers of both sides state together about this pair."""
        return public_on(self.pair)

    @property
    def helped(self) -> list[Row]:
        """The kinds of help that somebody gives or gave."""
        return [row for row in self.kinds_of_help if row["origin"] or row["destination"]]

    @property
    def gaps(self) -> list[Row]:
        """The kinds of help that are not in date on both sides."""
        return [row for row in self.kinds_of_help if row["state"] is not CoverageState.COVERED]

    @property
    def help_rows(self) -> list[Row]:
        counts = cells(one.record for one in self.named)
        return help_matrix(counts, origin=self.origin, destination=self.destination)

    @property
    def kinds(self) -> list[tuple[str, int, list[Card], str]]:
        """For each kind of record: how many name the pair, the first as cards, and all in the library."""
        shown = {
            kind: [one.id for one in self.named if one.record.kind == kind][:MOST_CARDS] for kind in Kind
        }
        cards = {card.id: card for card in cards_by_ids([id_ for ids in shown.values() for id_ in ids])}
        return [
            (
                kind,
                self.count.kinds[kind],
                [cards[one] for one in ids if one in cards],
                library_url(kind=kind, origin=self.origin, destination=self.destination),
            )
            for kind, ids in shown.items()
            if ids
        ]

    @property
    def same_origin(self) -> list[Row]:
        """Other corridors from the country of origin, the busiest first."""
        return self._neighbours(lambda pair: pair[0] == self.origin)

    @property
    def same_destination(self) -> list[Row]:
        """Other corridors to the country of destination, the busiest first."""
        return self._neighbours(lambda pair: pair[1] == self.destination)

    @cached_property
    def practices_nearby(self) -> list[tuple[str, list[Card]]]:
        """Practices of other corridors: from the same country, to the same, with the help missing here."""
        missing = [row["booster"] for row in self.gaps]
        near = {
            "origin": practices_from(
                origin=self.origin, destination=None, but=self.pair, limit=MOST_PRACTICES
            ),
            "destination": practices_from(
                origin=None, destination=self.destination, but=self.pair, limit=MOST_PRACTICES
            ),
            "booster": practices_giving(missing, but=self.pair, limit=MOST_PRACTICES),
        }
        shown: set[str] = set()
        found = []
        for name, ids in near.items():
            new = [one for one in ids if one not in shown]
            shown.update(new)
            if new:
                found.append((name, cards_by_ids(new)))
        return found

    def _neighbours(self, keep: Callable[[Pair], bool]) -> list[Row]:
        others = self.found.busiest(lambda pair: pair != self.pair and keep(pair))
        return corridor_rows(others[:MOST_NEIGHBOURS])

    def _help(self, booster: str) -> Row:
        named = [one for one in self.named if booster in one.record.boosters]
        count = counted(one.record for one in named)
        helping = [one for one in named if one.record.helps]
        return {
            "booster": booster,
            "state": count.state,
            "needs": count.kinds[Kind.NEED],
            "missed": self.missed[booster],
            "lacks_origin": not count.at_origin,
            "lacks_destination": not count.at_destination,
            "origin": [one for one in helping if one.record.at_origin],
            "destination": [one for one in helping if one.record.at_destination],
            "url": library_url(booster=booster, origin=self.origin, destination=self.destination),
        }
