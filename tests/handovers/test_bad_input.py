"""What cannot be a hand-over: a clear message, and nothing is changed."""

import threading
from typing import Any

import pytest
from flask import Flask

from marketplace.database import db
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.handovers import operations, queries
from marketplace.handovers.models import HandOver, HandOverState
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind
from marketplace.resources.moves import move
from tests.browsing import Browser
from tests.corridors.conftest import publish
from tests.factories import make_organisation
from tests.handovers.conftest import GIVES, Sides
from tests.mailbox import sent_mails


def _count() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(HandOver)) or 0


def _refused(sides: Sides, other: Any, side: str = "before", own: Any = None) -> str:
    """The message about a proposal that must not pass."""
    before = _count()
    with pytest.raises(Invalid) as refused:
        operations.propose(own or sides.course, other, sides.teacher, side, GIVES)
    assert _count() == before
    return refused.value.message


def test_record_with_itself(sides: Sides) -> None:
    assert "to itself" in _refused(sides, sides.course)


def test_same_pair_twice_until_it_is_over(sides: Sides) -> None:
    first = sides.propose()
    assert "already" in _refused(sides, sides.welcome)
    operations.decline(first, sides.host, "Not yet.")
    operations.accept(sides.propose(), sides.host)
    assert "already" in _refused(sides, sides.welcome)
    assert [one.state for one in queries.of_record(sides.course.id)] == ["accepted", "declined"]


def test_phases_say_who_comes_first(sides: Sides) -> None:
    assert "does not help before departure" in _refused(sides, sides.welcome, side="after")


def test_corridors_must_fit(sides: Sides) -> None:
    city = sides.welcome.organisation
    elsewhere = publish(city, phase=["on_arrival"], corridors=[("PH", "IT")], moderator=sides.moderator)
    assert "no corridor in common" in _refused(sides, elsewhere)
    anywhere = publish(city, phase=["on_arrival"], corridors=[(None, "DE")], moderator=sides.moderator)
    operations.propose(sides.course, anywhere, sides.teacher, "before", GIVES)


def test_needs_and_archived_records_have_none(sides: Sides) -> None:
    need = publish(sides.welcome.organisation, Kind.NEED, moderator=sides.moderator)
    assert "no offering and no practice" in _refused(sides, need)
    assert sides.welcome.live_revision is not None
    waiting = sides.propose()
    move(sides.welcome.live_revision, Action.ARCHIVE, sides.host, "Over.")
    with pytest.raises(Conflict, match="has left the library"):
        operations.accept(waiting, sides.host)
    operations.withdraw(waiting, sides.teacher)
    assert "is not in the library now" in _refused(sides, sides.welcome)


def test_wrong_answers_are_named(sides: Sides) -> None:
    wrong: list[tuple[str, Any]] = [
        ("gives", ["gold"]),
        ("note", "x" * 501),
        ("for_whom", "x" * 301),
        ("target_groups", ["martians"]),
        ("since", "2999"),
        ("since", "1900"),
        ("since", "soon"),
        ("since", "2024-02-30"),
    ]
    for field, value in wrong:
        with pytest.raises(Invalid) as refused:
            sides.propose(**{field: value})
        assert list(refused.value.fields) == [field], value


def test_form_shows_what_was_typed_again(app: Flask, sides: Sides) -> None:
    browser = Browser(app).sign_in(sides.teacher)
    address = f"/workspace/records/{sides.course.id}/hand-overs/new?other={sides.welcome.id}"
    page = browser.submit(address, 422, gives=None, note="", since="soon")
    assert page.has_error
    assert page.form().values("since") == ["soon"]
    assert page.form().values("side") == ["before"]
    assert _count() == 0


def test_only_the_other_side_answers(app: Flask, sides: Sides) -> None:
    one = sides.propose()
    for call in (operations.accept, lambda h, u: operations.decline(h, u, "")):
        with pytest.raises(NotAllowed):
            call(one, sides.teacher)
    with pytest.raises(NotAllowed):
        operations.withdraw(one, sides.host)
    stranger = Browser(app).sign_in(make_organisation(verified=True).memberships[0].user)
    stranger.get(f"/workspace/hand-overs/{one.id}", 404)
    stranger.get(f"/workspace/records/{sides.course.id}/hand-overs/new", 404)


def test_accepting_twice_changes_nothing(app: Flask, sides: Sides) -> None:
    one = sides.propose()
    first, second = (Browser(app).sign_in(sides.host) for _ in range(2))
    for browser in (first, second):
        browser.get(f"/workspace/hand-overs/{one.id}")
    first.submit(action="/accept")
    page = second.submit(action="/decline", status=409)
    assert "has moved on meanwhile" in page.text
    assert one.state == HandOverState.ACCEPTED


def test_of_two_answers_at_once_one_counts(app: Flask, sides: Sides) -> None:
    one, host, results = sides.propose(), sides.host.id, list[str]()
    one_id = one.id
    db.session.rollback()

    def answer() -> None:
        with app.app_context():
            hand_over = db.session.get_one(HandOver, one_id)
            user = db.session.get_one(type(sides.host), host)
            try:
                operations.accept(hand_over, user)
                results.append("accepted")
            except Conflict:
                results.append("refused")

    threads = [threading.Thread(target=answer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["accepted", "refused"]


def test_own_records_need_no_answer_and_are_marked(app: Flask, sides: Sides) -> None:
    school = sides.course.organisation
    office = publish(school, phase=["on_arrival"], title="Office in Berlin", moderator=sides.moderator)
    one = operations.propose(sides.course, office, sides.teacher, "before", GIVES)
    assert (one.state, one.is_internal) == (HandOverState.ACCEPTED, True)
    assert not [mail for mail in sent_mails() if "hand-over" in mail.subject]
    page = Browser(app).get(f"/library/{office.id}/{office.slug}")
    assert "Within one organisation" in page.text


@pytest.mark.parametrize("day", ["2999-01-01", "2023-12-31", "never"])
def test_end_must_lie_between_beginning_and_today(sides: Sides, day: str) -> None:
    one = sides.accepted()
    with pytest.raises(Invalid) as refused:
        operations.end(one, sides.teacher, day, "")
    assert list(refused.value.fields) == ["ended_on"]
    assert one.state == HandOverState.ACCEPTED
    operations.end(one, sides.teacher, "", "")
    with pytest.raises(Conflict):
        operations.end(one, sides.teacher, "", "")
