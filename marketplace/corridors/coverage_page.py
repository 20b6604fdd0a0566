"""What the page of coverage shows: map, matrices and table, of all records or of those that pass filters."""

from dataclasses import dataclass
from functools import cached_property

from flask import url_for

from marketplace import languages
from marketplace.corridors.coverage import BOOSTERS, Count, CoverageState, Pair
from marketplace.corridors.facts import Coverage
from marketplace.corridors.forms import CoverageFilters
from marketplace.corridors.page import Row, corridor_rows, corridor_url, help_matrix, library_url, matrix_cell
from marketplace.library.forms import with_parameters

MOST_SIDE = 20  # countries on each side of the matrix
MOST_ARCS = 60


@dataclass(frozen=True)
class CoveragePage:
    """The map and both matrices, of all records or of those that pass the filters."""

    found: Coverage
    filters: CoverageFilters

    @cached_property
    def pairs(self) -> dict[Pair, Count]:
        return self.found.pairs

    @property
    def listed(self) -> dict[Pair, Count]:
        """The pairs named, and those on which something is missed."""
        return self.found.listed

    @cached_property
    def origins(self) -> list[str]:
        """The countries of origin with most records, by name."""
        return self._busiest(0)

    @cached_property
    def destinations(self) -> list[str]:
        """The countries of destination with most records, by name."""
        return self._busiest(1)

    @property
    def is_cut(self) -> bool:
        """Whether some pairs stand only in the table."""
        return any(pair[0] not in self.origins or pair[1] not in self.destinations for pair in self.listed)

    @property
    def rows(self) -> list[Row]:
        """Rows of origins with a cell for each destination; a cell opens its records."""
        return [
            {
                "label": languages.country_name(origin),
                "cells": [self._pair(origin, code) for code in self.destinations],
            }
            for origin in self.origins
        ]

    @property
    def help_rows(self) -> list[Row]:
        """The matrix of help by phase; only the row of the kind of help asked for, as in the library."""
        others = {name: code for name, code in self.filters.parameters.items() if name != "booster"}
        asked = self.filters.parameters.get("booster")
        rows = help_matrix(self.found.help_by_phase(), **others)
        return [row for row, booster in zip(rows, BOOSTERS, strict=True) if asked in {None, booster}]

    @property
    def table(self) -> list[Row]:
        """Every pair with its numbers."""
        return [
            row | {"total": self.found.total(pair), "demand": self.found.demand.of(pair).total()}
            for pair, row in zip(self.listed, corridor_rows(self.listed.items()), strict=True)
        ]

    @property
    def arcs(self) -> list[Row]:
        """The busiest pairs for the map."""
        return [
            row | {"count": row["count"].exact, "state": row["count"].state}
            for row in corridor_rows(self.found.busiest()[:MOST_ARCS])
        ]

    @property
    def states(self) -> list[tuple[CoverageState, int]]:
        """How many pairs there are in each state."""
        states = [count.state for count in self.pairs.values()]
        return [(state, states.count(state)) for state in CoverageState]

    def address(self, endpoint: str) -> str:
        """The same numbers in another form."""
        return with_parameters(url_for(endpoint), self.filters.parameters.items())

    def _pair(self, origin: str, destination: str) -> Row:
        if origin == destination:
            return {"state": CoverageState.EMPTY, "count": 0, "url": None}
        pair = (origin, destination)
        count = self.pairs.get(pair, Count())
        narrowed = self.filters.parameters if count.exact else {}
        url = (
            library_url(origin=origin, destination=destination, **narrowed)
            if narrowed
            else corridor_url(pair)
        )
        return matrix_cell(count, "") | {"url": url, "demand": self.found.demand.of(pair).total()}

    def _busiest(self, side: int) -> list[str]:
        numbers: dict[str, int] = {}
        for pair, count in self.listed.items():
            numbers[pair[side]] = numbers.get(pair[side], 0) + count.exact
        kept = set(sorted(numbers, key=lambda code: (-numbers[code], code))[:MOST_SIDE])
        return [code for code, _ in languages.country_choices() if code in kept]
