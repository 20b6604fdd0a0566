"""What is counted: SQL, matrix, corridor page, programming interface and library agree on every pair."""

import csv
import html
import io
import re
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.corridors.payloads import guarded
from marketplace.providers import verification
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind
from marketplace.resources.moves import move
from marketplace.vocab import slugs
from tests.corridors import brute_force
from tests.corridors.conftest import publish
from tests.factories import make_organisation, make_record, make_user

CELL = re.compile(
    r'<td class="cell cell-(\w+)"><a href="/(?:corridors/|library\?origin=)(\w\w)'
    r'(?:-|&amp;destination=)(\w\w)[^"]*">.*?</span>([\d,]+)</a>'
)
LINKED = re.compile(r'<td class="cell[^"]*"><a href="(/library[^"]*)">.*?</span>([\d,]+)</a>')
NAMES_IT = re.compile(r"([\d,]+) records? names? this corridor\.")


@pytest.fixture(params=["starter", "generated"])
def reader_of_many(request: pytest.FixtureRequest) -> FlaskClient:
    """A reader of the starter library, then one of generated records."""
    client: FlaskClient = request.getfixturevalue(request.param)
    return client


def test_every_pair_agrees_everywhere(reader_of_many: FlaskClient) -> None:
    records = brute_force.public_records()
    rows = {(row["origin"], row["destination"]): row for row in coverage(reader_of_many)["corridors"]}
    assert set(rows) == {pair for one in records for pair in brute_force.live(one).pairs if None not in pair}
    cells = matrix(reader_of_many)
    in_csv = {(line["origin"], line["destination"]): line for line in spreadsheet(reader_of_many)}
    for pair, row in rows.items():
        named = brute_force.naming(records, pair)
        assert row["exact"] == len(named), pair
        assert row["in_date"] == sum(map(brute_force.in_date, named)), pair
        assert row["state"] == brute_force.state(named), pair
        assert row["total"] == len(brute_force.fitting(records, pair)), pair
        assert cells.get(pair, (row["state"], row["exact"])) == (row["state"], row["exact"])
        assert [in_csv[pair][name] for name in ("exact", "total", "state")] == [
            str(row["exact"]), str(row["total"]), row["state"],
        ]  # fmt: skip
        where = f"origin={pair[0]}&destination={pair[1]}"
        assert reader_of_many.get(f"/api/v1/library?{where}").json["total"] == row["total"], pair


def test_page_and_interface_of_a_pair_agree(generated: FlaskClient) -> None:
    records = brute_force.public_records()
    for row in coverage(generated)["corridors"]:
        pair = (row["origin"], row["destination"])
        page = generated.get(f"/corridors/{pair[0]}-{pair[1]}").text
        named = brute_force.naming(records, pair)
        shown = NAMES_IT.search(page)
        assert shown is not None
        assert int(shown[1]) == len(named)
        alone = generated.get(f"/api/v1/corridors/{pair[0]}-{pair[1]}").json
        assert {name: alone[name] for name in row} == row
        for cell in alone["cells"]:
            assert_cell(cell, [one for one in named if is_in(cell, one)])


def test_kinds_of_help_by_phase_add_up_to_the_library(reader_of_many: FlaskClient) -> None:
    records = brute_force.public_records()
    for cell in coverage(reader_of_many)["cells"]:
        inside = [one for one in records if is_in(cell, one)]
        named = [one for one in inside if any(None not in pair for pair in brute_force.live(one).pairs)]
        assert_cell(cell, named)
        assert cell["exact"] + cell["open"] == len(inside)
    found = reader_of_many.get(f"/api/v1/library?booster={cell['booster']}&phase={cell['phase']}").json
    assert found["total"] == cell["exact"] + cell["open"]


def is_in(cell: dict[str, str], one: brute_force.Resource) -> bool:
    words = brute_force.live(one)
    return cell["booster"] in words.slugs("booster") and cell["phase"] in words.slugs("phase")


def assert_cell(cell: dict[str, object], records: list[brute_force.Resource]) -> None:
    assert (cell["exact"], cell["state"]) == (len(records), brute_force.state(records, of_one_phase=True))


def test_one_kind_of_help_counts_its_own_records(generated: FlaskClient) -> None:
    records = brute_force.public_records()
    for booster in slugs("booster"):
        of_it = [one for one in records if booster in brute_force.live(one).slugs("booster")]
        shown = {pair: cell for pair, cell in matrix(generated, f"?booster={booster}").items() if cell[1]}
        assert shown == {
            pair: (brute_force.state(named), len(named))
            for pair in product(("AL", "PH", "DE", "IT"), repeat=2)
            if (named := brute_force.naming(of_it, pair))  # type: ignore[arg-type]
        }


