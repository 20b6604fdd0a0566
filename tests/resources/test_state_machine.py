"""Whatever sequence of moves: one open version, one live one, nothing public without a moderator."""

from contextlib import suppress
from typing import Any

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from marketplace import events
from marketplace.accounts.models import SiteRole, User
from marketplace.database import db
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.providers.models import Organisation
from marketplace.resources import queries
from marketplace.resources.lifecycle import MOVES, Action
from marketplace.resources.models import OPEN_STATES, PUBLIC_STATES, JudgedVersion, Kind, Resource, State
from marketplace.resources.moves import move
from marketplace.resources.operations import create_draft, save_page
from marketplace.resources.questions import PAGES
from marketplace.resources.versions import token
from tests.factories import ANSWERS, COMMON_ANSWERS
from tests.resources.table import ROLES, allowed_now, make_people, state_in_table
from tests.walking import walk

PAGE = PAGES[Kind.NEED][0]


class Lifecycle(RuleBasedStateMachine):
    """One record, ten people, any move at any time."""

    def __init__(self, organisation: Organisation, people: dict[str, User]) -> None:
        super().__init__()
        self.people = people
        content = COMMON_ANSWERS | ANSWERS[Kind.NEED]
        self.resource = create_draft(Kind.NEED, organisation, people["owner"], content).resource

    @rule(
        role=st.sampled_from(ROLES),
        action=st.sampled_from(list(Action)),
        which=st.integers(0, 3),
        reason=st.sampled_from(["Because.", "Because.", ""]),
    )
    def attempt(self, role: str, action: Action, which: int, reason: str) -> None:
        """Any person tries any move on any version."""
        revision = self.resource.revisions[-1 - which % len(self.resource.revisions)]
        before, past = state_in_table(revision), len(self.history())
        may = allowed_now(revision, role, self.people)
        try:
            move(revision, action, self.people[role], reason)
        except (NotAllowed, Conflict, Invalid):
            assert state_in_table(revision) == before
            assert len(self.history()) == past
        else:
            assert action.value in may, f"{role} did {action} at {before}"
            assert reason or not MOVES[action].reason
            assert len(self.history()) > past

    @rule(start=st.integers(0, 9), step=st.integers(0, 3))
    def go_on(self, start: int, step: int) -> None:
        """Somebody does what may be done, so that long ways are walked too."""
        revision = self.resource.open_revision or self.resource.latest_revision
        for role in (*ROLES[start:], *ROLES[:start]):
            possible = sorted(allowed_now(revision, role, self.people))
            if possible:
                with suppress(Conflict):  # there is a later version, or one appeal was made already
                    move(revision, Action(possible[step % len(possible)]), self.people[role], "Because.")
                return

    @rule(role=st.sampled_from(ROLES), title=st.text(min_size=5, max_size=20))
    def write(self, role: str, title: str) -> None:
        """Anybody tries to change the words."""
        revision = self.resource.latest_revision
        state, words = revision.state, revision.title
        try:
            save_page(revision, PAGE, self.people[role], {"title": title}, token(revision, PAGE))
        except (NotAllowed, Conflict):
            assert revision.title == words
        else:
            assert role in {"owner", "editor", "inside_moderator"}
            assert state in {"draft", "changes_requested"}

    def history(self) -> list[events.AuditEvent]:
        return events.history(Resource.__tablename__, self.resource.id)

    @invariant()
    def at_most_one_version_is_open(self) -> None:
        assert sum(revision.state in OPEN_STATES for revision in self.resource.revisions) <= 1

    @invariant()
    def the_live_pointer_is_the_one_published_version(self) -> None:
        published = [r for r in self.resource.revisions if r.state == State.PUBLISHED]
        live = self.resource.live_revision
        assert published == ([live] if live else [])
        assert bool(queries.published_by_ids([self.resource.id])) == bool(live)

    @invariant()
    def nothing_was_public_without_a_moderator_of_another_organisation(self) -> None:
        publishers = {e.details["revision"]: e.actor_id for e in self.history() if e.action == "publish"}
        members = {m.user_id for m in self.resource.organisation.memberships}
        for revision in self.resource.revisions:
            if revision.state in PUBLIC_STATES or revision.published_at is not None:
                publisher = db.session.get_one(User, publishers[revision.number])
                assert publisher.has_role(SiteRole.MODERATOR, SiteRole.ADMIN)
                assert publisher.id not in members

    @invariant()
    def judged_words_are_kept_until_the_next_decision(self) -> None:
        decisions = [
            e.action for e in self.history() if e.action in {"request_changes", "publish", "decline"}
        ]
        kept = db.session.get(JudgedVersion, self.resource.id) is not None
        assert kept == (decisions[-1:] == ["request_changes"])

    @invariant()
    def the_states_can_be_rebuilt_from_the_events(self) -> None:
        states: dict[int, Any] = {}
        for event in self.history():
            number = event.details["revision"]
            if number in states and event.action not in {"revise", "restore"}:
                assert event.from_state == states[number]
            states[number] = event.to_state or states[number]
        assert states == {revision.number: revision.state for revision in self.resource.revisions}


def test_any_sequence_of_moves_keeps_the_rules(app: Flask) -> None:
    organisation, people = make_people()
    walk(lambda: Lifecycle(organisation, people), walks=10, steps=25)
