"""Members: invitations, wishes to join, roles, leaving, handing over; an owner is always left."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.accounts import leaving
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, DomainError, Invalid, NotAllowed
from marketplace.providers import invitations, membership, operations, queries, requests
from marketplace.providers.models import (
    Membership,
    MembershipRequest,
    Organisation,
    RequestKind,
    RequestState,
)
from tests.browsing import PASSWORD, Browser
from tests.factories import make_user
from tests.mailbox import last_mail, sent_mails
from tests.providers.conftest import FACTS, SignIn, add_member


def people_of(organisation: Organisation) -> dict[str, str]:
    db.session.expire_all()
    return {m.user.name: m.role for m in organisation.memberships}


def members_page(organisation: Organisation) -> str:
    return f"/workspace/organisations/{organisation.id}/members"


def test_an_invited_person_with_an_account_joins_by_the_mailed_link_once(
    app: Flask, organisation: Organisation, owner: User, sign_in: SignIn
) -> None:
    guest = make_user("Gani Guest", email="gani@tmc.example")
    page = members_page(organisation)
    sign_in(owner).submit(page, action="/invitations", email="GANI@tmc.example", role="viewer")
    mail = last_mail("gani@tmc.example")
    assert "Olta Owner invites you" in mail.text
    visitor = Browser(app)
    assert "Sign in with the account" in visitor.get(mail.link).text, "the link alone changes nothing"
    browser = sign_in(guest)
    browser.get(mail.link)
    browser.submit(button=("accept", "1"))
    assert people_of(organisation) == {"Olta Owner": "owner", "Gani Guest": "viewer"}
    assert "works no more" in browser.get(mail.link, 410).text
    assert "Gani Guest has joined" in last_mail(owner.email).subject


def test_an_invited_person_without_an_account_can_make_one(
    app: Flask, organisation: Organisation, owner: User, sign_in: SignIn
) -> None:
    invitations.invite(organisation, owner, "new@tmc.example", "editor")
    link = last_mail("new@tmc.example").link
    browser = Browser(app)
    assert "/account/register" in browser.get(link).links
    newcomer = make_user("New Person", email="new@tmc.example")
    browser = sign_in(newcomer)
    assert "You are invited" in browser.get("/workspace/organisations").text, "without the mail too"
    browser.get(link)
    browser.submit(button=("accept", "1"))
    assert people_of(organisation)["New Person"] == "editor"


def test_inviting_answers_alike_whether_the_address_is_known(
    organisation: Organisation, owner: User, sign_in: SignIn
) -> None:
    make_user("Known", email="known@tmc.example")
    browser, texts = sign_in(owner), []
    for email in ("known@tmc.example", "unknown@tmc.example"):
        browser.submit(members_page(organisation), action="/invitations", email=email, role="editor")
        texts.append(browser.follow().text.replace("unknown@", "known@"))
        db.session.execute(db.delete(MembershipRequest))
        db.session.commit()
    assert texts[0] == texts[1]


def test_an_invitation_of_somebody_else_cannot_be_used(
    organisation: Organisation, owner: User, sign_in: SignIn
) -> None:
    invitation = invitations.invite(organisation, owner, "meant@tmc.example", "owner")
    thief = sign_in(make_user("Thief"))
    assert "sent to another address" in thief.get(last_mail("meant@tmc.example").link).text
    assert "meant@" not in thief.page.html
    token = thief.page.form("/sign-out").values("csrf_token")
    thief.post(f"/workspace/invitations/{invitation.id}", {"accept": "1", "csrf_token": token}, 403)
    unconfirmed = make_user("Unproven", email="meant@tmc.example", confirmed=False)
    with pytest.raises(NotAllowed):
        invitations.accept_invitation(invitation, unconfirmed)
    assert list(people_of(organisation)) == ["Olta Owner"]


def test_a_cancelled_or_expired_invitation_is_useless(
    app: Flask, organisation: Organisation, owner: User, sign_in: SignIn
) -> None:
    guest = make_user("Guest", email="guest@tmc.example")
    first = invitations.invite(organisation, owner, "guest@tmc.example", "editor")
    browser = sign_in(owner)
    browser.submit(members_page(organisation), action="/cancel")
    Browser(app).get(last_mail("guest@tmc.example").link, 410)
    with pytest.raises(Conflict):
        invitations.accept_invitation(first, guest)
    second = invitations.invite(organisation, owner, "guest@tmc.example", "editor")
    link = last_mail("guest@tmc.example").link
    with time_machine.travel(utc_now() + timedelta(days=14, minutes=1)):
        Browser(app).get(link, 410)
        with pytest.raises(Conflict):
            invitations.accept_invitation(second, guest)
        assert queries.invitations_for(guest) == []
        invitations.invite(organisation, owner, "guest@tmc.example", "editor")
    assert second.state == RequestState.EXPIRED


def test_an_open_invitation_is_not_sent_twice(
    organisation: Organisation, owner: User, sign_in: SignIn
) -> None:
    browser = sign_in(owner)
    for status in (303, 422):
        page = browser.submit(
            members_page(organisation), status, action="/invitations", email="one@tmc.example", role="editor"
        )
    assert "still waits" in page.text
    assert len(sent_mails("one@tmc.example")) == 1
    assert "not a mail address" in browser.submit(None, 422, action="/invitations", email="nonsense").text
    assert (
        "Choose a role"
        in browser.submit(None, 422, action="/invitations", email="b@tmc.example", role="king").text
    )


def test_asking_to_join_reaches_the_owners_and_is_answered(
    organisation: Organisation, owner: User, admin: User, sign_in: SignIn
) -> None:
    operations.verify(organisation, admin)
    person = make_user("Joni Joiner", email="joni@tmc.example")
    browser = sign_in(person)
    path = f"/providers/{organisation.slug}/join"
    assert "Write who you are" in browser.submit(path, 422, message=" ").text
    browser.submit(path, message="I teach there.")
    browser.follow()
    assert "Its owners decide" in browser.page.text
    assert "You have asked on" in browser.get(path).text
    assert "I teach there." in last_mail(owner.email).text
    boss = sign_in(owner)
    page = boss.submit(members_page(organisation), 422, number=0, button=("refuse", "1"))
    assert "Write a reason" in page.text
    boss.submit(None, button=("refuse", "1"), reason="We do not know you.")
    assert "We do not know you." in last_mail("joni@tmc.example").text
    requests.ask_to_join(organisation, person, "Ask Edi.")
    boss.submit(members_page(organisation), number=0, button=("accept", "1"), role="viewer")
    assert people_of(organisation)["Joni Joiner"] == "viewer"
    assert "was accepted" in last_mail("joni@tmc.example").text


def test_asking_twice_is_one_request(organisation: Organisation, owner: User) -> None:
    person = make_user("Joiner")
    first = requests.ask_to_join(organisation, person, "I work there.")
    assert requests.ask_to_join(organisation, person, "I work there.").id == first.id
    assert queries.requests_waiting_for(owner) == [first]
    assert len([m for m in sent_mails(owner.email) if "asks to join" in m.subject]) == 1


def test_a_request_can_be_taken_back_by_whom_it_is(
    organisation: Organisation, owner: User, sign_in: SignIn
) -> None:
    person = make_user("Joiner")
    request = requests.ask_to_join(organisation, person, "I work there.")
    stranger = sign_in(make_user("Stranger"))
    token = stranger.get("/workspace/organisations").form("/sign-out").values("csrf_token")
    stranger.post(f"/workspace/requests/{request.id}/cancel", {"csrf_token": token}, 404)
    sign_in(person).submit("/workspace/organisations", action="/cancel")
    assert request.state == RequestState.CANCELLED
    with pytest.raises(Conflict):
        requests.accept(request, owner)


def test_mails_speak_the_language_of_the_person(organisation: Organisation, owner: User) -> None:
    person = make_user("Joiner", email="fa@tmc.example", language="fa")
    request = requests.ask_to_join(organisation, person, "I work there.")
    requests.refuse(request, owner, "No.")
    mail = last_mail("fa@tmc.example")
    assert 'dir="rtl"' in mail.html
    assert mail.link.startswith("/fa/")


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
