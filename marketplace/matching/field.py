"""Everybody who may be a counterpart, as arrays: one standing is ranked against all in a millisecond."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import count, islice

import numpy as np
from numpy.typing import NDArray

from marketplace.corridors.facts import bits
from marketplace.matching.formula import (
    EXACT,
    GENERAL,
    OPEN_SIDE,
    SAME_REGIONS,
    WEIGHTS,
    Factors,
    Standing,
    factors,
    region,
)
from marketplace.resources.sides import AFTER, BEFORE

Numbers = NDArray[np.int64]
Weights = NDArray[np.float64]
Pairs = frozenset[tuple[str, str]]
DIGITS = 6  # of a score: what differs by less is a tie
_counter = count(1)
OTHER_SIDE = {"origin": "destination", "destination": "origin"}


@dataclass(frozen=True, slots=True)
class Match:
    """A counterpart: what it stands for, and how well it fits."""

    standing: Standing
    factors: Factors

    @property
    def score(self) -> int:
        """0 to 100, as shown."""
        return round(self.factors.score)


class Side:
    """The standings of one side as arrays."""

    def __init__(self, standings: Sequence[Standing]) -> None:
        self.standings = standings
        self.organisation = _places([one.organisation for one in standings])
        self._pairs = sorted(
            {pair for one in standings for pair in one.corridors},
            key=lambda pair: (pair[0] or "", pair[1] or ""),
        )
        place = {pair: number for number, pair in enumerate(self._pairs)}
        self._corridors = _numbers([place[pair] for one in standings for pair in one.corridors])
        self._starts = np.cumsum([0, *(len(one.corridors) for one in standings)])[:-1]
        self._boosters = _numbers([bits("booster", one.boosters) for one in standings])
        self._phases = _numbers([bits("phase", one.phases) for one in standings])
        self._targets = _numbers([bits("target_group", one.targets) for one in standings])
        self._spoken = {
            code: np.array([code in one.languages for one in standings], dtype=np.bool_)
            for code in {code for one in standings for code in one.languages}
        }
        self._silent = np.array([not one.languages for one in standings], dtype=np.bool_)
        self._in_date = np.array([one.in_date for one in standings], dtype=np.float64)

    @cached_property
    def _codes(self) -> tuple[tuple[Numbers, Numbers], ...]:
        """Numbers of the countries and regions of all pairs, origins then destinations; 0 is an open side."""
        return tuple(
            (
                _numbers([_number(pair[side]) for pair in self._pairs]),
                _numbers([_number(region(pair[side])) for pair in self._pairs]),
            )
            for side in (0, 1)
        )

    def scores(self, asked: Standing) -> tuple[Weights, Weights]:
        """The score of each standing, and its factor for the corridor."""
        size = len(self.standings)
        if not size or not asked.corridors:
            return np.zeros(size), np.zeros(size)
        corridor = np.maximum.reduceat(self._corridor_factors(asked)[self._corridors], self._starts)
        parts = {
            "corridor": corridor,
            "booster": self._overlap(self._boosters, bits("booster", asked.boosters)),
            "phase": self._phase(asked),
            "target": self._target(asked),
            "language": self._language(asked),
            "fresh": (self._in_date + asked.in_date) / 2,
        }
        points = sum(WEIGHTS[name] * part for name, part in parts.items()) * (corridor > 0)
        return np.asarray(points, dtype=np.float64), corridor

    def _corridor_factors(self, asked: Standing) -> Weights:
        found = np.zeros(len(self._pairs))
        for pair in asked.corridors:
            fits, same_regions = (np.ones(len(self._pairs), dtype=np.bool_) for _ in range(2))
            same = np.full(len(self._pairs), None not in pair)
            for side, (countries, regions) in enumerate(self._codes):
                code = _number(pair[side])
                equal = countries == code
                same &= equal
                if code:
                    fits &= equal | (countries == 0)
                same_regions &= (regions == _number(region(pair[side]))) & (regions != 0)
            values = np.where(
                same, EXACT, np.where(fits, OPEN_SIDE, np.where(same_regions, SAME_REGIONS, 0.0))
            )
            found = np.maximum(found, values)
        return found

    def _overlap(self, theirs: Numbers, mine: int) -> Weights:
        smaller = np.minimum(np.bitwise_count(theirs), mine.bit_count())
        shared = np.bitwise_count(theirs & mine)
        return np.divide(shared, smaller, out=np.zeros(len(theirs)), where=smaller > 0)

    def _phase(self, asked: Standing) -> Weights:
        mine, theirs = bits("phase", asked.phases), self._phases
        first, second = (BEFORE, AFTER) if asked.side == "origin" else (AFTER, BEFORE)
        meets = (theirs & bits("phase", second) != 0) & bool(asked.phases & first)
        return np.where(meets, 1.0, np.where(theirs & mine != 0, 0.5, 0.0))

    def _target(self, asked: Standing) -> Weights:
        mine, theirs = bits("target_group", asked.targets), self._targets
        general = bits("target_group", {GENERAL})
        every = np.bitwise_count(theirs | mine)
        jaccard = np.divide(
            np.bitwise_count(theirs & mine), every, out=np.zeros(len(theirs)), where=every > 0
        )
        half = np.where((theirs | mine) & general != 0, 0.5, 0.0)
        return np.maximum(jaccard, half) * ((theirs != 0) & (mine != 0))

    def _language(self, asked: Standing) -> Weights:
        if not asked.languages:
            return np.full(len(self.standings), 0.5)
        shared = np.zeros(len(self.standings), dtype=np.bool_)
        for code in asked.languages & self._spoken.keys():
            shared |= self._spoken[code]
        return np.where(self._silent, 0.5, shared.astype(np.float64))


class Field:
    """All standings, by record and by organisation, and the ranking of one against the other side."""

    def __init__(self, standings: Sequence[Standing]) -> None:
        # By date and id first: a stable sort by score then settles ties as the formula says.
        ordered = sorted(standings, key=lambda one: (-_time(one), one.record))
        self._sides = {
            side: Side([one for one in ordered if one.side == side]) for side in ("origin", "destination")
        }
        self._by_record: dict[str, list[Standing]] = {}
        self._by_organisation: dict[str, list[Standing]] = {}
        for one in ordered:
            self._by_record.setdefault(one.record, []).append(one)
            self._by_organisation.setdefault(one.organisation, []).append(one)

    @property
    def organisations(self) -> list[str]:
        """Everybody who has a standing."""
        return list(self._by_organisation)

    def of_record(self, record: str) -> list[Standing]:
        """What a record stands for, on each side it serves."""
        return self._by_record.get(record, [])

    def of_organisation(self, organisation: str) -> list[Standing]:
        """What all records of an organisation stand for together, on each side."""
        own = self._by_organisation.get(organisation, [])
        return [merged(group) for side in OTHER_SIDE if (group := [one for one in own if one.side == side])]

    def counterparts(self, asked: Sequence[Standing], limit: int, apart: Pairs = frozenset()) -> list[Match]:
        """The best fitting organisations on the other side, each with its best record.

        A match through "any country" never stands above one that names the same pair. Ties: the one said to
        be true last, then by id. Two organisations that are kept `apart`, in both orders, never meet.
        """
        best: dict[str, Match] = {}
        for one in asked:
            for match in self._ranked(one, limit, apart):
                known = best.get(match.standing.organisation)
                if known is None or _rank(match) < _rank(known):
                    best[match.standing.organisation] = match
        return sorted(best.values(), key=_rank)[:limit]

    def _ranked(self, asked: Standing, limit: int, apart: Pairs) -> list[Match]:
        side = self._sides[OTHER_SIDE[asked.side]]
        score, corridor = side.scores(asked)
        rows = np.flatnonzero(score)
        rows = rows[np.lexsort((-score[rows].round(DIGITS), corridor[rows] != EXACT))]
        _, first = np.unique(side.organisation[rows], return_index=True)
        others = (side.standings[row] for row in rows[np.sort(first)].tolist())
        mine = asked.organisation
        met = (one for one in others if one.organisation != mine and (mine, one.organisation) not in apart)
        kept = islice(met, limit)
        return [Match(other, fit(asked, other)) for other in kept]


def fit(asked: Standing, other: Standing) -> Factors:
    """The factors of two standings, whichever is asked about."""
    return factors(asked, other) if asked.side == "origin" else factors(other, asked)


def merged(own: Sequence[Standing]) -> Standing:
    """Several standings of one organisation on one side as one."""
    return Standing(
        organisation=own[0].organisation,
        side=own[0].side,
        corridors=frozenset().union(*(one.corridors for one in own)),
        boosters=frozenset().union(*(one.boosters for one in own)),
        phases=frozenset().union(*(one.phases for one in own)),
        targets=frozenset().union(*(one.targets for one in own)),
        languages=frozenset().union(*(one.languages for one in own)),
        in_date=any(one.in_date for one in own),
    )


def _rank(match: Match) -> tuple[bool, float, float, str]:
    """Where a match stands, the least first."""
    score = -round(match.factors.score, DIGITS)
    return match.factors.corridor != EXACT, score, -_time(match.standing), match.standing.record


def _time(standing: Standing) -> float:
    return standing.dated.timestamp() if standing.dated else 0.0


def _numbers(values: Sequence[int]) -> Numbers:
    return np.array(values, dtype=np.int64)


@cache
def _number(name: str | None) -> int:
    """A number that stands for a country or a region, 0 for none."""
    return next(_counter) if name else 0


def _places(names: Sequence[str]) -> Numbers:
    places: dict[str, int] = {}
    return _numbers([places.setdefault(name, len(places)) for name in names])
