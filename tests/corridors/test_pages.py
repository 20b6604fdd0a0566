"""The pages: what they say, what they answer to bad addresses, and that any cache may keep them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.corridors.known import KnownVersions
from marketplace.database import db, utc_now
from tests.corridors.conftest import publish
from tests.factories import make_organisation

PAGES = (
    "/corridors",
    "/corridors/AL-DE",
    "/countries/DE",
    "/coverage",
    "/coverage.csv",
    "/api/v1/coverage",
    "/api/v1/corridors/AL-DE",
)


@pytest.fixture
def stocked(app: Flask, reader: FlaskClient) -> FlaskClient:
    """A reader of three corridors next to one another."""
    provider = make_organisation(verified=True, side="origin", name="School of Tirana")
    for number, pair in enumerate([("AL", "DE"), ("AL", "IT"), ("PH", "DE")]):
        publish(provider, corridors=[pair], phase=["pre_departure"], title=f"Course number {number}")
    publish(provider, "need", corridors=[("AL", "DE")], title="We look for mentors")
    outbox.drain()
    return reader


def test_corridor_page_shows_sides_gaps_and_neighbours(stocked: FlaskClient) -> None:
    page = stocked.get("/corridors/AL-DE").text
    assert "Course number 0" in page
    either, one_side = page.split("Nothing in date on either side")[1].split(
        "Nothing in date on the side of Germany"
    )
    assert "Job matching" in either
    assert "Language training" in one_side.split("</ul>")[0]
    assert "1 provider looks for it" in page
    assert "/workspace/records/new?kind=offering" in page
    assert 'href="/corridors/AL-IT"' in page
    assert 'href="/corridors/PH-DE"' in page
    assert "Course number 1" not in page


def test_sitemap_names_the_corridors(stocked: FlaskClient) -> None:
    addresses = stocked.get("/sitemap.xml").text
    for path in ("/corridors", "/coverage", "/corridors/AL-DE", "/corridors/PH-DE"):
        assert f"<loc>http://localhost{path}</loc>" in addresses
    assert "/corridors/PH-IT" not in addresses


def test_pair_that_nobody_names_says_so(stocked: FlaskClient) -> None:
    page = stocked.get("/corridors/PH-IT").text
    assert "No offering and no practice names this corridor yet." in page
    assert 'href="/corridors/AL-IT"' in page


def test_country_is_shown_on_both_sides(stocked: FlaskClient) -> None:
    page = stocked.get("/countries/DE").text
    assert "No record names a corridor from here." in page
    assert 'href="/corridors/AL-DE"' in page
    assert 'href="/corridors/AL-IT"' not in page


def test_picked_countries_lead_to_their_page(stocked: FlaskClient) -> None:
    for query, target in {
        "origin=AL&destination=DE": "/corridors/AL-DE",
        "origin=AL&destination=": "/countries/AL",
        "destination=DE": "/countries/DE",
    }.items():
        assert stocked.get(f"/corridors?{query}").location == target
    assert stocked.get("/fa/corridors?origin=AL&destination=DE").location == "/fa/corridors/AL-DE"


BAD = {
    "/corridors/AL-AL": 400,
    "/corridors/XX-DE": 404,
    "/corridors/al-de": 404,
    "/corridors/AL": 404,
    "/corridors/AL-DE-IT": 404,
    "/corridors/-": 404,
    "/countries/XX": 404,
    "/countries/de": 404,
    "/corridors?origin=AL&destination=AL": 400,
    "/corridors?origin=XX&destination=AL": 404,
    "/corridors?origin=XX": 404,
}


def test_bad_address_is_answered_clearly(reader: FlaskClient) -> None:
    for address, status in BAD.items():
        answer = reader.get(address)
        assert answer.status_code == status, address
        assert "lead" in answer.text


def test_bad_question_to_the_interface_is_named(reader: FlaskClient) -> None:
    for address, parameter in {
        "corridors/AL-AL": "corridor",
        "corridors/XX-DE": "corridor",
        "corridors/AL": "corridor",
        "corridors/AL-DE?origin=AL": "origin",
        "coverage?booster=x": "booster",
    }.items():
        answer = reader.get(f"/api/v1/{address}")
        assert answer.status_code == 400, address
        assert answer.content_type == "application/problem+json"
        assert [error["parameter"] for error in answer.json["errors"]] == [parameter]


def test_unknown_kind_of_help_is_left_out_of_the_page(stocked: FlaskClient) -> None:
    assert stocked.get("/coverage?booster=nothing").status_code == 200


def test_public_pages_are_cacheable_and_set_no_cookie(stocked: FlaskClient) -> None:
    for address in PAGES:
        answer = stocked.get(address)
        assert answer.status_code == 200, address
        assert "Set-Cookie" not in answer.headers
        assert "public" in answer.headers["Cache-Control"]
        again = stocked.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304, address
        assert stocked.head(address).status_code == 200


def test_kept_page_changes_with_the_library_and_the_day(app: Flask, stocked: FlaskClient) -> None:
    before = {address: stocked.get(address).headers["ETag"] for address in PAGES}
    publish(make_organisation(verified=True), corridors=[("AL", "DE")], title="Mentors at the wards")
    outbox.drain()
    assert "Mentors at the wards" in stocked.get("/corridors/AL-DE").text
    for address, tag in before.items():
        assert stocked.get(address, headers={"If-None-Match": tag}).status_code == 200, address


def test_pages_speak_persian(stocked: FlaskClient) -> None:
    for address in PAGES[:4]:
        page = stocked.get(f"/fa{address}")
        assert page.status_code == 200
        assert 'dir="rtl"' in page.text
    assert "آلبانی" in stocked.get("/fa/corridors/AL-DE").text


def test_counting_again_takes_one_statement(
    app: Flask, stocked: FlaskClient, count_statements: list[str]
) -> None:
    known, day = KnownVersions(), utc_now().date()
    db.session.rollback()
    for expected in (4, 1):
        count_statements.clear()
        known.facts(day)
        assert len([one for one in count_statements if one.lstrip().upper().startswith("SELECT")]) == expected


def test_practices_nearby_are_looked_for_once(
    app: Flask, stocked: FlaskClient, count_statements: list[str]
) -> None:
    publish(make_organisation(verified=True), "case_study", corridors=[("AL", "IT")], title="Nurses in Rome")
    outbox.drain()
    count_statements.clear()
    assert "Nurses in Rome" in stocked.get("/corridors/AL-DE").text
    looked = [one for one in count_statements if "NOT IN (SELECT revision_corridor" in one]
    assert len(looked) == 3  # from the same country, to the same, with the help that is missing
