"""What admins decide: claims, verification, suspension."""

import io

import pytest
from flask import Flask

from marketplace import events
from marketplace.accounts.models import SiteRole, User
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.providers import hooks, operations, queries, requests, verification
from marketplace.providers.models import Organisation, RequestState, Verification
from tests.browsing import Browser, Page
from tests.factories import make_user
from tests.mailbox import last_mail
from tests.providers.conftest import LISTED, SignIn, picture

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_a_claim_is_asked_decided_and_makes_an_owner(
    listed: Organisation, admin: User, sign_in: SignIn
) -> None:
    claimant = make_user("Clara Claimant", email="clara@arrival.example")
    rival = make_user("Rival", email="rival@tmc.example")
    other = requests.claim(listed, rival, "Mine!")
    sign_in(claimant).submit("/providers/arrival-desk/claim", message="I lead the desk.")
    judge = sign_in(admin)
    assert "Clara Claimant" in judge.get("/admin/organisations").text
    claim = next(c for c in queries.claims() if c.user_id == claimant.id)
    page = judge.get(f"/admin/organisations/{listed.id}")
    assert "I lead the desk." in page.text
    judge.submit(None, action=f"/admin/claims/{claim.id}", button=("accept", "1"))
    assert listed.claimed_at is not None
    assert [(m.user_id, m.role) for m in listed.memberships] == [(claimant.id, "owner")]
    assert other.state == RequestState.REFUSED
    assert "You run Arrival Desk Vienna now" in last_mail("clara@arrival.example").text
    assert "Somebody else runs" in last_mail("rival@tmc.example").subject
    assert listed.verification == Verification.UNVERIFIED, "a claim is no verification"
    assert "claim" in [e.action for e in events.history("organisation", listed.id)]
    with pytest.raises(Conflict):
        requests.claim(listed, rival, "Still mine!")


def test_a_claim_is_refused_with_a_reason_only(listed: Organisation, admin: User, sign_in: SignIn) -> None:
    claimant = make_user("Claimant", email="c@tmc.example")
    claim = requests.claim(listed, claimant, "Mine.")
    judge = sign_in(admin)
    path = f"/admin/claims/{claim.id}"
    page = judge.submit(f"/admin/organisations/{listed.id}", 422, action=path, button=("refuse", "1"))
    assert "Write a reason" in page.text
    judge.submit(None, action=path, button=("refuse", "1"), reason="No proof at all.")
    assert "No proof at all." in last_mail("c@tmc.example").text
    assert not listed.is_claimed


def test_nobody_decides_on_their_own_claim(listed: Organisation, admin: User) -> None:
    claim = requests.claim(listed, admin, "Mine.")
    with pytest.raises(NotAllowed):
        requests.accept(claim, admin)
    with pytest.raises(NotAllowed):
        requests.accept(claim, make_user("Nobody"))


@pytest.mark.parametrize(
    ("email", "website", "domain"),
    [
        ("a@iom.example", "https://iom.example/en", "iom.example"),
        ("a@IOM.example", "https://www.iom.example", "iom.example"),
        ("a@hungary.iom.example", "https://iom.example", "hungary.iom.example"),
        ("a@iom.example", "https://hungary.iom.example", "iom.example"),
        ("a@notiom.example", "https://iom.example", None),
        ("a@iom.example.org", "https://iom.example", None),
        ("a@gmail.com", "https://gmail.com", None),
        ("a@gmail.com", "https://pages.gmail.com", None),
        ("a@iom.example", "", None),
    ],
)
def test_an_address_proves_the_domain_of_the_website(
    app: Flask, email: str, website: str, domain: str | None
) -> None:
    person = make_user("Person", email=email)
    organisation = operations.create_organisation(person, LISTED | {"website": website, "source_url": ""})
    assert verification.domain_evidence(person, organisation) == domain


def test_an_unconfirmed_address_proves_nothing(app: Flask) -> None:
    person = make_user("Person", email="a@iom.example", confirmed=False)
    organisation = operations.create_organisation(person, LISTED | {"website": "https://iom.example"})
    assert verification.domain_evidence(person, organisation) is None


def test_owner_asks_by_address_and_admin_verifies(
    organisation: Organisation, owner: User, admin: User, sign_in: SignIn
) -> None:
    path = f"/workspace/organisations/{organisation.id}/verification"
    sign_in(owner).submit(path, button=("by_address", "1"))
    assert organisation.verification == Verification.PENDING
    judge = sign_in(admin)
    assert organisation.name in judge.get("/admin/organisations").text
    page = judge.get(f"/admin/organisations/{organisation.id}")
    assert "Confirmed e-mail address at tmc.example" in page.text
    judge.submit(None, action="/verification", button=("decision", "verify"), reason="Checked the site.")
    assert organisation.is_verified
    assert organisation.verified_how == "email_domain"
    assert "is verified" in last_mail(owner.email).subject
    last = events.history("organisation", organisation.id)[-1]
    assert (last.action, last.from_state, last.to_state, last.actor_id, last.note) == (
        "verify",
        "pending",
        "verified",
        admin.id,
        "Checked the site.",
    )


