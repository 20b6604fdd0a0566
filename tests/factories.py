"""People, organisations and records for tests, all made through the operations that the application uses."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from marketplace.accounts import operations as accounts
from marketplace.accounts.models import SiteRole, User
from marketplace.providers import operations as providers
from marketplace.providers import verification
from marketplace.providers.models import Organisation
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Revision, State
from marketplace.resources.moves import move
from marketplace.resources.operations import create_draft
from tests.browsing import PASSWORD

_numbers = itertools.count(1)

SUMMARY = (
    "Future nurses learn the language of the wards before they leave and meet mentors by video, so that "
    "the first weeks in the new hospital are less lonely. After arrival the same mentors go with them to the "
    "offices, explain the shifts and stay in touch for a year. It runs twice a year for thirty people and is "
    "paid for by the hospitals that employ them, never by the nurses themselves."
)
COMMON_ANSWERS: dict[str, Any] = {
    "language": "en",
    "corridors": [("AL", "DE")],
    "phase": ["pre_departure", "on_arrival"],
    "booster": ["language_training"],
}
ANSWERS: dict[Kind, dict[str, Any]] = {
    Kind.CASE_STUDY: {
        "title": "Mentors for nurses",
        "summary": SUMMARY,
        "challenge": "Many nurses left again within a year: nobody helped them through the first weeks.",
        "approach": "The school teaches, the hospital names a mentor, and both meet by video every week.",
    },
    Kind.OFFERING: {"title": "Language course for nurses", "summary": SUMMARY},
    Kind.NEED: {
        "title": "We look for a language school",
        "sought": "A school that teaches nurses the language of the wards before they leave, in the evening.",
        "side_sought": "origin",
    },
    Kind.DOCUMENT: {
        "title": "Handbook for mentors",
        "summary": SUMMARY,
        "document_kind": "handbook",
        "url": "https://example.org/handbook",
    },
}
# by whom each move on the way to a state is made: the author, a moderator, or a second one
_PATHS: dict[State, list[tuple[Action, str]]] = {
    State.DRAFT: [],
    State.SUBMITTED: [(Action.SEND, "author")],
}
_PATHS[State.IN_REVIEW] = [*_PATHS[State.SUBMITTED], (Action.TAKE, "moderator")]
_PATHS[State.CHANGES_REQUESTED] = [*_PATHS[State.IN_REVIEW], (Action.REQUEST_CHANGES, "moderator")]
_PATHS[State.RESUBMITTED] = [*_PATHS[State.CHANGES_REQUESTED], (Action.RESEND, "author")]
_PATHS[State.PUBLISHED] = [*_PATHS[State.IN_REVIEW], (Action.PUBLISH, "moderator")]
_PATHS[State.DECLINED] = [
    *_PATHS[State.IN_REVIEW],
    (Action.PROPOSE_DECLINE, "moderator"),
    (Action.DECLINE, "second"),
]
_PATHS[State.WITHDRAWN] = [(Action.WITHDRAW, "author")]
_PATHS[State.ARCHIVED] = [*_PATHS[State.PUBLISHED], (Action.ARCHIVE, "author")]


def make_user(
    name: str = "Ana Krasniqi",
    email: str | None = None,
    password: str = PASSWORD,
    roles: Iterable[str] = (),
    language: str = "en",
    confirmed: bool = True,
) -> User:
    """A person with an account; each has an address of their own."""
    email = email or f"person{next(_numbers)}@example.org"
    return accounts.create_account(name, email, password, roles, language, confirmed)


def make_organisation(owner: User | None = None, *, verified: bool = False, **answers: Any) -> Organisation:
    """An organisation with an owner; each has a name of its own. `answers` replace those of a small NGO."""
    asked = {
        "name": f"Bridge House {next(_numbers)}",
        "kinds": ["ngo"],
        "side": "destination",
        "countries": ["DE"],
        "description": "We accompany people who come to work in hospitals.",
    }
    organisation = providers.create_organisation(owner or make_user("Owner Person"), asked | answers)
    return verify_organisation(organisation) if verified else organisation


def verify_organisation(organisation: Organisation, admin: User | None = None) -> Organisation:
    """An admin says that the organisation is real."""
    verification.verify(organisation, admin or make_user("Admin Person", roles=[SiteRole.ADMIN]))
    return organisation


def make_record(
    kind: Kind | str = Kind.OFFERING,
    organisation: Organisation | None = None,
    author: User | None = None,
    state: State | str = State.DRAFT,
    **answers: Any,
) -> Revision:
    """A complete record in any state but superseded, led there by the moves of the table.

    Without an organisation it gets a new one; without an author, an owner of it is the author. One that is to
    be published verifies its organisation first.
    """
    kind = Kind(kind)
    organisation = organisation or make_organisation()
    author = author or next(m.user for m in organisation.memberships if m.role == "owner")
    revision = create_draft(kind, organisation, author, COMMON_ANSWERS | ANSWERS[kind] | answers)
    return move_to(revision, author, State(state))


def move_to(revision: Revision, author: User, state: State) -> Revision:
    """Lead a draft to a state; moderators are made as they are needed."""
    people = {"author": author}
    for action, part in _PATHS[state]:
        if part not in people:
            people[part] = make_user(f"{part.title()} Person", roles=[SiteRole.MODERATOR])
        if action is Action.PUBLISH and not revision.resource.organisation.is_verified:
            verify_organisation(revision.resource.organisation)
        revision = move(revision, action, people[part], reason="Because of a test.")
    return revision
