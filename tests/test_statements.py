"""Pages ask the database as often for long lists as for short ones, and find rows by an index."""

from collections.abc import Callable

import pytest
from flask import Flask

from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.handovers import operations as handovers
from marketplace.handovers.queries import linked
from marketplace.introductions import operations as introductions
from marketplace.providers.models import Organisation
from marketplace.resources.models import Kind, Resource, State
from tests.browsing import Browser
from tests.factories import make_organisation, make_record
from tests.introductions.sides import TEXT, make_side

FEW, MORE = 2, 5
GIVES = {"gives": ["contact"]}


def owned(side: str, country: str) -> tuple[Organisation, User]:
    organisation = make_organisation(verified=True, side=side, countries=[country])
    return organisation, organisation.memberships[0].user


@pytest.fixture
def city(app: Flask) -> tuple[Organisation, User]:
    return owned("destination", "DE")


@pytest.fixture
def lists(city: tuple[Organisation, User]) -> Callable[[int], None]:
    """Makes everything that lists show longer by one entry of each."""
    school, teacher = owned("origin", "AL")
    organisation, host = city

    def offering(of: Organisation, by: User, phase: str, state: State = State.PUBLISHED) -> Resource:
        return make_record(Kind.OFFERING, of, by, state, phase=[phase]).resource

    def add(number: int) -> None:
        course, welcome = (
            offering(school, teacher, "pre_departure"),
            offering(organisation, host, "on_arrival"),
        )
        handovers.accept(handovers.propose(course, welcome, teacher, "before", GIVES), host)
        handovers.propose(course, offering(organisation, host, "on_arrival"), teacher, "before", GIVES)
        offering(organisation, host, "on_arrival", State.CHANGES_REQUESTED)
        asker = make_side(f"School{number} of Durrës", "origin", "AL")
        answers = {"organisation": asker.organisation.id, "own_record": asker.record, "text": TEXT}
        introductions.ask(asker.owner, organisation, answers)

    return add


def test_long_lists_take_as_many_statements_as_short_ones(
    app: Flask,
    city: tuple[Organisation, User],
    lists: Callable[[int], None],
    count_statements: list[str],
) -> None:
    paths = ("/corridors/AL-DE", "/workspace", "/workspace/hand-overs", "/workspace/introductions")
    counted = []
    for number in range(1, MORE + 1):
        lists(number)
        if number not in {FEW, MORE}:
            continue
        outbox.drain()
        browser = Browser(app).sign_in(city[1])
        for path in paths:  # what is kept for all pages is made by the first
            browser.get(path)
        took = {}
        for path in paths:
            count_statements.clear()
            browser.get(path)
            took[path] = len(count_statements)
        counted.append(took)
    assert counted[0] == counted[1]
    assert all(counted[0].values())


def test_hand_overs_of_a_record_are_found_by_an_index_from_both_ends(app: Flask) -> None:
    for statement in linked(Resource, Resource.id):
        asked = statement.where(Resource.id == "x").compile(db.engine, compile_kwargs={"literal_binds": True})
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
        assert any("hand_over USING INDEX" in row[3] for row in plan), plan
