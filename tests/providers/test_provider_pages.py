"""The public list and profile."""

import hashlib

from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.providers import operations, verification
from marketplace.providers.models import Organisation
from marketplace.transaction import transaction
from tests.browsing import Browser
from tests.providers.conftest import FACTS, LISTED, SignIn, picture


def test_list_shows_listed_and_verified_organisations_and_can_be_cached(
    app: Flask, listed: Organisation, organisation: Organisation, admin: User
) -> None:
    browser = Browser(app)
    page = browser.get("/providers")
    assert "Arrival Desk Vienna" in page.text
    assert "Tirana Migration Centre" not in page.text, "nobody has verified it"
    assert page.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in page.headers
    operations.verify(organisation, admin)
    assert "Tirana Migration Centre" in browser.get("/providers").text


def test_list_is_found_by_any_name_and_filtered_in_the_address(app: Flask, admin: User) -> None:
    for number, (name, side, country) in enumerate(
        [("Punësimi Tiranë", "origin", "AL"), ("Bridge", "both", "AL"), ("Werkstatt", "destination", "DE")]
    ):
        facts = LISTED | {
            "name": name,
            "side": side,
            "countries": [country],
            "source_url": "https://s.example",
        }
        names = [{"text": "BRG – Ura", "kind": "acronym"}] if number == 1 else []
        operations.list_organisation(admin, facts | {"other_names": names})
    browser = Browser(app)

    def found(query: str) -> set[str]:
        text = browser.get("/providers?" + query).text
        return {name for name in ("Punësimi Tiranë", "Bridge", "Werkstatt") if name in text}

    assert found("q=PUNESIMI") == {"Punësimi Tiranë"}
    assert found("q=brg+ura") == {"Bridge"}
    assert found("q=nobody") == set()
    assert found("side=destination") == {"Bridge", "Werkstatt"}
    assert found("country=AL&side=destination") == {"Bridge"}
    assert found("country=AL&country=DE") == {"Punësimi Tiranë", "Bridge", "Werkstatt"}
    assert found("kind=ngo") == set()
    assert found("q=%25") == set(), "a sign of punctuation is no wildcard"


def test_list_names_a_value_that_no_filter_has_and_leaves_it_out(app: Flask, listed: Organisation) -> None:
    page = Browser(app).get("/providers?country=XX&page=0&q=%00")
    assert "“XX” is not on the list" in page.text
    assert "Arrival Desk Vienna" in page.text


def test_list_has_pages_in_a_total_order(app: Flask, admin: User) -> None:
    for number in range(30):
        operations.list_organisation(admin, LISTED | {"name": "Same name"}, slug=f"same-{number}")
    browser = Browser(app)
    first, second, beyond = (browser.get(f"/providers?page={page}") for page in (1, 2, 99))
    shown = [{link for link in page.links if "/providers/same-" in link} for page in (first, second, beyond)]
    assert len(shown[0]) == 24
    assert len(shown[1]) == 6
    assert not shown[0] & shown[1]
    assert shown[2] == shown[1], "a page after the last one is the last one"


def test_profile_of_an_unclaimed_organisation_says_so_with_its_source(
    app: Flask, listed: Organisation
) -> None:
    page = Browser(app).get("/providers/arrival-desk")
    assert "Entered by the project from a public source, not yet confirmed by the provider." in page.text
    assert "https://source.example/page" in page.links
    assert "/providers/arrival-desk/claim" in page.links
    assert page.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in page.headers


def test_profile_says_when_and_how_it_was_verified(
    app: Flask, organisation: Organisation, owner: User, admin: User
) -> None:
    verification.ask_by_address(organisation, owner)
    operations.verify(organisation, admin)
    page = Browser(app).get(f"/providers/{organisation.slug}")
    assert "by an e-mail address at the domain of its website" in page.text
    assert f"/providers/{organisation.slug}/join" in page.links


def test_profile_hides_the_mail_address_unless_it_is_marked_public(
    app: Flask, organisation: Organisation, owner: User, admin: User
) -> None:
    operations.verify(organisation, admin)
    operations.update_organisation(organisation, owner, {"contact_email": "office@tmc.example"})
    browser = Browser(app)
    assert "office@tmc.example" not in browser.get(f"/providers/{organisation.slug}").html
    operations.update_organisation(organisation, owner, {"contact_public": True})
    assert "office@tmc.example" in browser.get(f"/providers/{organisation.slug}").html


def test_profile_of_an_unverified_organisation_is_for_members_and_admins(
    app: Flask, organisation: Organisation, owner: User, admin: User, sign_in: SignIn
) -> None:
    path = f"/providers/{organisation.slug}"
    Browser(app).get(path, 404)
    assert "Only members and admins" in sign_in(owner).get(path).text
    page = sign_in(admin).get(path)
    assert page.headers["Cache-Control"] == "private, no-store"


def test_suspended_organisation_is_gone(
    app: Flask, organisation: Organisation, listed: Organisation, admin: User
) -> None:
    operations.suspend(listed, admin, "Not what it says.")
    Browser(app).get("/providers/arrival-desk", 410)
    assert "Arrival Desk" not in Browser(app).get("/providers").text


def test_merged_organisation_leads_to_its_heir_for_good(
    app: Flask, listed: Organisation, admin: User
) -> None:
    old = operations.list_organisation(admin, LISTED | {"name": "Old desk"})
    with transaction():
        old.merged_into_id = listed.id
    page = Browser(app).get("/providers/old-desk", 301)
    assert page.location.endswith("/providers/arrival-desk")
    assert "Old desk" not in Browser(app).get("/providers").text


def test_text_of_people_is_escaped(app: Flask, admin: User) -> None:
    evil = "<script>alert(1)</script>"
    operations.list_organisation(
        admin, LISTED | {"name": f"Evil {evil}", "description": evil, "source_title": evil}, slug="evil"
    )
    for path in ("/providers", "/providers/evil"):
        assert evil not in Browser(app).get(path).html


def test_logo_is_remade_and_served_as_a_picture_for_ever(
    app: Flask, client: FlaskClient, organisation: Organisation, owner: User
) -> None:
    operations.set_logo(organisation, owner, picture("JPEG", exif=b"Exif\0\0secret place"))
    answer = client.get(f"/providers/logos/{organisation.logo_sha256}.webp", buffered=True)
    assert answer.status_code == 200
    assert answer.content_type == "image/webp"
    assert b"secret place" not in answer.data
    assert hashlib.sha256(answer.data).hexdigest() == organisation.logo_sha256
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert client.get("/providers/logos/" + "0" * 64 + ".webp").status_code == 404
    operations.remove_logo(organisation, owner)
    assert client.get(f"/providers/logos/{hashlib.sha256(answer.data).hexdigest()}.webp").status_code == 404


def test_facts_can_be_named_as_they_are_typed(app: Flask, owner: User) -> None:
    """An address in any script, and a second organisation of the same name."""
    first = operations.create_organisation(owner, FACTS | {"name": "مرکز مهاجرت"})
    second = operations.create_organisation(owner, FACTS | {"name": "مرکز مهاجرت"})
    assert first.slug == "مرکز-مهاجرت"
    assert second.slug == "مرکز-مهاجرت-2"
    assert db.session.get(Organisation, second.id) is second
