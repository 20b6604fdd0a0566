"""The people who act for an organisation: roles, leaving, handing over. There is always an owner."""

from flask_babel import gettext as _

from marketplace import events
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.providers import notices
from marketplace.providers.models import MemberRole, Membership, Organisation
from marketplace.providers.roles import lock, require_owner
from marketplace.transaction import operation


@operation
def change_role(organisation: Organisation, owner: User, membership_id: str, role: str) -> None:
    """Give a member another role. Raises NotAllowed, NotFound, Invalid, and Conflict for the last owner."""
    membership = _load(organisation, owner, membership_id)
    new = checked_role(role)
    if new is MemberRole(membership.role):
        return
    if new is not MemberRole.OWNER:
        _require_another_owner(organisation, membership)
    before, membership.role = membership.role, new
    _record("change_role", organisation, owner, membership, before, new)
    notices.role_changed(organisation, membership.user, new)


@operation
def remove(organisation: Organisation, owner: User, membership_id: str) -> None:
    """End somebody's membership. Raises NotAllowed, NotFound, and Conflict for the last owner."""
    membership = _load(organisation, owner, membership_id)
    person = membership.user
    _end(organisation, owner, membership, "remove_member")
    if person.id != owner.id:
        notices.removed(organisation, person)


@operation
def leave(organisation: Organisation, user: User) -> None:
    """End one's own membership. Raises NotFound for nobody's, and Conflict for the last owner."""
    lock(organisation)
    membership = next((m for m in organisation.memberships if m.user_id == user.id), None)
    if membership is None:
        raise NotFound(_("You do not belong to this organisation."))
    _end(organisation, user, membership, "leave")


@operation
def hand_over(organisation: Organisation, owner: User, membership_id: str) -> None:
    """Make another member an owner and oneself an editor, at once.

    Raises NotAllowed, NotFound, and Invalid for oneself.
    """
    successor = _load(organisation, owner, membership_id)
    if successor.user_id == owner.id:
        raise Invalid({"successor": [_("Choose somebody else.")]})
    own = next(m for m in organisation.memberships if m.user_id == owner.id)
    before, successor.role = successor.role, MemberRole.OWNER
    own.role = MemberRole.EDITOR
    _record("hand_over", organisation, owner, successor, before, MemberRole.OWNER)
    _record("change_role", organisation, owner, own, MemberRole.OWNER, MemberRole.EDITOR)
    notices.role_changed(organisation, successor.user, MemberRole.OWNER)


@operation
def end_all(user: User) -> None:
    """End every membership of somebody who deletes the account. Raises Conflict for a last owner."""
    for membership in list(db.session.scalars(db.select(Membership).filter_by(user_id=user.id))):
        lock(membership.organisation)
        _end(membership.organisation, user, membership, "leave")


def owned_alone(user: User) -> list[Organisation]:
    """The organisations that would have no owner without this person, by name."""
    memberships = db.session.scalars(
        db.select(Membership).filter_by(user_id=user.id, role=MemberRole.OWNER)
    ).all()
    alone = [m.organisation for m in memberships if not _has_other_owner(m.organisation, m)]
    return sorted(alone, key=lambda organisation: (organisation.name_key, organisation.id))


def checked_role(role: str) -> MemberRole:
    """The role of this name; raises Invalid under `role` for any other text."""
    if role not in set(MemberRole):
        raise Invalid({"role": [_("Choose a role from the list.")]})
    return MemberRole(role)


def _load(organisation: Organisation, owner: User, membership_id: str) -> Membership:
    lock(organisation)
    require_owner(owner, organisation)
    membership = next((m for m in organisation.memberships if m.id == membership_id), None)
    if membership is None:
        raise NotFound(_("This person is not a member any more."))
    return membership


def _end(organisation: Organisation, actor: User, membership: Membership, action: str) -> None:
    _require_another_owner(organisation, membership)
    _record(action, organisation, actor, membership, membership.role, None)
    organisation.memberships.remove(membership)
    db.session.flush()


def _has_other_owner(organisation: Organisation, membership: Membership) -> bool:
    return any(m.role == MemberRole.OWNER and m.id != membership.id for m in organisation.memberships)


def _require_another_owner(organisation: Organisation, membership: Membership) -> None:
    if membership.role == MemberRole.OWNER and not _has_other_owner(organisation, membership):
        raise Conflict(_("An organisation needs an owner. Hand over the ownership to another member first."))


def _record(
    action: str,
    organisation: Organisation,
    actor: User,
    membership: Membership,
    before: str | None,
    after: str | None,
) -> None:
    events.record(
        action,
        organisation,
        actor_id=actor.id,
        from_state=before,
        to_state=after,
        member=membership.user_id,
    )
