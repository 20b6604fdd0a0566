"""What two organisations do together, for the pictures: hand-overs, and a practice adapted from another."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.handovers import operations as hand_overs
from marketplace.providers.models import Membership, Organisation, Verification
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource
from marketplace.resources.moves import move
from marketplace.resources.operations import create_draft

WELCOME = {
    "title": "Welcome on the ward",
    "phase": ["on_arrival"],
    "adapted_changes": "The mentors are paid for two hours a week, and families come along.",
    "adapted_reason": "Nobody could do it in free time.",
    "adapted_outcome": "In the first year half of the pairs stopped: the shifts did not fit.",
}
GIVES: Mapping[str, Any] = {
    "gives": ["certificate", "contact"],
    "note": "The school sends the certificate and names the mentor before the flight.",
    "target_groups": ["skilled_workers"],
    "since": "2024",
}


def make_joint(author: User, guest: User, moderator: User, live: str, changed: str) -> dict[str, str]:
    """A hand-over that stands, one that waits, and an adaptation; `live` and `changed` are public records."""
    before, other = db.session.get_one(Resource, live), db.session.get_one(Resource, changed)
    welcome = _welcome(guest, moderator, before)
    standing = hand_overs.propose(before, welcome, author, "before", GIVES)
    hand_overs.accept(standing, guest)
    waiting = hand_overs.propose(other, welcome, author, "before", GIVES)
    return {"hand_over": standing.id, "proposed": waiting.id, "adapted": welcome.id}


def _welcome(guest: User, moderator: User, parent: Resource) -> Resource:
    own = select(Organisation).join(Membership).where(Membership.user_id == guest.id)
    organisation = db.session.scalars(own.where(Organisation.verification == Verification.VERIFIED)).one()
    words = parent.latest_revision
    answers = {
        "language": "en",
        "summary": words.summary,
        "challenge": words.challenge,  # type: ignore[attr-defined]  # practices only
        "approach": words.approach,  # type: ignore[attr-defined]  # practices only
        "transferability": "A hospital that lets people off their shift for an hour.",
        "corridors": words.pairs,
        "booster": words.slugs("booster"),
        "adapted_from": parent.id,
    }
    revision = create_draft(Kind.CASE_STUDY, organisation, guest, answers | WELCOME)
    for action, user in ((Action.SEND, guest), (Action.TAKE, moderator), (Action.PUBLISH, moderator)):
        revision = move(revision, action, user)
    return revision.resource