def test_filters_count_what_the_library_finds(generated: FlaskClient) -> None:
    for query in ("channel=work", "target=women", "language=en", "booster=job_matching&channel=study"):
        found = generated.get(f"/api/v1/coverage?{query}").json
        assert found["corridors"], query
        cells = matrix(generated, f"?{query}")
        for row in found["corridors"]:
            assert cells[row["origin"], row["destination"]] == (row["state"], row["exact"]), query
            where = f"origin={row['origin']}&destination={row['destination']}&{query}"
            assert generated.get(f"/api/v1/library?{where}").json["total"] == row["total"], where
        linked = LINKED.findall(generated.get(f"/coverage?{query}").text)
        assert linked
        for address, number in linked:
            total = generated.get(f"/api/v1{html.unescape(address)}").json["total"]
            assert int(number) <= total, address
    assert generated.get("/api/v1/coverage?language=fa").json["corridors"] == []
    assert "No record fits these filters" in generated.get("/coverage?language=fa").text


def test_states_follow_sides_and_age(app: Flask, reader: FlaskClient) -> None:
    origin = make_organisation(verified=True, side="origin", countries=["AL"])
    destination = make_organisation(verified=True, side="destination")
    here = {"corridors": [("AL", "DE")]}
    steps = [
        (lambda: publish(destination, Kind.NEED, **here), "empty"),
        (lambda: publish(destination, Kind.DOCUMENT, **here), "empty"),
        (lambda: publish(origin, age=300, phase=["pre_departure"], **here), "stale"),
        (lambda: publish(origin, phase=["pre_departure"], **here), "one_sided"),
        (lambda: publish(destination, age=211, phase=["settled"], **here), "one_sided"),
        (lambda: publish(destination, Kind.CASE_STUDY, age=700, phase=["settled"], **here), "covered"),
    ]
    for step, expected in steps:
        step()
        outbox.drain()
        assert coverage(reader)["corridors"][0]["state"] == expected


def test_open_sides_count_apart(app: Flask, reader: FlaskClient) -> None:
    provider = make_organisation(verified=True)
    named_too = [("AL", "DE"), (None, "DE"), ("AL", None)]
    for corridors in ([(None, "DE")], [("AL", None)], [(None, None)], named_too):
        publish(provider, corridors=corridors)
    outbox.drain()
    found = coverage(reader)
    assert found["open_records"] == 3
    [row] = found["corridors"]
    assert (row["exact"], row["total"]) == (1, 4)
    assert reader.get("/api/v1/corridors/PH-IT").json["total"] == 1
    assert reader.get("/api/v1/corridors/PH-IT").json["state"] == "empty"


def test_what_is_not_public_never_counts(app: Flask, reader: FlaskClient) -> None:
    boss, owner = make_user(roles=["admin", "moderator"]), make_user()
    provider, other = (make_organisation(owner, verified=True) for _ in range(2))
    make_record(organisation=provider, corridors=[("AL", "DE")])
    taken_down = publish(provider, corridors=[("PH", "DE")])
    publish(other, corridors=[("VN", "DE")])
    outbox.drain()
    assert [row["origin"] for row in coverage(reader)["corridors"]] == ["PH", "VN"]
    assert taken_down.live_revision is not None
    move(taken_down.live_revision, Action.TAKE_DOWN, boss, reason="Because of a test.")
    verification.suspend(other, boss, "Because of a test.")
    assert coverage(reader)["corridors"] == []  # at once, before the index knows
    outbox.drain()
    assert coverage(reader)["corridors"] == []
    assert "Language course" not in reader.get("/corridors/VN-DE").text


def test_spreadsheet_takes_no_cell_for_a_formula() -> None:
    assert [guarded(text) for text in ("=1+1", "+1", "-1", "@a")] == ["'=1+1", "'+1", "'-1", "'@a"]
    assert [guarded(text) for text in ("AL", "3", "")] == ["AL", "3", ""]


def coverage(client: FlaskClient) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = client.get("/api/v1/coverage").json
    return found


def matrix(client: FlaskClient, query: str = "") -> dict[tuple[str, str], tuple[str, int]]:
    page = client.get(f"/coverage{query}").text
    return {(cell[2], cell[3]): (cell[1], int(cell[4])) for cell in CELL.finditer(page)}


def spreadsheet(client: FlaskClient) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get("/coverage.csv").text)))
