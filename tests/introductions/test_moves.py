"""The table of moves, written by hand from the domain model, and whatever sequence people try."""

from __future__ import annotations

from collections import deque
from threading import Barrier, Thread

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace import events
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.introductions import lifecycle, operations, queries
from marketplace.introductions.lifecycle import Action, Part
from marketplace.introductions.models import Introduction, State
from marketplace.transaction import transaction
from tests.introductions.sides import Side, make_introduction

# state → part → action → state
TABLE: dict[str, dict[str, dict[str, str]]] = {
    "sent": {
        "asker": {"withdraw": "closed"},
        "receiver": {"see": "seen", "accept": "accepted", "decline": "declined"},
        "clock": {"expire": "expired"},
    },
    "seen": {
        "asker": {"withdraw": "closed"},
        "receiver": {"accept": "accepted", "decline": "declined"},
        "clock": {"expire": "expired"},
    },
    "accepted": {
        "asker": {"meet": "met", "close": "closed"},
        "receiver": {"meet": "met", "close": "closed"},
        "clock": {},
    },
    "met": {
        "asker": {"agree": "agreed", "close": "closed"},
        "receiver": {"agree": "agreed", "close": "closed"},
        "clock": {},
    },
    **{
        state: {"asker": {}, "receiver": {}, "clock": {}}
        for state in ("declined", "expired", "agreed", "closed")
    },
}
GIVEN = {"decline": "No time this year.", "agree": "referral", "close": "no_fit"}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("part", list(Part))
def test_table_says_what_the_domain_says(state: State, part: Part) -> None:
    moves = {action: lifecycle.MOVES[action].target for action in lifecycle.allowed(state, {part})}
    assert moves == TABLE[state][part]


def test_every_state_is_reached() -> None:
    reached, waiting = {"sent"}, deque(["sent"])
    while waiting:
        for moves in TABLE[waiting.popleft()].values():
            new = set(moves.values()) - reached
            reached |= new
            waiting.extend(new)
    assert reached == set(State)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["asker", "receiver", "viewer"]),
        st.sampled_from([action for action in Action if action is not Action.EXPIRE]),
        st.booleans(),
    ),
    max_size=8,
)


def test_any_sequence_of_moves_follows_the_table(app: Flask, origin: Side, destination: Side) -> None:
    people = {"asker": origin.owner, "receiver": destination.editor, "viewer": destination.viewer}

    @settings(
        max_examples=20,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(STEPS)
    def try_all(steps: list[tuple[str, Action, bool]]) -> None:
        with transaction():
            for old in db.session.scalars(db.select(Introduction)):
                db.session.delete(old)
        made = make_introduction(origin, destination)
        for part, action, is_given in steps:
            before, past = made.state, len(events.history("introduction", made.id))
            expected = TABLE[before].get(part, {}).get(action)
            words = GIVEN.get(action, "") if is_given else ""
            try:
                operations.move(made, action, people[part], words)
            except (NotAllowed, Conflict):
                assert expected is None
            except Invalid:
                assert action in GIVEN
                assert not is_given
            else:
                assert made.state == expected
                assert len(events.history("introduction", made.id)) == past + 1
                continue
            assert made.state == before
            assert len(events.history("introduction", made.id)) == past
        told = [event.to_state for event in events.history("introduction", made.id)]
        assert told[-1] == made.state
        known = queries.people_known(made, origin.organisation)
        assert bool(known) == (made.state in {"accepted", "met", "agreed"})

    try_all()


def test_wrong_kind_of_agreement_changes_nothing(origin: Side, destination: Side) -> None:
    made = make_introduction(origin, destination)
    operations.move(made, Action.ACCEPT, destination.owner)
    operations.move(made, Action.MEET, origin.owner)
    with pytest.raises(Invalid):
        operations.move(made, Action.AGREE, origin.owner, "no_fit")
    assert made.state == "met"


def test_two_answers_from_two_processes_leave_one(app: Flask, origin: Side, destination: Side) -> None:
    made = make_introduction(origin, destination)
    told: list[str] = []

    def answer(action: Action, person_id: str, words: str) -> None:
        with app.app_context():
            introduction = db.session.get_one(Introduction, made.id)
            person = db.session.get_one(User, person_id)
            start.wait()
            try:
                told.append(operations.move(introduction, action, person, words).state)
            except Conflict:
                told.append("refused")

    start = Barrier(2)
    tries = [
        Thread(target=answer, args=(Action.ACCEPT, destination.owner.id, "")),
        Thread(target=answer, args=(Action.DECLINE, destination.second.id, "Not this year.")),
    ]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    db.session.rollback()
    assert sorted(told) in [["accepted", "refused"], ["declined", "refused"]]
    assert made.state in told
    answers = [e for e in events.history("introduction", made.id) if e.to_state == made.state]
    assert len(answers) == 1
