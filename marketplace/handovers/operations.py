"""What is done to hand-overs: propose, accept, decline, withdraw, end; each tells the other side."""

from flask_babel import gettext as _

from marketplace import events
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.handovers import notices, queries, rules
from marketplace.handovers.hooks import are_apart
from marketplace.handovers.models import HandOver, HandOverState, Side
from marketplace.providers.roles import may_edit
from marketplace.resources.models import Resource
from marketplace.resources.operations import queue_indexing
from marketplace.transaction import operation

State = HandOverState


@operation
def propose(own: Resource, other: Resource, user: User, side: str, answers: rules.Answers) -> HandOver:
    """State a hand-over between a record of the person and another one; `side` is where the own one stands.

    It waits for the other organisation, unless both records are of one: then it stands at once. Raises
    NotAllowed for who does not write for `own`, Invalid by field of the form.
    """
    _require_editor(user, own)
    if side not in tuple(Side):
        raise Invalid({"side": [_("Say which of the two comes first.")]})
    before, after = (own, other) if side == Side.BEFORE else (other, own)
    rules.check_records(before, after)
    hand_over = HandOver(
        before=before, after=after, proposed_by=side, proposer=user, **rules.checked(answers)
    )
    db.session.add(hand_over)
    _consent(hand_over, side)
    events.record("propose", hand_over, actor_id=user.id, to_state=State.PROPOSED)
    if hand_over.is_internal:
        _begin(hand_over, user)
    else:
        notices.proposed(hand_over)
    return hand_over


@operation
def accept(hand_over: HandOver, user: User) -> None:
    """Say yes for the other side: from now on the public sees it. Raises NotAllowed, Conflict."""
    _require_state(hand_over, State.PROPOSED)
    _require_editor(user, hand_over.record(hand_over.answering_side))
    if not queries.both_public(hand_over):
        raise Conflict(_("One of the two records has left the library. It can be accepted once it is back."))
    if are_apart(hand_over.before.organisation_id, hand_over.after.organisation_id):
        raise Conflict(rules.impossible())
    _begin(hand_over, user)
    notices.accepted(hand_over)


@operation
def decline(hand_over: HandOver, user: User, reason: str) -> None:
    """Say no for the other side. Raises NotAllowed, Conflict, Invalid for `reason`."""
    _require_state(hand_over, State.PROPOSED)
    _require_editor(user, hand_over.record(hand_over.answering_side))
    _close(hand_over, user, State.DECLINED, reason)
    notices.declined(hand_over)


@operation
def withdraw(hand_over: HandOver, user: User) -> None:
    """Take a proposal back before it is answered. Raises NotAllowed, Conflict."""
    _require_state(hand_over, State.PROPOSED)
    _require_editor(user, hand_over.record(hand_over.proposed_by))
    _close(hand_over, user, State.WITHDRAWN, "")
    notices.withdrawn(hand_over)


@operation
def end(hand_over: HandOver, user: User, ended_on: str, reason: str) -> None:
    """End what stands, from either side; it stays in the history. Raises NotAllowed, Conflict, Invalid."""
    _require_state(hand_over, State.ACCEPTED)
    sides = [side for side in Side if may_edit(user, hand_over.record(side).organisation)]
    if not sides:
        raise NotAllowed(_("Only the two organisations can end it."))
    hand_over.ended_on = rules.checked_end(hand_over.since, ended_on)
    _close(hand_over, user, State.ENDED, reason)
    _index(hand_over)
    if not hand_over.is_internal:
        notices.ended(hand_over, Side.AFTER if sides[0] == Side.BEFORE else Side.BEFORE)


def _begin(hand_over: HandOver, user: User) -> None:
    """Both have said yes."""
    _consent(hand_over, hand_over.answering_side)
    hand_over.state = State.ACCEPTED
    events.record("accept", hand_over, actor_id=user.id, from_state=State.PROPOSED, to_state=State.ACCEPTED)
    _index(hand_over)


def _close(hand_over: HandOver, user: User, state: HandOverState, reason: str) -> None:
    hand_over.reason = rules.checked_reason(reason)
    action = {State.DECLINED: "decline", State.WITHDRAWN: "withdraw", State.ENDED: "end"}[state]
    events.record(action, hand_over, actor_id=user.id, from_state=hand_over.state, to_state=state)
    hand_over.state = state


def _consent(hand_over: HandOver, side: str) -> None:
    setattr(hand_over, f"{side}_accepted_at", utc_now())


def _index(hand_over: HandOver) -> None:
    for record in (hand_over.before, hand_over.after):
        queue_indexing(record)


def _require_editor(user: User, record: Resource) -> None:
    if not may_edit(user, record.organisation):
        raise NotAllowed(
            _(
                "Only people who write for %(organisation)s can do this.",
                organisation=record.organisation.name,
            )
        )


def _require_state(hand_over: HandOver, state: HandOverState) -> None:
    """Read the row again under its lock: of two people at once, the second is told."""
    db.session.refresh(hand_over, with_for_update=True)
    if hand_over.state != state:
        raise Conflict(_("This hand-over has moved on meanwhile. Look at how it stands now."))
