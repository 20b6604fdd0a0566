"""Blocks between two organisations, and reports to moderators."""

from flask_babel import gettext as _

from marketplace import events
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, NotAllowed
from marketplace.introductions import queries, rules, safety_queries
from marketplace.introductions.models import Introduction, IntroductionReport, OrganisationBlock
from marketplace.providers.models import Organisation
from marketplace.providers.roles import role_of
from marketplace.transaction import operation


@operation
def block(introduction: Introduction, user: User) -> None:
    """Cut off the other side of an introduction, both ways; once more changes nothing. Raises NotAllowed."""
    side = _side(introduction, user)
    other = introduction.other_than(side.id)
    values = {"organisation_id": side.id, "blocked_id": other.id}
    if db.session.query(OrganisationBlock).filter_by(**values).first() is None:
        made = OrganisationBlock(**values, created_by_id=user.id)
        db.session.add(made)
        events.record("organisation_blocked", made, actor_id=user.id, **values)


@operation
def unblock(found: OrganisationBlock, user: User) -> None:
    """Let the other organisation be met again."""
    events.record(
        "organisation_unblocked",
        found,
        actor_id=user.id,
        organisation_id=found.organisation_id,
        blocked_id=found.blocked_id,
    )
    db.session.delete(found)


@operation
def report(introduction: Introduction, user: User, text: str) -> IntroductionReport:
    """Tell moderators what is wrong. Raises NotAllowed, Invalid for the text, Conflict for a second one."""
    side = _side(introduction, user)
    text = rules.checked_text("text", text)
    if safety_queries.open_report_of(introduction, side) is not None:
        raise Conflict(_("Your organisation has reported this already. A moderator will look at it."))
    made = IntroductionReport(
        introduction_id=introduction.id, organisation_id=side.id, reported_by_id=user.id, text=text
    )
    db.session.add(made)
    events.record("introduction_reported", introduction, actor_id=user.id, report=made.id)
    return made


@operation
def take_report(found: IntroductionReport, moderator: User) -> None:
    """Begin to look into a report: from now on, and with an event that says so, the words may be read.

    Raises NotAllowed for a moderator who belongs to one of the two organisations.
    """
    if any(role_of(moderator, one) is not None for one in found.introduction.organisations):
        raise NotAllowed(_("You belong to one of the two organisations: another moderator looks at this."))
    found.taken_by_id = moderator.id
    events.record("report_taken", found, actor_id=moderator.id)


@operation
def settle_report(found: IntroductionReport, moderator: User, outcome: str) -> None:
    """Close a report with a note for moderators. Raises NotAllowed for all but who took it, and Invalid."""
    if found.taken_by_id != moderator.id:
        raise NotAllowed(_("Take the report first."))
    found.outcome, found.settled_at = rules.checked_text("outcome", outcome), utc_now()
    events.record("report_settled", found, actor_id=moderator.id)


def _side(introduction: Introduction, user: User) -> Organisation:
    sides = queries.sides_of(user, introduction)
    if not sides:
        raise NotAllowed(_("You take no part in this conversation."))
    return sides[0]
