"""What waits for review, oldest first; nobody is shown records of their own organisation."""

from functools import lru_cache
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import defaultload, joinedload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotAllowed, NotFound
from marketplace.providers.models import Membership, Organisation
from marketplace.resources.models import Resource, Revision, State
from marketplace.resources.queries import ANSWERS_APART
from marketplace.review.models import ReviewMessage

WAITING_STATES = (State.SUBMITTED, State.RESUBMITTED, State.IN_REVIEW)
_MEMBERS = (joinedload(Resource.organisation).joinedload(Organisation.memberships),)
_SHORT = tuple(defaultload(Resource.revisions).lazyload(one) for one in ANSWERS_APART)


def queue(user: User, view: str = "all") -> list[Revision]:
    """The revisions a person may review, the longest waiting first.

    `view`: `all`, `free` (nobody has it), `mine`, or `second` (a second reviewer is asked).
    """
    statement = _waiting().where(Resource.organisation_id.not_in(_own_organisations(user)))
    if view == "free":
        statement = statement.where(Revision.reviewer_id.is_(None))
    elif view == "mine":
        statement = statement.where(Revision.reviewer_id == user.id)
    elif view == "second":
        statement = statement.where(
            Revision.decline_proposed_by_id.is_not(None), Revision.decline_proposed_by_id != user.id
        )
    return list(db.session.scalars(statement.order_by(Revision.submitted_at, Revision.id)))


class Onwards(NamedTuple):
    """The record to go on with, as a link names it."""

    resource_id: str
    language: str
    title: str


def next_after(revision_id: str, user_id: str) -> Onwards | None:
    """The record to go on with: of the free and one's own, the one that waits longest after this one."""
    found = db.session.execute(_next(), {"after": revision_id, "user": user_id}).first()
    return Onwards(*found) if found else None


@lru_cache(maxsize=1)  # to build the statement takes longer than to run it
def _next() -> Select[str, str, str]:
    user: Any = bindparam("user")
    since = select(Revision.submitted_at).where(Revision.id == bindparam("after")).scalar_subquery()
    return (
        select(Revision.resource_id, Revision.language, Revision.title)
        .join(Revision.resource)
        .where(
            Revision.state.in_(WAITING_STATES),
            Resource.organisation_id.not_in(
                select(Membership.organisation_id).where(Membership.user_id == user)
            ),
            or_(Revision.reviewer_id.is_(None), Revision.reviewer_id == user),
            Revision.decline_proposed_by_id.is_(None),
            or_(
                Revision.submitted_at > since,
                and_(Revision.submitted_at == since, Revision.id > bindparam("after")),
            ),
        )
        .order_by(Revision.submitted_at, Revision.id)
        .limit(1)
    )


def count_of_own(user: User) -> int:
    """How many waiting revisions are hidden from a reviewer because they belong to their own organisation."""
    own = _waiting().where(Resource.organisation_id.in_(_own_organisations(user))).subquery()
    return db.session.scalar(select(func.count()).select_from(own)) or 0


def _waiting() -> Select[Revision]:
    return select(Revision).join(Revision.resource).where(Revision.state.in_(WAITING_STATES))


def _own_organisations(user: User) -> Select[str]:
    return select(Membership.organisation_id).where(Membership.user_id == user.id)


def load_for_review(resource_id: str, user: User, *, to_read: bool = True) -> Resource:
    """A record that was sent to review; raises NotFound, and NotAllowed for one's own organisation's.

    Unless it is `to_read`, its longer answers are loaded where somebody asks for them only.
    """
    resource = db.session.get(Resource, resource_id, options=_MEMBERS if to_read else (*_MEMBERS, *_SHORT))
    if resource is None or all(revision.submitted_at is None for revision in resource.revisions):
        raise NotFound(_("There is no such record to review."))
    if any(membership.user_id == user.id for membership in resource.organisation.memberships):
        raise NotAllowed(_("Nobody reviews a record of their own organisation. Leave it to a colleague."))
    return resource


def revision_under_review(resource: Resource) -> Revision:
    """The version reviewers look at: the latest one that was ever sent."""
    return next(revision for revision in reversed(resource.revisions) if revision.submitted_at is not None)


def last_message(resource: Resource) -> ReviewMessage | None:
    """What was said last about a record, to whomever."""
    return next(iter(conversation(resource, internal=True)[-1:]), None)


def conversation(resource: Resource, *, internal: bool) -> list[ReviewMessage]:
    """The messages about a record, oldest first; with the reviewers' own notes only where asked for."""
    statement = select(ReviewMessage).filter_by(resource_id=resource.id)
    if not internal:
        statement = statement.where(ReviewMessage.internal.is_(False))
    return list(db.session.scalars(statement.order_by(ReviewMessage.created_at, ReviewMessage.id)))
