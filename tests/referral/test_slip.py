"""From the counter to paper: pick, tick, one page; gaps are named, and nothing is kept about anybody."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import segno
from flask import Flask
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.languages import enabled_languages
from marketplace.providers.models import Organisation
from marketplace.referral.codes import QUIET_ZONE, qr_svg
from marketplace.referral.page import shortened
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource
from marketplace.resources.moves import move
from tests.corridors.conftest import publish
from tests.factories import make_organisation
from tests.referral.conftest import answers

PICK = "/referral?origin=AL&destination=DE"


def squares(svg: str) -> set[tuple[int, int]]:
    """The dark modules of a drawn code, as (row, column) without the white around it."""
    drawn = re.search(r'stroke="#000" d="([^"]+)"', svg)
    assert drawn
    found: set[tuple[int, int]] = set()
    row, column = 0.0, 0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", drawn[1]):
        values = [float(one) for one in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "h":
            found |= {(int(row), place) for place in range(column, column + int(values[0]))}
            column += int(values[0])
        else:
            column = int(values[0]) + (column if command == "m" else 0)
            row = values[1] + (row if command == "m" else 0)
    return {(one - QUIET_ZONE, other - QUIET_ZONE) for one, other in found}


def test_what_fits_is_ticked_and_put_on_one_page(reader: FlaskClient, course: Resource) -> None:
    picked = reader.get(f"{PICK}&booster=language_training&target=health_professionals")
    assert f'name="record" value="{course.id}"' in picked.text
    assert "How nurses learnt German" not in picked.text
    assert "How nurses learnt German" in reader.get(f"{PICK}&also=case_study").text
    page = reader.get(f"/referral/slip?origin=AL&destination=DE&record={course.id}").text
    for said in (
        "German for nurses",
        "School of Tirana",
        "Tirana",
        "Paid 20 EUR",
        "Write to us a week before it begins.",
        "Albanian · German",
        "school@example.org",
        "Confirmed",
    ):
        assert said in page, said


def test_code_leads_to_the_permanent_address(reader: FlaskClient, course: Resource) -> None:
    page = reader.get(f"/referral/slip?record={course.id}").text
    address = f"http://localhost/library/{course.id}"
    assert qr_svg(address) in page
    dark = segno.make(address, error="m", micro=False).matrix
    assert squares(page) == {(y, x) for y, row in enumerate(dark) for x, one in enumerate(row) if one}
    assert reader.get(urlsplit(address).path).location == f"/library/{course.id}/{course.slug}"


def test_ticks_stay_while_looking_further_and_come_first(reader: FlaskClient, course: Resource) -> None:
    page = reader.get(f"/referral?booster=job_matching&record={course.id}").text
    assert re.search(rf'value="{course.id}" checked', page)


def test_every_language_can_be_picked_and_that_of_the_page_is(reader: FlaskClient, course: Resource) -> None:
    page = reader.get(f"/fa{PICK}").text
    offered = page.partition('name="language">')[2].partition("</select>")[0]
    assert re.findall(r'value="([\w-]+)"', offered) == [one.code for one in enabled_languages()]
    assert re.findall(r'value="([\w-]+)"[^>]* selected', offered) == ["fa"]


def test_language_leads_to_the_same_page_in_it(reader: FlaskClient, course: Resource) -> None:
    answer = reader.get(
        f"/referral/slip?origin=AL&destination=DE&language=sq&record={course.id}&target=women"
    )
    assert answer.status_code == 303
    assert answer.location == f"/sq/referral/slip?origin=AL&destination=DE&record={course.id}"
    page = reader.get(answer.location).text
    assert 'lang="en" dir="ltr">German for nurses' in page
    assert "Shqipëri" in page
    assert qr_svg(f"http://localhost/sq/library/{course.id}") in page


def test_hidden_contact_is_not_printed(reader: FlaskClient, app: Flask) -> None:
    provider = make_organisation(verified=True, contact_email="hidden@example.org", contact_public=False)
    found = publish(provider, **answers())
    assert "hidden@example.org" not in reader.get(f"/referral/slip?record={found.id}").text


def test_mail_holds_the_list_and_the_address(reader: FlaskClient, course: Resource) -> None:
    page = reader.get(f"/referral/slip?record={course.id}").text
    link = re.search(r'href="(mailto:[^"]+)"', page)
    assert link
    [body] = parse_qs(link[1].replace("&amp;", "&").partition("?")[2])["body"]
    assert unquote(body).splitlines() == [
        "1. German for nurses",
        "School of Tirana",
        "school@example.org",
        f"http://localhost/library/{course.id}",
        "",
        f"This list: http://localhost/referral/slip?record={course.id}",
    ]


def test_gaps_are_named_not_refused(reader: FlaskClient, course: Resource) -> None:
    move(course.latest_revision, Action.ARCHIVE, course.organisation.memberships[0].user, "Over.")
    answer = reader.get(f"/referral/slip?record={course.id}&record=<b>&record=")
    assert answer.status_code == 200
    assert "2 records are not in the library any more" in answer.text
    assert course.id in answer.text
    assert "&lt;b&gt;" in answer.text
    assert "German for nurses" not in answer.text


def test_slip_holds_twelve(reader: FlaskClient, school: Organisation) -> None:
    ids = [publish(school, title=f"Course number {number}", **answers()).id for number in range(13)]
    page = reader.get("/referral/slip?" + "&".join(f"record={one}" for one in ids)).text
    assert page.count('<svg viewBox="0 0 ') >= 12
    assert "Course number 11" in page
    assert "Course number 12" not in page
    assert "A slip holds at most 12 records: 1 was left out." in page


def test_one_country_twice_is_refused(reader: FlaskClient) -> None:
    for path in ("/referral", "/referral/slip"):
        answer = reader.get(f"{path}?origin=AL&destination=AL")
        assert answer.status_code == 400
        assert "Choose two different countries." in answer.text
    assert reader.get("/referral?origin=XX").status_code == 404


def test_nothing_is_kept(reader: FlaskClient, course: Resource, count_statements: list[str]) -> None:
    for path in (f"{PICK}&target=women", f"/referral/slip?origin=AL&destination=DE&record={course.id}"):
        answer = reader.get(path)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    assert {one.split()[0] for one in count_statements} == {"BEGIN", "SELECT"}


def test_without_an_index_it_is_found_too(reader: FlaskClient, school: Organisation) -> None:
    found = publish(school, Kind.OFFERING, **answers())
    assert f'value="{found.id}"' in reader.get(f"{PICK}&booster=language_training").text
    outbox.drain()


def test_ways_lead_here(reader: FlaskClient, course: Resource) -> None:
    assert "/referral?origin=AL&amp;destination=DE" in reader.get("/corridors/AL-DE").text
    assert "/referral<" in reader.get("/sitemap.xml").text


def test_long_texts_are_cut_after_a_word() -> None:
    assert shortened("one two three", 13) == "one two three"
    assert shortened("one two three four", 13) == "one two…"
    assert shortened("a" * 20, 10) == "a" * 9 + "…"
