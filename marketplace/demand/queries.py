"""Reads of demand: how often something is missed for each pair, and what waits for moderators."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property

from flask_babel import gettext as _
from sqlalchemy import func, select

from marketplace.database import db
from marketplace.demand.models import COUNTS_FOR, DemandReport, ReportState
from marketplace.errors import NotFound

MOST_SHOWN = 100
_NARROWS = ("booster", "target_group")  # what a report states of what coverage can be narrowed by

Pair = tuple[str, str]


@dataclass(frozen=True)
class Missed:
    """How many accepted reports there are of one pair, kind of help and target group ("" if not stated)."""

    pair: Pair
    booster: str
    target_group: str
    number: int


@dataclass(frozen=True)
class Demand:
    """Accepted reports counted together."""

    rows: tuple[Missed, ...] = ()

    @cached_property
    def by_pair(self) -> dict[Pair, Counter[str]]:
        """For each pair how often each kind of help is missed."""
        found: dict[Pair, Counter[str]] = {}
        for row in self.rows:
            found.setdefault(row.pair, Counter())[row.booster] += row.number
        return found

    def of(self, pair: Pair) -> Counter[str]:
        """How often each kind of help is missed on one pair."""
        return self.by_pair.get(pair, Counter())

    def narrowed(self, filters: Mapping[str, str]) -> "Demand":
        """Those of a kind of help or a target group; reports state nothing else to narrow by."""
        chosen = {name: filters[name] for name in _NARROWS if name in filters}
        return Demand(
            tuple(
                row for row in self.rows if all(getattr(row, name) == code for name, code in chosen.items())
            )
        )


NO_DEMAND = Demand()


def demand_on(day: date) -> Demand:
    """The accepted reports that count on a day."""
    since = datetime.combine(day, time(), UTC) - COUNTS_FOR
    place = (DemandReport.origin, DemandReport.destination, DemandReport.booster, DemandReport.target_group)
    statement = (
        select(*place, func.count())
        .where(DemandReport.state == ReportState.ACCEPTED, DemandReport.created_at >= since)
        .group_by(*place)
        .order_by(*place)
    )
    return Demand(
        tuple(
            Missed((origin, destination), booster, target, number)
            for origin, destination, booster, target, number in db.session.execute(statement)
        )
    )


def demand_mark() -> str:
    """A text that changes whenever other reports are accepted."""
    statement = select(func.count(), func.max(DemandReport.decided_at)).where(
        DemandReport.state == ReportState.ACCEPTED
    )
    number, latest = db.session.execute(statement).one()
    return f"{number} {latest}"


def waiting() -> tuple[list[DemandReport], int]:
    """The reports that wait for a moderator, the oldest first, as many as one page shows; and how many."""
    wait = DemandReport.state == ReportState.WAITING
    shown = (
        select(DemandReport).where(wait).order_by(DemandReport.created_at, DemandReport.id).limit(MOST_SHOWN)
    )
    number = db.session.scalar(select(func.count()).select_from(DemandReport).where(wait)) or 0
    return list(db.session.scalars(shown)), number


def load(report_id: str) -> DemandReport:
    """One report; raises NotFound."""
    report = db.session.get(DemandReport, report_id)
    if report is None:
        raise NotFound(_("There is no such report."))
    return report
