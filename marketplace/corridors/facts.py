"""All public records as arrays of numbers, and coverage folded from them: any filter costs milliseconds."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace import vocab
from marketplace.corridors.coverage import BOOSTERS, PHASES, Cell, Count, Pair
from marketplace.corridors.summing import CLASSES, Flags, Numbers, classes_of, counts_of, grouped
from marketplace.demand.queries import NO_DEMAND, Demand
from marketplace.resources.sides import AFTER, BEFORE

VOCABULARIES = ("booster", "phase", "target_group", "channel")
OPEN = -1
"""The number of an open side of a corridor."""


def bits(vocabulary: str, slugs: frozenset[str] | set[str]) -> int:
    """Terms of a vocabulary as a sum of powers of two."""
    return sum(1 << place for place, slug in enumerate(vocab.slugs(vocabulary)) if slug in slugs)


@dataclass(frozen=True)
class Facts:
    """What counts about all public records on one day.

    Arrays over records, in the order of `versions`, their live versions: `kind` (place in KINDS), `in_date`,
    `from_origin` and `from_destination` (where the provider works), `terms` (bits by vocabulary), `language`
    (place in `languages`). Arrays over their corridors, each once: `record`, `origin`, `destination` (place
    in `countries`, or OPEN).
    """

    day: date
    versions: NDArray[np.object_]
    kind: Numbers
    in_date: Flags
    from_origin: Flags
    from_destination: Flags
    terms: Mapping[str, Numbers]
    language: Numbers
    languages: tuple[str, ...]
    record: Numbers
    origin: Numbers
    destination: Numbers
    countries: tuple[str, ...]

    @cached_property
    def serving(self) -> Numbers:
        """The class of each record by the sides it serves: its phases say which, or else its provider."""
        before, after = bits("phase", BEFORE), bits("phase", AFTER)
        phases = self.terms["phase"]
        no_side = phases & (before | after) == 0
        return classes_of(
            self.kind,
            self.in_date,
            np.where(no_side, self.from_origin, phases & before != 0),
            np.where(no_side, self.from_destination, phases & after != 0),
        )

    @cached_property
    def providing(self) -> Numbers:
        """The class of each record by the sides on which its provider works, for counts of a single phase."""
        return classes_of(self.kind, self.in_date, self.from_origin, self.from_destination)

    def where(self, vocabulary: str, slug: str) -> Flags:
        """Records with a term."""
        return self.terms[vocabulary] & bits(vocabulary, {slug}) != 0

    def in_language(self, language: str) -> Flags:
        """Records whose text is in a language."""
        known = language in self.languages
        return self.language == (self.languages.index(language) if known else -1)


class Coverage:
    """Records of `facts` counted, all of them or those that pass some filters."""

    def __init__(self, facts: Facts, chosen: Flags | None = None, demand: Demand = NO_DEMAND) -> None:
        self.facts = facts
        self.demand = demand
        self._chosen = np.ones(len(facts.kind), dtype=np.bool_) if chosen is None else chosen

    @property
    def day(self) -> date:
        """The day on which the records are in date or not."""
        return self.facts.day

    def narrowed(self, filters: Mapping[str, str]) -> "Coverage":
        """The same of the records that pass filters: terms by vocabulary, and `language`."""
        chosen = self._chosen
        for name, code in filters.items():
            passed = self.facts.in_language(code) if name == "language" else self.facts.where(name, code)
            chosen = chosen & passed
        return Coverage(self.facts, chosen, self.demand.narrowed(filters))

    @cached_property
    def pairs(self) -> dict[Pair, Count]:
        """Every pair that some record names, in alphabetical order."""
        names, places, records = self._named
        keys = places * CLASSES + self.facts.serving[records]
        sums = np.bincount(keys, minlength=len(names) * CLASSES).reshape(len(names), CLASSES)
        return dict(sorted(zip(names, counts_of(sums), strict=True), key=lambda one: one[0]))

    @cached_property
    def listed(self) -> dict[Pair, Count]:
        """The pairs that some record names or on which somebody misses something, in alphabetical order."""
        pairs = sorted({*self.pairs, *self.demand.by_pair})
        return {pair: self.pairs.get(pair, Count()) for pair in pairs}

    @cached_property
    def boosters(self) -> dict[Pair, Counter[str]]:
        """For each named pair how many of its records give each kind of help."""
        names, places, records = self._named
        found = {pair: Counter[str]() for pair in names}
        for slug in BOOSTERS:
            giving = self.facts.where("booster", slug)[records]
            sums = np.bincount(places[giving], minlength=len(names))
            for pair, number in zip(names, sums.tolist(), strict=True):
                if number:
                    found[pair][slug] = number
        return found

    def help_by_phase(self, *, open_sides: bool = False) -> dict[Cell, Count]:
        """Kinds of help by phase: of the records that name some pair, or of those that name none."""
        kept = self._chosen & (~self._naming if open_sides else self._naming)
        phases = [self.facts.where("phase", slug) for slug in PHASES]
        sums = []
        for booster in BOOSTERS:
            giving = np.flatnonzero(self.facts.where("booster", booster) & kept)
            found = self.facts.providing[giving]
            sums += [np.bincount(found[during[giving]], minlength=CLASSES) for during in phases]
        return dict(zip(product(BOOSTERS, PHASES), counts_of(np.array(sums)), strict=True))

    @cached_property
    def open_records(self) -> int:
        """Records that name no pair at all: every corridor of theirs has an open side, or they have none."""
        return int(np.count_nonzero(self._chosen & ~self._naming))

    def total(self, pair: Pair) -> int:
        """What the library finds for a pair: records that name it and those open to it."""
        everywhere, by_origin, by_destination, by_pair = self._open
        origin, destination = (self._place(code) for code in pair)
        parts = (
            by_origin.get(origin),
            by_destination.get(destination),
            by_pair.get((origin, destination)),
        )
        found = [part for part in parts if part is not None]
        return everywhere + (len(np.unique(np.concatenate(found))) if found else 0)

    def busiest(self, keep: Callable[[Pair], bool] = lambda _: True) -> list[tuple[Pair, Count]]:
        """The pairs kept, those with most records first."""
        kept = [(pair, count) for pair, count in self.pairs.items() if keep(pair)]
        return sorted(kept, key=lambda one: (-one[1].exact, one[0]))

    @cached_property
    def _both_named(self) -> Flags:
        return (self.facts.origin != OPEN) & (self.facts.destination != OPEN)

    @cached_property
    def _naming(self) -> Flags:
        naming = np.zeros(len(self._chosen), dtype=np.bool_)
        naming[self.facts.record[self._both_named]] = True
        return naming

    @cached_property
    def _named(self) -> tuple[list[Pair], Numbers, Numbers]:
        """The pairs named, and for each corridor that names one the pair's place and the record."""
        facts = self.facts
        kept = self._both_named & self._chosen[facts.record]
        width = max(len(facts.countries), 1)
        keys = facts.origin[kept] * width + facts.destination[kept]
        found = np.bincount(keys) > 0
        names = [
            (facts.countries[key // width], facts.countries[key % width])
            for key in np.flatnonzero(found).tolist()
        ]
        return names, (np.cumsum(found) - 1)[keys], facts.record[kept]

    @cached_property
    def _open(self) -> tuple[int, dict[int, Numbers], dict[int, Numbers], dict[Any, Numbers]]:
        """Records open on both sides, and the others by open origin, open destination, and named pair."""
        facts = self.facts
        kept = self._chosen[facts.record]
        anywhere = np.zeros(len(self._chosen), dtype=np.bool_)
        anywhere[facts.record[kept & (facts.origin == OPEN) & (facts.destination == OPEN)]] = True
        kept = kept & ~anywhere[facts.record]
        to_any = kept & (facts.origin != OPEN) & (facts.destination == OPEN)
        from_any = kept & (facts.origin == OPEN) & (facts.destination != OPEN)
        named = kept & self._both_named
        width = max(len(facts.countries), 1)
        by_pair = grouped((facts.origin * width + facts.destination)[named], facts.record[named])
        return (
            int(np.count_nonzero(anywhere)),
            grouped(facts.origin[to_any], facts.record[to_any]),
            grouped(facts.destination[from_any], facts.record[from_any]),
            {divmod(key, width): records for key, records in by_pair.items()},
        )

    def _place(self, country: str) -> int:
        return self._places.get(country, OPEN - 1)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.facts.countries)}
