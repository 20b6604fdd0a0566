"""How people become members: invitations and wishes to join."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, NotAllowed
from marketplace.providers import invitations, membership, operations, queries, requests
from marketplace.providers.models import (
    MembershipRequest,
    Organisation,
    RequestState,
)
from tests.browsing import PASSWORD, Browser
from tests.factories import make_user
from tests.mailbox import last_mail, sent_mails
from tests.providers.conftest import SignIn


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


def test_accepting_an_invitation_twice_is_answered_as_once(
    organisation: Organisation, owner: User, sign_in: SignIn
) -> None:
    guest = make_user("Guest", email="guest@tmc.example")
    invitation = invitations.invite(organisation, owner, "guest@tmc.example", "editor")
    browser = sign_in(guest)
    form = browser.get(last_mail("guest@tmc.example").link).form(f"/{invitation.id}")
    sent = form.filled({"accept": "1"})
    once = browser.post(form.action, sent, 303).location
    assert browser.post(form.action, sent, 303).location == once
    assert people_of(organisation)["Guest"] == "editor"
    assert len(sent_mails(owner.email)) == 1
    membership.leave(organisation, guest)
    browser.post(form.action, sent, 409)
    assert "Guest" not in people_of(organisation)


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


def test_whoever_opens_an_invitation_with_the_wrong_account_signs_out_and_comes_back(
    organisation: Organisation, owner: User, sign_in: SignIn
) -> None:
    waiting = invitations.invite(organisation, owner, "meant@tmc.example", "viewer")
    invitation = "/fa" + last_mail("meant@tmc.example").link
    browser = sign_in(make_user("Both", email="private@home.example"))
    assert "private@home.example" in browser.get(invitation).text
    browser.submit(action="/account/sign-out", number=1)
    assert "private@home.example" not in browser.follow().text
    assert browser.page.path == invitation
    browser.get(next(link for link in browser.page.links if "/sign-in?next" in link))
    browser.submit(email=make_user("Meant", email="meant@tmc.example").email, password=PASSWORD)
    assert browser.follow().form(f"/workspace/invitations/{waiting.id}")


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
    assert "not an e-mail address" in browser.submit(None, 422, action="/invitations", email="nonsense").text
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
