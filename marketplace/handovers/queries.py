"""Reads of hand-overs: those the public may see, those of a person's organisations, and records to choose."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, bindparam, or_, select, union_all
from sqlalchemy.orm import aliased, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.handovers.models import OPEN, HandOver, HandOverState
from marketplace.providers.models import Membership, Organisation
from marketplace.resources.models import Kind, Resource, Revision, RevisionCorridor
from marketplace.resources.queries import (
    REVISIONS,
    may_see_in_workspace,
    public_conditions,
    published,
    published_by_ids,
)

KINDS = (Kind.OFFERING, Kind.CASE_STUDY)  # what hands people over or takes them up
MOST_CHOICES = 20
Pair = tuple[str, str]


def linked(own: Any, *columns: Any) -> list[Select[*tuple[Any, ...]]]:
    """Columns of `own` (Resource or an alias) for each accepted hand-over whose other record is public.

    Two statements, one for each end: the database finds both by their indexes.
    """
    other, revision, organisation = aliased(Resource), REVISIONS.alias(), aliased(Organisation)
    ends = ((HandOver.before_id, HandOver.after_id), (HandOver.after_id, HandOver.before_id))
    return [
        select(*columns)
        .select_from(own)
        .join(HandOver, mine == own.id)
        .join(other, theirs == other.id)
        .join(revision, revision.c.id == other.live_revision_id)
        .join(organisation, organisation.id == other.organisation_id)
        .where(HandOver.state == HandOverState.ACCEPTED, *public_conditions(other, revision.c, organisation))
        for mine, theirs in ends
    ]


def has_one(resource_id: ColumnElement[str] | Any) -> ColumnElement[bool]:
    """Condition: the public record of this id has a hand-over that the public sees."""
    own = aliased(Resource)
    return resource_id.in_(union_all(*linked(own, own.id)))


def with_one(ids: Collection[str]) -> set[str]:
    """Those of some public records that have a hand-over which the public sees."""
    return set(db.session.scalars(_with_one(), {"ids": list(ids)}))


@lru_cache(maxsize=1)  # to build the statement takes ten times as long as to run it
def _with_one() -> CompoundSelect[str]:
    own = aliased(Resource)
    these = own.id.in_(bindparam("ids", expanding=True))
    return union_all(*(one.where(these) for one in linked(own, own.id)))


def partners_of(ids: Collection[str]) -> list[str]:
    """The records at the other end of the accepted hand-overs of some records, public or not."""
    found = db.session.execute(_pairs_of(), {"ids": list(ids)})
    return sorted({one for pair in found for one in pair} - set(ids))


@lru_cache(maxsize=1)
def _pairs_of() -> Select[str, str]:
    these: Any = bindparam("ids", expanding=True)
    return select(HandOver.before_id, HandOver.after_id).where(
        HandOver.state == HandOverState.ACCEPTED,
        or_(HandOver.before_id.in_(these), HandOver.after_id.in_(these)),
    )


def public_of(resource_id: str) -> list[HandOver]:
    """The hand-overs on the page of a public record, the oldest first."""
    return _public(db.session.scalars(_accepted_with(), {"id": resource_id}).all())


def public_on(pair: Pair) -> list[HandOver]:
    """The hand-overs of a corridor: one of the records names the pair, the other one fits it."""
    naming = (
        select(Resource.id)
        .join(RevisionCorridor, RevisionCorridor.revision_id == Resource.live_revision_id)
        .where(RevisionCorridor.origin == pair[0], RevisionCorridor.destination == pair[1])
    )
    statement = _accepted(or_(HandOver.before_id.in_(naming), HandOver.after_id.in_(naming)))
    found = _public(db.session.scalars(statement).all())
    return [one for one in found if all(_serves(record, pair) for record in (one.before, one.after))]


def _accepted(condition: ColumnElement[bool]) -> Select[HandOver]:
    statement = select(HandOver).where(HandOver.state == HandOverState.ACCEPTED, condition)
    return statement.order_by(HandOver.created_at, HandOver.id)


@lru_cache(maxsize=1)  # to build the statement takes as long as to run it
def _accepted_with() -> Select[HandOver]:
    return _accepted(or_(HandOver.before_id == bindparam("id"), HandOver.after_id == bindparam("id")))


def _public(found: Sequence[HandOver]) -> list[HandOver]:
    """Those of accepted hand-overs whose records are both public, with the two records."""
    if not found:
        return []
    ids = {one for hand_over in found for one in (hand_over.before_id, hand_over.after_id)}
    public = {resource.id: resource for resource in published_by_ids(sorted(ids))}
    shown = [one for one in found if one.before_id in public and one.after_id in public]
    for one in shown:  # else each would ask for its records again: the session forgets what nobody holds
        set_committed_value(one, "before", public[one.before_id])
        set_committed_value(one, "after", public[one.after_id])
    return shown


def both_public(hand_over: HandOver) -> bool:
    """Whether both records are in the library now; else an accepted hand-over rests."""
    return len(published_by_ids([hand_over.before_id, hand_over.after_id])) == 2


def _serves(record: Resource, pair: Pair) -> bool:
    pairs = record.live_revision.pairs if record.live_revision else []
    return not pairs or any(fit(one, pair) for one in pairs)


def fit(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> bool:
    """Whether two corridors can be the same: an open side fits any country."""
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))


def load_for_member(hand_over_id: str, user: User) -> HandOver:
    """A hand-over for the people of either organisation; raises NotFound for everybody else."""
    found = db.session.get(HandOver, hand_over_id)
    if found is None or not any(may_see_in_workspace(one, user) for one in (found.before, found.after)):
        raise NotFound(_("There is no such hand-over in your workspace."))
    return found


def of_record(resource_id: str) -> list[HandOver]:
    """All hand-overs that a record has or had, the newest first."""
    return _listed(or_(HandOver.before_id == resource_id, HandOver.after_id == resource_id))


def of_user(user: User, states: Collection[str] = tuple(HandOverState)) -> list[HandOver]:
    """The hand-overs in these states of the organisations a person belongs to, the newest first."""
    own = (
        select(Resource.id)
        .join(Membership, Membership.organisation_id == Resource.organisation_id)
        .where(Membership.user_id == user.id)
    )
    mine = or_(HandOver.before_id.in_(own), HandOver.after_id.in_(own))
    return _listed(and_(mine, HandOver.state.in_(states)))


def _listed(condition: ColumnElement[bool]) -> list[HandOver]:
    records = [
        selectinload(end).selectinload(Resource.revisions) for end in (HandOver.before, HandOver.after)
    ]
    statement = select(HandOver).where(condition).options(*records)
    return list(db.session.scalars(statement.order_by(HandOver.created_at.desc(), HandOver.id)))


def open_one(before_id: str, after_id: str) -> HandOver | None:
    """The hand-over that is proposed or stands between two records, if any."""
    return db.session.scalar(
        select(HandOver).where(
            HandOver.before_id == before_id, HandOver.after_id == after_id, HandOver.state.in_(OPEN)
        )
    )


def choices(own: Resource, asked: str) -> Sequence[Resource]:
    """Public offerings and practices by words of their title, provider, or by their address."""
    statement = published().where(Resource.kind.in_(KINDS), Resource.id != own.id)
    address = re.search(r"/library/([^/]+)", urlsplit(asked.strip()).path) if "/" in asked else None
    if address:
        return db.session.scalars(statement.where(Resource.id == address[1])).all()
    for word in asked.split()[:8]:
        statement = statement.where(
            or_(
                Revision.title.icontains(word, autoescape=True),
                Organisation.name.icontains(word, autoescape=True),
            )
        )
    return db.session.scalars(statement.order_by(Revision.title, Resource.id).limit(MOST_CHOICES)).all()
