"""Coverage: counted groups of records folded into pairs, kinds of help and phases, and the state of each.

The rules stand in docs/decisions/0012-coverage.md.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from marketplace import vocab
from marketplace.resources.models import Kind

BOOSTERS = vocab.slugs("booster")
PHASES = vocab.slugs("phase")
# Who can cover a side: a need is the opposite of help, and a document helps nobody across a border by itself.
HELP = frozenset({Kind.OFFERING, Kind.CASE_STUDY})
_BEFORE = frozenset({"pre_departure", "in_transit"})
_AFTER = frozenset({"on_arrival", "settled"})

Pair = tuple[str, str]
OpenPair = tuple[str | None, str | None]


class CoverageState(StrEnum):
    """What a pair, or a part of it, looks like."""

    COVERED = "covered"
    ONE_SIDED = "one_sided"
    STALE = "stale"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Record:
    """What counts about a record: `provider_side` is origin, destination or both."""

    kind: str
    in_date: bool
    provider_side: str
    boosters: frozenset[str]
    phases: frozenset[str]

    @property
    def helps(self) -> bool:
        """Whether it can cover a side at all."""
        return self.kind in HELP

    @property
    def at_origin(self) -> bool:
        """Whether it serves the side people leave: by its provider, or by a phase before arrival."""
        return self.provider_side != "destination" or bool(self.phases & _BEFORE)

    @property
    def at_destination(self) -> bool:
        """Whether it serves the side people come to: by its provider, or by a phase after arrival."""
        return self.provider_side != "origin" or bool(self.phases & _AFTER)


@dataclass
class Count:
    """Records counted together. `exact` is all of them, `in_date` those still to be trusted."""

    exact: int = 0
    in_date: int = 0
    old_help: int = 0
    at_origin: int = 0
    at_destination: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, record: Record, number: int = 1) -> None:
        """Count so many records of this sort."""
        self.exact += number
        self.kinds[record.kind] += number
        self.in_date += number if record.in_date else 0
        if record.helps and not record.in_date:
            self.old_help += number
        if record.helps and record.in_date:
            self.at_origin += number if record.at_origin else 0
            self.at_destination += number if record.at_destination else 0

    @property
    def out_of_date(self) -> int:
        """Records whose last confirmation, or else publication, is too long ago."""
        return self.exact - self.in_date

    @property
    def state(self) -> CoverageState:
        """Covered with help in date on both sides; out of date where all help is; empty without any help."""
        if self.at_origin and self.at_destination:
            return CoverageState.COVERED
        if self.at_origin or self.at_destination:
            return CoverageState.ONE_SIDED
        return CoverageState.STALE if self.old_help else CoverageState.EMPTY


@dataclass(frozen=True, slots=True)
class Group:
    """So many records of one sort that name this pair; None is an open side, "any country"."""

    origin: str | None
    destination: str | None
    record: Record
    number: int


@dataclass(frozen=True)
class OpenCorridors:
    """Records with at least one open side, by all the corridors they have: how the library finds them."""

    by_corridors: tuple[tuple[frozenset[OpenPair], int], ...]

    @cached_property
    def _anywhere(self) -> tuple[int, Counter[OpenPair]]:
        """Records open on both sides, and how many of them name each pair besides."""
        total, naming = 0, Counter[OpenPair]()
        for pairs, number in self.by_corridors:
            if (None, None) in pairs:
                total += number
                naming.update(dict.fromkeys(pairs, number))
        return total, naming

    @cached_property
    def _by_side(self) -> dict[OpenPair, list[int]]:
        """Places in the list of those open on one side only, by that corridor."""
        found: dict[OpenPair, list[int]] = {}
        for place, (pairs, _) in enumerate(self.by_corridors):
            if (None, None) not in pairs:
                for pair in pairs:
                    if None in pair:
                        found.setdefault(pair, []).append(place)
        return found

    def fitting(self, pair: Pair) -> int:
        """Records that fit a pair through an open side and do not name it."""
        origin, destination = pair
        everywhere, naming = self._anywhere
        places = {*self._by_side.get((origin, None), ()), *self._by_side.get((None, destination), ())}
        corridors = (self.by_corridors[place] for place in places)
        return everywhere - naming[pair] + sum(number for pairs, number in corridors if pair not in pairs)


@dataclass(frozen=True)
class Coverage:
    """All that is counted on one day.

    `groups` counts a record once for each corridor of its own; `records` once altogether, with whether it
    names any pair.
    """

    day: date
    groups: tuple[Group, ...]
    records: tuple[tuple[Record, bool, int], ...]
    open: OpenCorridors

    @cached_property
    def pairs(self) -> dict[Pair, Count]:
        """Every pair that some public record names, in alphabetical order."""
        return self.narrowed()

    def narrowed(self, booster: str | None = None) -> dict[Pair, Count]:
        """Every pair that some public record with this kind of help names."""
        found: dict[Pair, Count] = {}
        for group in self._named():
            if booster is None or booster in group.record.boosters:
                pair = (group.origin or "", group.destination or "")
                found.setdefault(pair, Count()).add(group.record, group.number)
        return dict(sorted(found.items()))

    @cached_property
    def boosters(self) -> dict[Pair, Counter[str]]:
        """For each named pair how many of its records give each kind of help."""
        found: dict[Pair, Counter[str]] = {pair: Counter() for pair in self.pairs}
        for group in self._named():
            for slug in group.record.boosters:
                found[group.origin or "", group.destination or ""][slug] += group.number
        return found

    def help_by_phase(self, *, open_sides: bool = False) -> dict[tuple[str, str], Count]:
        """Kinds of help by phase: of the records that name some pair, or of those that name none."""
        return cells((record, number) for record, named, number in self.records if named is not open_sides)

    @cached_property
    def open_records(self) -> int:
        """Records that name no pair at all: every corridor of theirs has an open side, or they have none."""
        return sum(number for _, named, number in self.records if not named)

    def total(self, pair: Pair) -> int:
        """What the library finds for a pair: records that name it and those open to it."""
        return self.pairs.get(pair, Count()).exact + self.open.fitting(pair)

    def busiest(self, keep: Callable[[Pair], bool] = lambda _: True) -> list[tuple[Pair, Count]]:
        """The pairs kept, those with most records first."""
        kept = [(pair, count) for pair, count in self.pairs.items() if keep(pair)]
        return sorted(kept, key=lambda one: (-one[1].exact, one[0]))

    def _named(self) -> Iterator[Group]:
        return (group for group in self.groups if group.origin and group.destination)


def cells(records: Iterable[tuple[Record, int]]) -> dict[tuple[str, str], Count]:
    """Counts by (booster, phase) for all there are of both; a record counts in each cell it names."""
    found = {(booster, phase): Count() for booster in BOOSTERS for phase in PHASES}
    for record, number in records:
        for booster in record.boosters:
            for phase in record.phases:
                found[booster, phase].add(record, number)
    return found
