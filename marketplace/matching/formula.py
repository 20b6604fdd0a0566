"""The formula that ranks counterparts: one table of weights, seven facts, the same result for everybody.

Score = 40 corridor + 20 kinds of help + 15 phase + 10 target groups + 10 language + 5 freshness, each factor
between 0 and 1. Payment and clicks are no part of it. The reasons stand in docs/decisions/0017-matching.md.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache

from marketplace.languages import country_region
from marketplace.resources.sides import AFTER, BEFORE

WEIGHTS = {"corridor": 40, "booster": 20, "phase": 15, "target": 10, "language": 10, "fresh": 5}
EXACT, OPEN_SIDE, SAME_REGIONS = 1.0, 0.5, 0.25
GENERAL = "newcomers_general"

OpenPair = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """What one record, or a whole organisation, stands for on one side of its corridors.

    `corridors` are pairs of country codes, None for an open side. `languages` are those it works in. `dated`
    is when it was last said to be true.
    """

    organisation: str
    side: str
    corridors: frozenset[OpenPair]
    boosters: frozenset[str]
    phases: frozenset[str]
    targets: frozenset[str]
    languages: frozenset[str]
    in_date: bool
    dated: datetime | None = None
    record: str = ""


@dataclass(frozen=True, slots=True)
class Factors:
    """How well two sides fit, each between 0 and 1."""

    corridor: float
    booster: float
    phase: float
    target: float
    language: float
    fresh: float

    @property
    def score(self) -> float:
        """The weighted sum, 0 to 100; 0 where the corridors have nothing to do with each other."""
        if not self.corridor:
            return 0.0
        return sum(WEIGHTS[one.name] * getattr(self, one.name) for one in fields(self))


def factors(origin: Standing, destination: Standing) -> Factors:
    """What speaks for bringing a side of origin and a side of destination together."""
    return Factors(
        corridor=_best_corridor(origin.corridors, destination.corridors),
        booster=_overlap(origin.boosters, destination.boosters),
        phase=_phase(origin.phases, destination.phases),
        target=_target(origin.targets, destination.targets),
        language=_language(origin.languages, destination.languages),
        fresh=(origin.in_date + destination.in_date) / 2,
    )


def _best_corridor(some: frozenset[OpenPair], others: frozenset[OpenPair]) -> float:
    if any(None not in pair for pair in some & others):
        return EXACT
    return max((corridor_factor(one, other) for one in some for other in others), default=0.0)


@lru_cache(maxsize=65_536)
def corridor_factor(one: OpenPair, other: OpenPair) -> float:
    """1 for the same pair, 0.5 where an open side lets them fit, 0.25 for the same two regions, else 0."""
    if one == other and None not in one:
        return EXACT
    if all(a is None or b is None or a == b for a, b in zip(one, other, strict=True)):
        return OPEN_SIDE
    if None in one or None in other:
        return 0.0
    same = all(region(a) == region(b) for a, b in zip(one, other, strict=True))
    return SAME_REGIONS if same else 0.0


def region(code: str | None) -> str:
    """The sub-region of a country, "" for an open side."""
    return country_region(code) if code else ""


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Overlap coefficient: what is shared by the smaller set. A need that is met in full is 1 by it."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _phase(origin: frozenset[str], destination: frozenset[str]) -> float:
    if origin & BEFORE and destination & AFTER:
        return 1.0
    return 0.5 if origin & destination else 0.0


def _target(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard index; newcomers in general overlap by half with any group."""
    if not one or not other:
        return 0.0
    general = 0.5 if GENERAL in one | other else 0.0
    return max(len(one & other) / len(one | other), general)


def _language(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.5
    return 1.0 if one & other else 0.0
