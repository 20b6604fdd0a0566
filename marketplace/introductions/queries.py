"""Reads of introductions: who plays which part, what waits for whom, who has blocked whom."""

from math import ceil
from statistics import median

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import NotFound
from marketplace.introductions.lifecycle import SAYS_NO_MORE, Action, Part, allowed
from marketplace.introductions.models import (
    KNOWN_STATES,
    OPEN_STATES,
    WAITING_STATES,
    Introduction,
    IntroductionMessage,
)
from marketplace.introductions.rules import ANSWERS_FOR_MEDIAN, DAY, may_ask
from marketplace.introductions.safety_queries import is_blocked
from marketplace.providers.models import MemberRole, Organisation, Verification
from marketplace.providers.queries import is_public
from marketplace.providers.roles import role_of
from marketplace.resources.models import Resource
from marketplace.resources.queries import organisations_to_write_for, published_by_ids

_EDITORS = {MemberRole.OWNER, MemberRole.EDITOR}


def sides_of(user: User, introduction: Introduction) -> list[Organisation]:
    """The sides that a person speaks for, the asking one first."""
    return [one for one in introduction.organisations if role_of(user, one) in _EDITORS]


def parts_of(user: User, introduction: Introduction) -> set[Part]:
    """The parts a person plays: owners and editors of the two organisations, nobody else."""
    sides = {one.id for one in sides_of(user, introduction)}
    parts = {Part.ASKER: introduction.asker_id, Part.RECEIVER: introduction.receiver_id}
    return {part for part, organisation_id in parts.items() if organisation_id in sides}


def load_own(introduction_id: str, user: User) -> Introduction:
    """An introduction for somebody who speaks for one of its sides; raises NotFound for everybody else."""
    introduction = db.session.get(Introduction, introduction_id)
    if introduction is None or not parts_of(user, introduction):
        raise NotFound(_("There is no such introduction in your workspace."))
    return introduction


def load_receiver(slug: str) -> Organisation:
    """An organisation that a form was sent about: public, or one that was suspended meanwhile."""
    organisation = db.session.scalar(select(Organisation).filter_by(slug=slug))
    if organisation is None or not (
        is_public(organisation) or organisation.verification == Verification.SUSPENDED
    ):
        raise NotFound(_("There is no such provider."))
    return organisation


def organisations_to_ask_for(user: User) -> list[Organisation]:
    """Those in whose name a person may ask, by name."""
    return [one for one in organisations_to_write_for(user) if may_ask(one)]


def public_record_of(resource_id: str, organisation: Organisation) -> Resource | None:
    """A record in the library if it is one of this organisation."""
    found = [one for one in published_by_ids([resource_id]) if one.organisation_id == organisation.id]
    return found[0] if found else None


def refusal_to_ask(asker: Organisation, receiver: Organisation) -> str | None:
    """Why one cannot ask the other, in words; None where it can."""
    if receiver.id == asker.id:
        return _("This is your own organisation.")
    if not is_public(receiver):
        return _("This provider is not shown at present.")
    if not receiver.is_claimed:
        return _("Nobody of this organisation is here yet, so nobody could answer.")
    if not may_ask(asker):
        return _("Your organisation cannot ask for introductions at present.")
    if is_blocked(asker.id, receiver.id):
        return _("An introduction between these two organisations is not possible.")
    return None


def is_cut_off(introduction: Introduction) -> bool:
    """Whether the two cannot talk any more: one has blocked the other or is suspended."""
    suspended = any(one.verification == Verification.SUSPENDED for one in introduction.organisations)
    return suspended or is_blocked(introduction.asker_id, introduction.receiver_id)


def actions_for(user: User, introduction: Introduction) -> list[Action]:
    """What this person may do with it now, in the order of the table."""
    actions = allowed(introduction.state, parts_of(user, introduction))
    return [one for one in actions if one in SAYS_NO_MORE] if is_cut_off(introduction) else actions


def refusal_to_write(introduction: Introduction, side: Organisation) -> str | None:
    """Why a side cannot write a message now, in words; None where it can."""
    if is_cut_off(introduction):
        return _("An introduction between these two organisations is not possible.")
    if introduction.state not in WAITING_STATES | KNOWN_STATES:
        return _("This introduction is over. Nobody can write to it any more.")
    if introduction.state in WAITING_STATES and introduction.messages[-1].organisation_id == side.id:
        return _("You can write again once they have answered.")
    return None


