"""Who may do what for an organisation, and the lock under which that is decided."""

from flask_babel import gettext as _

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotAllowed
from marketplace.providers.models import MemberRole, Organisation


def role_of(user: User, organisation: Organisation) -> MemberRole | None:
    """The part a person plays in an organisation, or None."""
    return next((MemberRole(m.role) for m in organisation.memberships if m.user_id == user.id), None)


def require_owner(user: User, organisation: Organisation) -> None:
    """Raise NotAllowed unless this person runs the organisation."""
    if role_of(user, organisation) is not MemberRole.OWNER:
        raise NotAllowed(_("Only an owner of the organisation can do this."))


def lock(organisation: Organisation) -> None:
    """Keep other transactions from changing the organisation or its members before this one ends."""
    db.session.refresh(organisation, with_for_update=True)


def may_edit(user: User, organisation: Organisation) -> bool:
    """Whether a person may change the facts: its owners and editors, an admin while nobody runs it."""
    role = role_of(user, organisation)
    if role is not None:
        return role is not MemberRole.VIEWER
    return user.is_admin and not organisation.is_claimed
