"""How people come to act for an organisation that is listed, or that colleagues have entered."""

from marketplace.resources.models import Kind
from tests.browsing import PASSWORD
from tests.journeys import steps
from tests.journeys.answers import CHAMBER, TITLES
from tests.journeys.steps import Site, verified_author
from tests.mailbox import last_mail, sent_mails
from tests.starter import ADMIN, MODERATOR


def listed_organisation(site: Site) -> tuple[str, str]:
    """Address and name of an organisation of the starter library that nobody runs, with records."""
    items = site.visitor().client.get("/api/v1/library?kind=case_study&per_page=1").get_json()["items"]
    return items[0]["provider"]["slug"], items[0]["provider"]["name"]


def test_listed_organisation_is_claimed_and_its_records_can_be_kept_right(site: Site) -> None:
    slug, name = listed_organisation(site)
    claimant, admin = site.newcomer("Carla Claimant", "carla@example.org"), site.member(ADMIN)
    assert f"/providers/{slug}/claim" in claimant.get(f"/providers/{slug}").links
    claimant.submit(f"/providers/{slug}/claim", message="I lead the office.")

    admin.get("/admin/organisations")
    link = next(link for link in admin.page.links if link.startswith("/admin/organisations/"))
    assert "I lead the office." in admin.get(link).text
    admin.submit(number=0, button=("accept", "1"))
    assert name in last_mail("carla@example.org").text + last_mail("carla@example.org").subject

    assert name in claimant.get("/workspace").text
    record = next(link for link in claimant.page.links if link.startswith("/workspace/records/"))
    record = steps.last_part(record)
    if "/revise" not in str([form.action for form in claimant.get(f"/workspace/records/{record}").forms]):
        raise AssertionError(claimant.page.text)
    steps.move(claimant, record, "revise")
    steps.edit(claimant, record, "glance", title="A better title by the organisation itself")
    steps.send(claimant, record)
    assert "A better title" in site.member(MODERATOR).get("/review").text


def test_claim_is_refused_with_its_reason(site: Site) -> None:
    slug, name = listed_organisation(site)
    claimant, admin = site.newcomer("Carla Claimant", "carla@example.org"), site.member(ADMIN)
    claimant.submit(f"/providers/{slug}/claim", message="It is mine.")
    admin.get("/admin/organisations")
    link = next(link for link in admin.page.links if link.startswith("/admin/organisations/"))
    admin.submit(link, 422, number=0, button=("refuse", "1"))
    assert admin.page.has_error
    admin.submit(link, number=0, button=("refuse", "1"), reason="The office does not know you.")
    assert "does not know you" in last_mail("carla@example.org").text
    assert name not in claimant.get("/workspace").text


def test_second_member_is_invited_by_mail_and_writes_records(site: Site) -> None:
    owner = verified_author(site)
    owner.get("/workspace")
    members = (
        next(link for link in owner.page.links if link.startswith("/workspace/organisations/")) + "/members"
    )
    owner.submit(members, action="/invitations", email="petr@example.org", role="editor")
    invitation = last_mail("petr@example.org").link

    stranger = site.newcomer("Stranger", "stranger@example.org")
    assert "another address" in stranger.get(invitation).text.lower()
    petr = site.visitor()
    petr.get(invitation)
    petr.submit("/account/register", name="Petr Dvořák", email="petr@example.org", password=PASSWORD)
    petr.submit(last_mail("petr@example.org").link)
    petr.sign_in("petr@example.org")
    words = petr.get("/workspace").text
    assert words.index("You are invited") < words.index("You do not act for an organisation yet")
    petr.submit(invitation, button=("accept", "1"))
    assert CHAMBER in petr.follow().text
    petr.get(invitation, status=410)

    record = steps.draft(petr, Kind.NEED)
    assert TITLES[Kind.NEED] in owner.get("/workspace").text
    owner.get(f"/workspace/records/{record}")
    stranger.get(f"/workspace/records/{record}", status=404)
    assert "Petr Dvořák" in owner.get(members).text
    assert len(sent_mails("stranger@example.org")) == 1


def test_listed_organisation_is_shown_to_who_enters_it_again(site: Site) -> None:
    slug, name = listed_organisation(site)
    person = site.newcomer("Carla Claimant", "carla@example.org")
    page = person.submit(
        "/workspace/organisations/new", 409, name=name, kinds=["ngo"], side="both", countries=["DE"]
    )
    assert f"/providers/{slug}/claim" in page.links
    assert page.form().values("name") == [name]
    person.submit(button=("different", "1"))
    assert name in person.follow().text
