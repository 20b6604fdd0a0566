"""What admins do to accounts, and the registry from which their overview is made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_

from marketplace import events, outbox
from marketplace.accounts import operations, sessions, tokens
from marketplace.accounts.models import SiteRole, User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.transaction import operation

PER_PAGE = 50
SEARCH_LIMIT = 100


@dataclass(frozen=True)
class Figure:
    """One line of the overview: what is counted or stated, its value, and the page that shows more."""

    label: str
    value: int | str
    url: str = ""
    needs_work: bool = False


Section = Callable[[], list[Figure]]
_sections: list[Section] = []


def overview_section(section: Section) -> Section:
    """Have a domain add lines to the admins' overview."""
    if section not in _sections:
        _sections.append(section)
    return section


def overview() -> list[Figure]:
    """All lines, those of lower domains first."""
    return [figure for section in _sections for figure in section()]


def members(words: str, page: int) -> tuple[list[User], int]:
    """One page of the members whose name or address holds these words, by name; how many there are."""
    wanted = _matching(db.select(User), words)
    total = db.session.scalar(_matching(db.select(func.count(User.id)), words)) or 0
    ordered = wanted.order_by(func.lower(User.name), User.id)
    return list(db.session.scalars(ordered.offset((page - 1) * PER_PAGE).limit(PER_PAGE))), total


def _matching(statement: Select, words: str) -> Select:  # type: ignore[type-arg]  # of people or of a number
    statement = statement.where(User.deleted_at.is_(None))
    for word in words[:SEARCH_LIMIT].split():
        found = or_(User.name.icontains(word, autoescape=True), User.email.icontains(word, autoescape=True))
        statement = statement.where(found)
    return statement


def load_member(user_id: str) -> User:
    """A member by id; raises NotFound, also for a deleted one."""
    user = db.session.get(User, user_id)
    if user is None or user.deleted_at is not None:
        raise NotFound(_("There is no such member."))
    return user


@operation
def disable(user: User, admin: User) -> None:
    """Keep a person out: their sessions end at once. Raises NotAllowed, and Conflict for oneself."""
    _require_admin(admin)
    if user.id == admin.id:
        raise Conflict(_("You cannot disable your own account."))
    if user.disabled_at is not None:
        return
    user.disabled_at = utc_now()
    sessions.end_all(user)
    tokens.void(user, *operations.MAILED_PURPOSES)
    events.record("account_disabled", user, actor_id=admin.id)


@operation
def enable(user: User, admin: User) -> None:
    """Let a person in again. Raises NotAllowed."""
    _require_admin(admin)
    if user.disabled_at is not None:
        user.disabled_at = None
        events.record("account_enabled", user, actor_id=admin.id)


@operation
def set_roles(user: User, admin: User, roles: Iterable[str]) -> None:
    """Give and take site roles; the person signs in anew with them.

    Raises NotAllowed, Invalid for an unknown role, Conflict where nobody could run the marketplace any more.
    """
    _require_admin(admin)
    chosen, known = set(roles), [role.value for role in SiteRole]
    if not chosen <= set(known):
        raise Invalid({"roles": [_("Choose roles from the list.")]})
    if user.is_admin and SiteRole.ADMIN not in chosen and _other_admins(user) == 0:
        raise Conflict(_("This is the only admin. Make somebody else an admin first."))
    before, after = sorted(user.roles), sorted(chosen)
    if before == after:
        return
    user.roles = [role for role in known if role in chosen]
    if user.id != admin.id:
        sessions.end_all(user)
    events.record("roles_changed", user, actor_id=admin.id, before=before, after=after)


def _require_admin(admin: User) -> None:
    if not admin.is_admin or admin.disabled_at is not None:
        raise NotAllowed(_("Only an admin can do this."))


def _other_admins(user: User) -> int:
    """How many others could run the marketplace; roles are a JSON list, so they are looked through."""
    open_accounts = db.select(User).where(
        User.id != user.id, User.disabled_at.is_(None), User.deleted_at.is_(None)
    )
    return sum(other.is_admin for other in db.session.scalars(open_accounts))


@overview_section
def _people() -> list[Figure]:
    open_accounts = db.select(func.count(User.id)).where(
        User.deleted_at.is_(None), User.email_confirmed_at.is_not(None)
    )
    disabled = db.select(func.count(User.id)).where(User.disabled_at.is_not(None), User.deleted_at.is_(None))
    return [
        Figure(_("Members"), db.session.scalar(open_accounts) or 0),
        Figure(_("Disabled accounts"), db.session.scalar(disabled) or 0),
    ]


@overview_section
def _jobs() -> list[Figure]:
    waiting = outbox.waiting()
    given_up = db.select(func.count(outbox.OutboxJob.id)).where(
        outbox.OutboxJob.attempts >= outbox.MAX_ATTEMPTS
    )
    failed = db.session.scalar(given_up) or 0
    return [
        Figure(_("Mails waiting to be sent"), waiting.get("mail", 0)),
        Figure(_("All jobs waiting"), sum(waiting.values())),
        Figure(_("Jobs given up after many tries"), failed, needs_work=failed > 0),
    ]