def test_a_proof_is_for_admins_and_always_saved_never_shown(
    app: Flask, organisation: Organisation, owner: User, admin: User, sign_in: SignIn
) -> None:
    browser = sign_in(owner)
    path = f"/workspace/organisations/{organisation.id}/verification"
    browser.submit(path, button=("by_document", "1"), proof=(io.BytesIO(PDF), "../..\\register.html"))
    piece = organisation.evidence[0]
    assert piece.value == "register.pdf"
    file = f"/admin/organisations/{organisation.id}/proofs/{piece.id}"
    browser.get(file, 403)
    Browser(app).get(file, 303)
    judge = sign_in(admin)
    page = Page(judge.client.get(file, buffered=True))
    assert page.data == PDF
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "private, no-store"
    other = operations.create_organisation(make_user("Other"), LISTED)
    judge.get(f"/admin/organisations/{other.id}/proofs/{piece.id}", 404)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"MZ\x90 a program", "not a file we can read"),
        (b"<html>%PDF-1.7 %%EOF</html>", "not a file we can read"),
        (b"%PDF-1.7 cut off", "not a file we can read"),
    ],
)
def test_a_file_that_is_no_proof_is_refused_and_the_note_kept(
    organisation: Organisation, owner: User, sign_in: SignIn, content: bytes, message: str
) -> None:
    page = sign_in(owner).submit(
        f"/workspace/organisations/{organisation.id}/verification",
        422,
        button=("by_document", "1"),
        proof=(io.BytesIO(content), "proof.pdf"),
        note="Kept words",
    )
    assert message in page.text
    assert "Kept words" in page.html
    assert organisation.verification == Verification.UNVERIFIED
    assert organisation.evidence == []


def test_a_proof_that_is_not_enough_is_refused_with_a_reason(
    organisation: Organisation, owner: User, admin: User, sign_in: SignIn
) -> None:
    verification.ask_by_document(organisation, owner, picture("JPEG"), "letter.jpeg", "Our letter")
    judge = sign_in(admin)
    path = f"/admin/organisations/{organisation.id}"
    assert (
        "Write a reason"
        in judge.submit(path, 422, action="/verification", button=("decision", "refuse")).text
    )
    judge.submit(path, action="/verification", button=("decision", "refuse"), reason="Too blurred.")
    assert organisation.verification == Verification.UNVERIFIED
    assert "Too blurred." in last_mail(owner.email).text
    with pytest.raises(Conflict):
        verification.refuse(organisation, admin, "Again.")


def test_suspending_needs_a_reason_and_reinstating_restores_what_was(
    organisation: Organisation, owner: User, admin: User
) -> None:
    operations.verify(organisation, admin)
    with pytest.raises(Invalid):
        operations.suspend(organisation, admin, "  ")
    operations.suspend(organisation, admin, "Charges fees.")
    assert "Charges fees." in last_mail(owner.email).text
    with pytest.raises(Conflict):
        operations.verify(organisation, admin)
    with pytest.raises(Conflict):
        verification.ask_by_address(organisation, owner)
    operations.reinstate(organisation, admin)
    assert organisation.is_verified
    with pytest.raises(Conflict):
        operations.reinstate(organisation, admin)


def test_only_admins_decide(organisation: Organisation, owner: User, sign_in: SignIn) -> None:
    moderator = make_user("Moderator", roles=[SiteRole.MODERATOR])
    for person in (owner, moderator):
        with pytest.raises(NotAllowed):
            operations.verify(organisation, person)
        with pytest.raises(NotAllowed):
            operations.suspend(organisation, person, "Because.")
    browser = sign_in(moderator)
    browser.get("/admin/organisations", 403)
    browser.get(f"/admin/organisations/{organisation.id}", 403)


def test_followers_hear_of_every_change_that_the_public_may_see(
    organisation: Organisation, owner: User, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(hooks, "_followers", [lambda o: heard.append(o.verification)])
    operations.verify(organisation, admin)
    operations.suspend(organisation, admin, "Because.")
    operations.reinstate(organisation, admin)
    operations.update_organisation(organisation, owner, {"name": "New name"})
    assert heard == ["verified", "suspended", "verified", "verified"]
