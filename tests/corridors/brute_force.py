"""The rules of coverage once more, record by record in Python, to compare with what SQL counts."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.database import db, utc_now
from marketplace.resources.models import Resource, Revision, State

DAYS = {"offering": 210, "case_study": 760, "need": 90}


def public_records() -> list[Resource]:
    """Everything public, found by walking through all records; read once, whatever is requested later."""
    everything = select(Resource).options(selectinload(Resource.live_revision))
    found = [one for one in db.session.scalars(everything) if _is_public(one)]
    for one in found:
        _ = live(one).pairs, live(one).slugs("phase")
    db.session.expunge_all()  # a session reads its objects again after every request
    return found


def _is_public(resource: Resource) -> bool:
    live, verification = resource.live_revision, resource.organisation.verification
    if live is None or live.state != State.PUBLISHED or verification == "suspended":
        return False
    return verification == "verified" or resource.import_slug is not None


def live(resource: Resource) -> Revision:
    """The public words of a record."""
    assert resource.live_revision is not None
    return resource.live_revision


def naming(records: Iterable[Resource], pair: tuple[str, str]) -> list[Resource]:
    """Those that name a pair."""
    return [one for one in records if pair in live(one).pairs]


def fitting(records: Iterable[Resource], pair: tuple[str, str]) -> list[Resource]:
    """Those with a corridor whose sides are those of the pair or open."""
    origin, destination = pair
    return [
        one
        for one in records
        if any(o in {origin, None} and d in {destination, None} for o, d in live(one).pairs)
    ]


def in_date(resource: Resource) -> bool:
    """Whether it was confirmed, or else published, lately enough."""
    said: datetime | None = resource.confirmed_at or live(resource).published_at
    midnight = utc_now().replace(hour=0, minute=0, second=0, microsecond=0)
    days = DAYS.get(resource.kind)
    return days is None or (said is not None and said >= midnight - timedelta(days=days))


def state(records: Iterable[Resource], *, of_one_phase: bool = False) -> str:
    """The state of records that stand in one place; those of one phase cover the sides of their providers."""
    helping = [one for one in records if one.kind in {"offering", "case_study"}]
    fresh = [one for one in helping if in_date(one)]
    served = {side for one in fresh for side in (_works(one) if of_one_phase else _serves(one))}
    if served:
        return "covered" if len(served) == 2 else "one_sided"
    return "stale" if helping else "empty"


def _serves(one: Resource) -> set[str]:
    """The sides on which a record helps: by its phases, or by its provider where they say nothing."""
    sides = {
        "pre_departure": "origin",
        "in_transit": "origin",
        "on_arrival": "destination",
        "settled": "destination",
    }
    by_phase = {sides[phase] for phase in live(one).slugs("phase") if phase in sides}
    return by_phase or _works(one)


def _works(one: Resource) -> set[str]:
    side = one.organisation.side
    return {"origin", "destination"} if side == "both" else {side}
