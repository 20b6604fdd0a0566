"""Roles, leaving and handing over: whatever people do, an owner is left."""

from contextlib import suppress

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.accounts import leaving
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Conflict, DomainError, Invalid, NotAllowed
from marketplace.providers import invitations, membership, operations, queries, requests
from marketplace.providers.models import (
    Membership,
    Organisation,
    RequestKind,
    RequestState,
)
from tests.browsing import PASSWORD
from tests.factories import make_user
from tests.mailbox import last_mail
from tests.providers.conftest import FACTS, SignIn, add_member


def people_of(organisation: Organisation) -> dict[str, str]:
    db.session.expire_all()
    return {m.user.name: m.role for m in organisation.memberships}


def members_page(organisation: Organisation) -> str:
    return f"/workspace/organisations/{organisation.id}/members"


def test_only_owners_change_members(
    organisation: Organisation, owner: User, editor: User, sign_in: SignIn
) -> None:
    own = next(m for m in organisation.memberships if m.user_id == owner.id)
    browser = sign_in(editor)
    token = browser.get(members_page(organisation)).form("/sign-out").values("csrf_token")
    browser.post(f"{members_page(organisation)}/{own.id}", {"remove": "1", "csrf_token": token}, 403)
    browser.post(
        f"/workspace/organisations/{organisation.id}/invitations",
        {"email": "a@b.example", "csrf_token": token},
        403,
    )
    assert len(people_of(organisation)) == 2


def test_a_member_of_another_organisation_is_out_of_reach(owner: User, organisation: Organisation) -> None:
    other_owner = make_user("Other")
    other = operations.create_organisation(other_owner, FACTS | {"name": "Other house"})
    foreign = other.memberships[0]
    with pytest.raises(DomainError):
        membership.remove(organisation, owner, foreign.id)
    request = requests.ask_to_join(other, make_user("Joiner"), "Please.")
    with pytest.raises(NotAllowed):
        requests.accept(request, owner)
    assert len(people_of(other)) == 1


def test_roles_change_through_the_page_with_a_mail(
    organisation: Organisation, owner: User, editor: User, sign_in: SignIn
) -> None:
    browser = sign_in(owner)
    member = next(m for m in organisation.memberships if m.user_id == editor.id)
    browser.submit(members_page(organisation), action=f"/members/{member.id}", role="viewer")
    assert people_of(organisation)["Edi Editor"] == "viewer"
    assert "Your role is: Viewer." in last_mail(editor.email).text
    browser.submit(members_page(organisation), action=f"/members/{member.id}", button=("remove", "1"))
    assert "Edi Editor" not in people_of(organisation)


def test_the_last_owner_hands_over_before_leaving(
    organisation: Organisation, owner: User, editor: User, sign_in: SignIn
) -> None:
    browser = sign_in(owner)
    page = browser.submit(members_page(organisation), 409, action="/leave")
    assert "needs an owner" in page.text
    member = next(m for m in organisation.memberships if m.user_id == editor.id)
    browser.submit(members_page(organisation), action=f"/members/{member.id}", button=("hand_over", "1"))
    assert people_of(organisation) == {"Olta Owner": "editor", "Edi Editor": "owner"}
    browser.submit(members_page(organisation), action="/leave")
    assert list(people_of(organisation)) == ["Edi Editor"]
    browser.get(members_page(organisation), 404)


def test_the_last_owner_cannot_delete_the_account(
    organisation: Organisation, owner: User, editor: User
) -> None:
    with pytest.raises(Conflict, match="Tirana Migration Centre"):
        leaving.delete_account(owner, PASSWORD)
    leaving.delete_account(editor, PASSWORD)
    assert people_of(organisation) == {"Olta Owner": "owner"}


def test_leaving_takes_back_what_was_asked_and_is_exported_before(organisation: Organisation) -> None:
    person = make_user("Joiner")
    request = requests.ask_to_join(organisation, person, "Personal words.")
    assert leaving.export(person)["requests_to_organisations"][0]["message"] == "Personal words."
    leaving.delete_account(person, PASSWORD)
    assert (request.state, request.message) == (RequestState.CANCELLED, "")


ACTIONS = ["invite", "accept", "refuse", "join", "admit", "role", "remove", "leave", "hand_over", "delete"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(ACTIONS),
            st.integers(0, 2),
            st.integers(0, 2),
            st.sampled_from(["owner", "editor", "viewer"]),
        ),
        min_size=4,
        max_size=20,
    )
)
def test_whatever_people_do_an_owner_is_left(app: Flask, steps: list[tuple[str, int, int, str]]) -> None:
    people = [make_user(f"Person {number}") for number in range(3)]
    organisation = operations.create_organisation(people[0], FACTS)
    for action, actor, target, role in steps:
        with suppress(DomainError):
            _do(action, organisation, people[actor], people[target], role)
        roles = list(people_of(organisation).values())
        assert "owner" in roles, (action, roles)
        assert organisation.is_claimed
        assert len({m.user_id for m in organisation.memberships}) == len(roles)


def _do(action: str, organisation: Organisation, actor: User, target: User, role: str) -> None:
    member = next((m.id for m in organisation.memberships if m.user_id == target.id), "nobody")
    invited = queries.requests_of(organisation, RequestKind.INVITATION)
    asking = queries.requests_of(organisation, RequestKind.JOIN)
    address = target.email or "gone@tmc.example"
    {
        "invite": lambda: invitations.invite(organisation, actor, address, role),
        "accept": lambda: [invitations.accept_invitation(request, actor) for request in invited],
        "refuse": lambda: [invitations.refuse_invitation(request, actor) for request in invited],
        "join": lambda: requests.ask_to_join(organisation, actor, "Please."),
        "admit": lambda: [requests.accept(request, actor, role) for request in asking],
        "role": lambda: membership.change_role(organisation, actor, member, role),
        "remove": lambda: membership.remove(organisation, actor, member),
        "leave": lambda: membership.leave(organisation, actor),
        "hand_over": lambda: membership.hand_over(organisation, actor, member),
        "delete": lambda: None if actor.deleted_at else leaving.delete_account(actor, PASSWORD),
    }[action]()


def test_two_owners_who_leave_at_once_leave_one_behind(
    app: Flask, organisation: Organisation, owner: User
) -> None:
    from threading import Barrier, Thread

    second = make_user("Second Owner")
    add_member(organisation, owner, second, "owner")
    ids, organisation_id = (owner.id, second.id), organisation.id
    db.session.rollback()
    barrier, outcomes = Barrier(2), []

    def go(user_id: str) -> None:
        with app.app_context():
            user, there = db.session.get_one(User, user_id), db.session.get_one(Organisation, organisation_id)
            assert len(there.memberships) == 2
            barrier.wait()
            try:
                membership.leave(there, user)
                outcomes.append("left")
            except Conflict:
                outcomes.append("kept")
            db.session.remove()

    threads = [Thread(target=go, args=(user_id,)) for user_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept", "left"]
    assert db.session.query(Membership).filter_by(organisation_id=organisation_id, role="owner").count() == 1


def test_an_invitation_needs_a_member_who_may_invite(organisation: Organisation, editor: User) -> None:
    with pytest.raises(NotAllowed):
        invitations.invite(organisation, editor, "a@tmc.example", "editor")
    with pytest.raises(Invalid):
        requests.ask_to_join(organisation, make_user("Joiner"), "x" * 3_001)
