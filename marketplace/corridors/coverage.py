"""Coverage: what a record counts for, which side it serves, and the state of records counted together.

The rules stand in docs/decisions/0012-coverage.md.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from marketplace import vocab
from marketplace.resources.models import Kind
from marketplace.resources.sides import helps_after, helps_before

BOOSTERS = vocab.slugs("booster")
PHASES = vocab.slugs("phase")
# Who can cover a side: a need is the opposite of help, and a document helps nobody across a border by itself.
HELP = frozenset({Kind.OFFERING, Kind.CASE_STUDY})

Pair = tuple[str, str]
Cell = tuple[str, str]


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
    def from_origin(self) -> bool:
        """Whether its provider works where people leave."""
        return self.provider_side != "destination"

    @property
    def from_destination(self) -> bool:
        """Whether its provider works where people come to."""
        return self.provider_side != "origin"

    @property
    def at_origin(self) -> bool:
        """Whether it helps before arrival; where no phase says so, the provider's side does."""
        return helps_before(self.phases, self.provider_side)

    @property
    def at_destination(self) -> bool:
        """Whether it helps after arrival; where no phase says so, the provider's side does."""
        return helps_after(self.phases, self.provider_side)


@dataclass
class Count:
    """Records counted together: `exact` is all, `in_date` those to be trusted, `old_help` outdated help.

    `at_origin` and `at_destination` are help in date for each side.
    """

    exact: int = 0
    in_date: int = 0
    old_help: int = 0
    at_origin: int = 0
    at_destination: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

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


def counted(records: Iterable[Record], *, of_one_phase: bool = False) -> Count:
    """Records counted together. Those of one phase cover the sides on which their providers work."""
    count = Count()
    for one in records:
        count.exact += 1
        count.kinds[one.kind] += 1
        count.in_date += one.in_date
        if one.helps and one.in_date:
            count.at_origin += one.from_origin if of_one_phase else one.at_origin
            count.at_destination += one.from_destination if of_one_phase else one.at_destination
        elif one.helps:
            count.old_help += 1
    return count


def cells(records: Iterable[Record]) -> dict[Cell, Count]:
    """Counts by (booster, phase) for all there are of both; a record counts in each cell it names."""
    known = list(records)
    return {
        (booster, phase): counted(
            (one for one in known if booster in one.boosters and phase in one.phases), of_one_phase=True
        )
        for booster in BOOSTERS
        for phase in PHASES
    }
