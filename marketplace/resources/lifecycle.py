"""The table of moves: which action takes a revision from which state to which, by whom, and what it asks for.

Buttons, checks and events all come from this table; `moves.move()` is the only code that changes a state.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.accounts.models import SiteRole, User
from marketplace.providers.models import MemberRole, Verification
from marketplace.resources.models import Revision, State


class Action(StrEnum):
    """What can be done to a revision."""

    SEND = "send"
    TAKE = "take"
    GIVE_BACK = "give_back"
    REQUEST_CHANGES = "request_changes"
    RESEND = "resend"
    PUBLISH = "publish"
    PROPOSE_DECLINE = "propose_decline"
    DECLINE = "decline"
    APPEAL = "appeal"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"
    RESTORE = "restore"
    REVISE = "revise"
    TAKE_DOWN = "take_down"


class Part(StrEnum):
    """The part a person plays towards one revision."""

    EDITOR = "editor"  # of the organisation; an admin for one that nobody runs
    OWNER = "owner"
    REVIEWER = "reviewer"  # moderator or expert reviewer, not of that organisation
    HOLDER = "holder"  # the reviewer who has taken it
    MODERATOR = "moderator"  # not of that organisation
    SECOND = "second"  # a reviewer other than the one who proposed to decline; one of the two is a moderator
    ADMIN = "admin"


BACK = "back"  # to the state it had before it was taken
NEW_DRAFT = "new_draft"  # the revision stays; a copy of it becomes a draft


@dataclass(frozen=True)
class Move:
    """One row: from which states, to which, by whom, whether it asks for a reason, what the button says."""

    sources: frozenset[State]
    target: State | str
    parts: frozenset[Part]
    label: Any
    reason: bool = False


def _row(
    sources: list[State], target: State | str, parts: list[Part], label: Any, *, reason: bool = False
) -> Move:
    return Move(frozenset(sources), target, frozenset(parts), label, reason)


_S, _P = State, Part
_WAITING = [_S.SUBMITTED, _S.RESUBMITTED]

MOVES: dict[Action, Move] = {
    Action.SEND: _row([_S.DRAFT], _S.SUBMITTED, [_P.EDITOR], _l("Send for review")),
    Action.TAKE: _row(_WAITING, _S.IN_REVIEW, [_P.REVIEWER], _l("Take it")),
    Action.GIVE_BACK: _row([_S.IN_REVIEW], BACK, [_P.HOLDER, _P.ADMIN], _l("Give it back")),
    Action.REQUEST_CHANGES: _row(
        [_S.IN_REVIEW], _S.CHANGES_REQUESTED, [_P.HOLDER], _l("Ask for changes"), reason=True
    ),
    Action.RESEND: _row([_S.CHANGES_REQUESTED], _S.RESUBMITTED, [_P.EDITOR], _l("Send again")),
    Action.PUBLISH: _row([_S.IN_REVIEW], _S.PUBLISHED, [_P.MODERATOR], _l("Publish")),
    Action.PROPOSE_DECLINE: _row(
        [_S.IN_REVIEW], _S.IN_REVIEW, [_P.HOLDER], _l("Propose to decline"), reason=True
    ),
    Action.DECLINE: _row([_S.IN_REVIEW], _S.DECLINED, [_P.SECOND], _l("Decline"), reason=True),
    Action.APPEAL: _row([_S.DECLINED], _S.SUBMITTED, [_P.OWNER], _l("Ask for another look"), reason=True),
    Action.WITHDRAW: _row(
        [_S.DRAFT, *_WAITING, _S.CHANGES_REQUESTED], _S.WITHDRAWN, [_P.EDITOR], _l("Withdraw")
    ),
    Action.ARCHIVE: _row([_S.PUBLISHED], _S.ARCHIVED, [_P.EDITOR, _P.MODERATOR], _l("Archive"), reason=True),
    Action.RESTORE: _row(
        [_S.ARCHIVED, _S.WITHDRAWN], NEW_DRAFT, [_P.EDITOR], _l("Start again from this text")
    ),
    Action.REVISE: _row([_S.PUBLISHED], NEW_DRAFT, [_P.EDITOR], _l("Edit")),
    Action.TAKE_DOWN: _row(
        [_S.PUBLISHED], _S.ARCHIVED, [_P.MODERATOR, _P.ADMIN], _l("Take down at once"), reason=True
    ),
}


def parts_of(user: User, revision: Revision) -> set[Part]:
    """The parts a person plays towards a revision. Nobody reviews a record of their own organisation."""
    organisation = revision.resource.organisation
    membership = next((m for m in organisation.memberships if m.user_id == user.id), None)
    parts: set[Part] = set()
    if membership is not None:
        if membership.role in {MemberRole.OWNER, MemberRole.EDITOR}:
            parts.add(Part.EDITOR)
        if membership.role == MemberRole.OWNER:
            parts.add(Part.OWNER)
        return parts
    if user.is_admin:
        parts.add(Part.ADMIN)
        if not organisation.is_claimed:
            parts |= {Part.EDITOR, Part.OWNER}
    return parts | _reviewing_parts(user, revision)


def _reviewing_parts(user: User, revision: Revision) -> set[Part]:
    if not user.has_role(SiteRole.EXPERT_REVIEWER, SiteRole.MODERATOR, SiteRole.ADMIN):
        return set()
    parts = {Part.REVIEWER}
    if user.is_moderator:
        parts.add(Part.MODERATOR)
    if revision.reviewer_id == user.id:
        parts.add(Part.HOLDER)
    if _may_second(user, revision):
        parts.add(Part.SECOND)
    return parts


def _may_second(user: User, revision: Revision) -> bool:
    """Two different people decline, and one of them is a moderator."""
    proposer = revision.decline_proposed_by
    return proposer is not None and proposer.id != user.id and (user.is_moderator or proposer.is_moderator)


def actions_for(user: User, revision: Revision) -> list[Action]:
    """What this person may do with this revision now, in the order of the table."""
    return [action for action in MOVES if refusal(user, revision, action) is None]


def refusal(user: User, revision: Revision, action: Action) -> str | None:
    """Why a move is not possible, in words; None where it is. `moves.move` checks reason and task list."""
    move = MOVES[action]
    if State(revision.state) not in move.sources:
        return _("This record has moved on meanwhile: it is no longer in a state where you can do this.")
    if not move.parts & parts_of(user, revision):
        return _("You may not do this with this record.")
    guard = _GUARDS.get(action)
    return guard(revision) if guard else None


def _refuse_publish(revision: Revision) -> str | None:
    organisation = revision.resource.organisation
    if organisation.is_verified:
        return None
    if not organisation.is_claimed and revision.resource.entered_by_project and revision.source_url:
        return None
    if organisation.verification == Verification.SUSPENDED:
        return _("The organisation is suspended: its records cannot be published.")
    return _("The organisation is not verified yet: its records cannot be published before that.")


def _refuse_new_draft(revision: Revision) -> str | None:
    resource = revision.resource
    if resource.open_revision is not None:
        return _("A new version of this record is being worked on already.")
    # a declined attempt does not bar the way back to what stood before it
    if any(r.number > revision.number and r.state != State.DECLINED for r in resource.revisions):
        return _("There is a later version of this record.")
    return None


def _refuse_revise(revision: Revision) -> str | None:
    if revision.resource.open_revision is not None:
        return _("A new version of this record is being worked on already.")
    return None


def _refuse_appeal(revision: Revision) -> str | None:
    if revision.appealed:
        return _("You can ask for another look once only.")
    if revision is not revision.resource.latest_revision:
        return _("There is a later version of this record.")
    return None


def _refuse_proposal(revision: Revision) -> str | None:
    if revision.decline_proposed_by_id is not None:
        return _("A second reviewer has been asked already.")
    return None


_GUARDS = {
    Action.PUBLISH: _refuse_publish,
    Action.REVISE: _refuse_revise,
    Action.RESTORE: _refuse_new_draft,
    Action.APPEAL: _refuse_appeal,
    Action.PROPOSE_DECLINE: _refuse_proposal,
}
