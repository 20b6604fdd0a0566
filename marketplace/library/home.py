"""What the home page shows: newest practices, the corridors with most records, and how many there are."""

from collections import Counter
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from marketplace import languages
from marketplace.database import db
from marketplace.library.cards import newest_cards
from marketplace.providers.models import Organisation
from marketplace.resources.models import Kind, Resource, RevisionCorridor
from marketplace.resources.queries import published

NEWEST = 6
MOST_CORRIDORS = 24

Pair = tuple[str, str]


def context() -> dict[str, Any]:
    """The variables of the home page: `countries`, `newest`, `corridors`, `totals`."""
    pairs = _pairs()
    return {
        "countries": _countries(pairs),
        "newest": newest_cards(NEWEST, Kind.CASE_STUDY),
        "corridors": [_corridor(pair, count) for pair, count in pairs.most_common(MOST_CORRIDORS)],
        "totals": _totals(),
    }


def _pairs() -> Counter[Pair]:
    """How many public records name each pair of countries; those with an open side are no pair."""
    public = published().with_only_columns(Resource.live_revision_id)
    table = RevisionCorridor
    statement = (
        select(table.origin, table.destination, func.count())
        .where(table.revision_id.in_(public), table.origin.is_not(None), table.destination.is_not(None))
        .group_by(table.origin, table.destination)
        .order_by(table.origin, table.destination)
    )
    rows = db.session.execute(statement)
    return Counter({(origin or "", destination or ""): count for origin, destination, count in rows})


def _corridor(pair: Pair, count: int) -> dict[str, Any]:
    origin, destination = pair
    url = url_for("corridors.show", corridor=f"{origin}-{destination}")
    return {"origin": origin, "destination": destination, "count": count, "url": url}


def _countries(pairs: Counter[Pair]) -> list[tuple[str, str]]:
    """The countries to choose from: those some record names, all where there is none yet."""
    named = {code for pair in pairs for code in pair} | _one_sided()
    choices = languages.country_choices()
    return [choice for choice in choices if choice[0] in named] or choices


def _one_sided() -> set[str]:
    """Countries of corridors whose other side is open."""
    public = published().with_only_columns(Resource.live_revision_id)
    table = RevisionCorridor
    statement = select(func.coalesce(table.origin, table.destination)).where(
        table.revision_id.in_(public), table.origin.is_(None) != table.destination.is_(None)
    )
    return set(db.session.scalars(statement.distinct()))


def _totals() -> dict[str, int]:
    """Numbers of public records and of the organisations behind them."""
    public = published().with_only_columns(Resource.id, Organisation.id.label("provider")).subquery()
    counts = select(func.count(), func.count(public.c.provider.distinct())).select_from(public)
    records, providers = db.session.execute(counts).one()
    return {"records": records, "providers": providers}