def people_known(introduction: Introduction, side: Organisation) -> list[User]:
    """Whose addresses the other side may see: of who asked and who accepted, only once both agree."""
    if introduction.state not in KNOWN_STATES or is_cut_off(introduction):
        return []
    known = {introduction.asked_by_id, introduction.answered_by_id}
    return [one for one in editors_of(side) if one.id in known]


def editors_of(organisation: Organisation) -> list[User]:
    """Its owners and editors who can be written to, those who joined first standing first."""
    members = (one.user for one in organisation.memberships if one.role in _EDITORS)
    return [one for one in members if one.email and one.email_confirmed_at and one.disabled_at is None]


def of_user(user: User) -> list[Introduction]:
    """All introductions of the organisations a person writes for, the latest touched first."""
    own = [one.id for one in organisations_to_write_for(user)]
    statement = select(Introduction).where(
        or_(Introduction.asker_id.in_(own), Introduction.receiver_id.in_(own))
    )
    return _listed(statement.order_by(Introduction.changed_at.desc(), Introduction.id))


def waiting_for(user: User) -> list[Introduction]:
    """Requests that a person should answer, the longest waiting first."""
    own = [one.id for one in organisations_to_write_for(user)]
    statement = select(Introduction).where(
        Introduction.receiver_id.in_(own), Introduction.state.in_(WAITING_STATES)
    )
    return _listed(statement.order_by(Introduction.created_at, Introduction.id))


def turns_of(user: User) -> list[Introduction]:
    """Open introductions in which the other side spoke last, within two weeks; the latest touched first.

    Requests that a person should answer are not among them.
    """
    own = [one.id for one in organisations_to_write_for(user)]
    last = select(func.max(IntroductionMessage.number)).where(
        IntroductionMessage.introduction_id == Introduction.id
    )
    mine = or_(
        Introduction.asker_id.in_(own) & Introduction.state.in_(OPEN_STATES),
        Introduction.receiver_id.in_(own) & Introduction.state.in_(OPEN_STATES - WAITING_STATES),
    )
    statement = (
        select(Introduction)
        .join(IntroductionMessage, IntroductionMessage.introduction_id == Introduction.id)
        .where(IntroductionMessage.number == last.correlate(Introduction).scalar_subquery(), mine)
        .where(IntroductionMessage.organisation_id.not_in(own))
        .where(IntroductionMessage.created_at > utc_now() - 14 * DAY)
    )
    return _listed(statement.order_by(Introduction.changed_at.desc(), Introduction.id))


def _listed(statement: Select[Introduction]) -> list[Introduction]:
    """Introductions with the two organisations, which every list of them names."""
    sides = (selectinload(Introduction.asker), selectinload(Introduction.receiver))
    return list(db.session.scalars(statement.options(*sides)))


def is_waiting_between(asker: Organisation, receiver: Organisation) -> bool:
    """Whether a request of one to the other waits for an answer."""
    statement = select(Introduction.id).where(
        Introduction.asker_id == asker.id,
        Introduction.receiver_id == receiver.id,
        Introduction.state.in_(WAITING_STATES),
    )
    return db.session.scalar(statement.limit(1)) is not None


def asked_today(asker: Organisation) -> int:
    """How many introductions an organisation has asked for in the last 24 hours."""
    since = utc_now() - DAY
    return db.session.scalar(
        select(func.count()).where(Introduction.asker_id == asker.id, Introduction.created_at > since)
    ) or 0  # fmt: skip


def written_since_an_hour(author: User) -> int:
    """How many messages a person has written in the last hour."""
    since = utc_now() - DAY / 24
    return db.session.scalar(
        select(func.count()).where(
            IntroductionMessage.author_id == author.id, IntroductionMessage.created_at > since
        )
    ) or 0  # fmt: skip


def answer_days(organisation: Organisation) -> int | None:
    """The median time of its answers in days, rounded up; None for fewer than five answers."""
    statement = select(Introduction.created_at, Introduction.answered_at).where(
        Introduction.receiver_id == organisation.id, Introduction.answered_at.is_not(None)
    )
    seconds = [
        (answered - asked).total_seconds() for asked, answered in db.session.execute(statement) if answered
    ]
    return max(1, ceil(median(seconds) / 86_400)) if len(seconds) >= ANSWERS_FOR_MEDIAN else None
