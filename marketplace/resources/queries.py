"""Reads of records: what the public may see, and loaders that settle 404 and 403 before anything else."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, Table, bindparam, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from marketplace import events
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Gone, NotAllowed, NotFound
from marketplace.providers.models import MemberRole, Membership, Organisation, Verification
from marketplace.resources import lifecycle
from marketplace.resources.models import PUBLIC_STATES, Attachment, NeedOutcome, Resource, Revision, State
from marketplace.texts import clean_text
from marketplace.wording import word

REVISIONS = cast(Table, Revision.__table__)
ANSWERS_APART = (Revision.corridors, Revision.terms, Revision.attachments)
"""What a revision holds in tables of their own: a statement for each, which who needs none can leave out."""


def public_conditions(resource: Any, revision: Any, organisation: Any) -> tuple[ColumnElement[bool], ...]:
    """When a record is public, told of columns or aliases of it, its live revision and its organisation.

    With "" added, the state is not looked for in its index: SQLite would take few revisions to be published
    and begin with all of them, where other conditions leave a handful of records.
    """
    return (revision.state.concat("") == State.PUBLISHED, *_provider_conditions(resource, organisation))


def _provider_conditions(resource: Any, organisation: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        organisation.verification != Verification.SUSPENDED,
        or_(organisation.verification == Verification.VERIFIED, resource.import_slug.is_not(None)),
    )


_PUBLIC = public_conditions(Resource, REVISIONS.c, Organisation)


def published() -> Select[Resource]:
    """All records the public may see, with their live words: every public read goes through here.

    A record is public while it has a live revision and its organisation is verified; one that the project
    entered from a public source, also while nobody has verified the organisation; never while suspended.
    """
    return (
        select(Resource)
        .join(Resource.live_revision)
        .join(Resource.organisation)
        .options(contains_eager(Resource.live_revision), contains_eager(Resource.organisation))
        .where(*_PUBLIC)
    )


def published_values(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Columns of `REVISIONS`, resource and organisation for the same records as `published`.

    Without the tables of the kinds, which `published` joins: for reads over the whole library.
    """
    tables = Resource.__table__.join(REVISIONS, REVISIONS.c.id == Resource.live_revision_id)
    return select(*columns).select_from(tables.join(Organisation.__table__)).where(*_PUBLIC)


def live_values(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Columns of resource and organisation for the same records as `published`, without their versions.

    To look up every version is most of a read over the whole library, and needless: the live version is the
    one published version of a record (moves.py; a test walks any sequence of moves).
    """
    tables = Resource.__table__.join(Organisation.__table__)
    shown = _provider_conditions(Resource, Organisation)
    return select(*columns).select_from(tables).where(Resource.live_revision_id.is_not(None), *shown)


def published_by_ids(ids: Sequence[str]) -> list[Resource]:
    """The public ones among these records, in the given order, by one statement."""
    found = {resource.id: resource for resource in db.session.scalars(_public_by_ids(), {"ids": list(ids)})}
    return [found[resource_id] for resource_id in ids if resource_id in found]


@lru_cache(maxsize=1)  # to build the statement takes as long as to run it
def _public_by_ids() -> Select[Resource]:
    return published().where(Resource.id.in_(bindparam("ids", expanding=True)))


def load_public(resource_id: str) -> Resource:
    """A record for the public page; raises Gone for one that was public once, NotFound for any other."""
    for resource in published_by_ids([resource_id]):
        return resource
    hidden = db.session.get(Resource, resource_id)
    if hidden is not None and hidden.first_published_at is not None:
        raise Gone(_why_gone(hidden))
    raise NotFound(_("There is no such record in the library."))


def _why_gone(resource: Resource) -> str:
    """How a need ended, in words, or else that the record is out of the library."""
    archived = [one.id for one in resource.revisions if one.state == State.ARCHIVED]
    closing = db.session.get(NeedOutcome, archived[-1]) if archived else None
    if closing is not None:
        return word("ended", closing.outcome)
    return _("This record was public once. It has been taken out of the library.")


def load_public_revision(resource_id: str, number: int) -> Revision:
    """A frozen public version: the live one or one it replaced, while the record itself is public.

    A version that was archived or taken down stays hidden, also after a later one was published.
    """
    resource = load_public(resource_id)
    revision = next((r for r in resource.revisions if r.number == number), None)
    if revision is None or revision.state not in PUBLIC_STATES:
        raise NotFound(_("There is no such public version of this record."))
    return revision


def load_for_member(resource_id: str, user: User) -> Resource:
    """A record for the workspace: any member of its organisation (an admin for an unclaimed one) may see it.

    Raises NotFound for everybody else, as if it did not exist.
    """
    resource = db.session.get(Resource, resource_id)
    if resource is None or not may_see_in_workspace(resource, user):
        raise NotFound(_("There is no such record in your workspace."))
    return resource


def load_for_editor(resource_id: str, user: User) -> Resource:
    """As `load_for_member`; raises NotAllowed for those who may only read."""
    resource = load_for_member(resource_id, user)
    if lifecycle.Part.EDITOR not in lifecycle.parts_of(user, resource.latest_revision):
        raise NotAllowed(_("You may read this record but not change it. Ask an owner of the organisation."))
    return resource


def may_see_in_workspace(resource: Resource, user: User) -> bool:
    """Whether a person belongs to the organisation of a record, or may write for it."""
    if any(membership.user_id == user.id for membership in resource.organisation.memberships):
        return True
    return user.is_admin and not resource.organisation.is_claimed


def revision_of(resource: Resource, number: int) -> Revision:
    """One version of a record; raises NotFound."""
    revision = next((one for one in resource.revisions if one.number == number), None)
    if revision is None:
        raise NotFound(_("There is no such version of this record."))
    return revision


def organisations_to_write_for(user: User) -> list[Organisation]:
    """The organisations a person writes records for, by name."""
    statement = (
        select(Organisation)
        .join(Organisation.memberships)
        .where(Membership.user_id == user.id, Membership.role != MemberRole.VIEWER)
        .order_by(Organisation.name_key, Organisation.id)
    )
    return list(db.session.scalars(statement))


def load_attachment(attachment_id: str, user: User) -> tuple[Attachment, bool]:
    """A file, and whether it is public: on the live version, or one it replaced, of a public record.

    Others are for members of the organisation, and for reviewers once the version was sent. Raises NotFound.
    """
    attachment = db.session.get(Attachment, attachment_id)
    revision = db.session.get(Revision, attachment.revision_id) if attachment is not None else None
    if attachment is None or revision is None:
        raise NotFound(_("There is no such file."))
    resource = revision.resource
    if revision.state in PUBLIC_STATES and published_by_ids([resource.id]):
        return attachment, True
    if user.is_authenticated and (may_see_in_workspace(resource, user) or _may_review(revision, user)):
        return attachment, False
    raise NotFound(_("There is no such file."))


def _may_review(revision: Revision, user: User) -> bool:
    return lifecycle.Part.REVIEWER in lifecycle.parts_of(user, revision) and revision.submitted_at is not None


def of_members(user: User) -> list[Resource]:
    """All records of the organisations a person belongs to, the latest touched first."""
    statement = (
        select(Resource)
        .join(Membership, Membership.organisation_id == Resource.organisation_id)
        .where(Membership.user_id == user.id)
        .options(selectinload(Resource.revisions))
    )
    resources: Iterable[Resource] = db.session.scalars(statement)
    return sorted(resources, key=lambda r: (r.latest_revision.updated_at, r.id), reverse=True)


def public_of(organisation: Organisation) -> list[Resource]:
    """The public records of an organisation, newest first."""
    statement = published().where(Resource.organisation_id == organisation.id)
    return list(db.session.scalars(statement.order_by(Revision.published_at.desc(), Resource.id)))


def was_done(resource: Resource, action: str, user: User, reason: str = "") -> bool:
    """Whether the last that happened to a record is this very move by this person: a button pressed twice."""
    last = events.history(Resource.__tablename__, resource.id)[-1]
    return (last.action, last.actor_id, last.note) == (action, user.id, clean_text(reason))
