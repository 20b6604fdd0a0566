"""The programming interface: shape, errors, and that both sides of a corridor are compared as pairs."""

import random
from datetime import UTC, datetime
from itertools import product

from flask import Flask
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.library.engine import engine
from marketplace.resources.models import Resource
from marketplace.search.engine import Query, SearchRecord
from tests.library.conftest import Publish

COUNTRIES = ("AL", "PH", "DE", "IT", None)


def test_search_answers_as_the_contract_says(library: dict[str, Resource], reader: FlaskClient) -> None:
    found = reader.get("/api/v1/library?q=mentors&kind=case_study").json
    assert (found["total"], found["page"], found["per_page"]) == (1, 1, 20)
    assert found["took_ms"] >= 0
    record = library["nurses"]
    item = found["items"][0]
    assert item.pop("score") > 0
    assert "mentors" in item.pop("snippet")
    assert item.pop("summary").startswith("Future nurses")
    assert item.pop("published_at").endswith("Z")
    assert item.pop("confirmed_at").endswith("Z")
    assert item == {
        "id": record.id,
        "slug": "mentors-for-nurses",
        "kind": "case_study",
        "title": "Mentors for nurses",
        "url": f"http://localhost/library/{record.id}/mentors-for-nurses",
        "language": "en",
        "provider": {"slug": "bridge-house", "name": "Bridge House"},
        "corridors": [{"origin": "AL", "destination": "DE"}],
        "boosters": ["language_training"],
        "phases": ["pre_departure", "on_arrival"],
        "evidence": "not_assessed",
        "related": False,
    }
    assert found["facets"]["kind"]["case_study"] == 1
    assert found["facets"]["origin"] == {"AL": 1}
    assert "channel" not in found["facets"]  # it is not counted
    assert found["suggestions"] == {"did_you_mean": None, "filters": [], "nearest": []}


def test_search_without_result_suggests(library: dict[str, Resource], reader: FlaskClient) -> None:
    found = reader.get("/api/v1/library?origin=VN&destination=DE&booster=legal_entry").json
    assert {"name": "booster", "total": 2}.items() <= max(
        found["suggestions"]["nearest"], key=lambda one: one["name"] == "booster"
    ).items()


def test_search_without_result_offers_neighbours_with_their_counts(
    library: dict[str, Resource], reader: FlaskClient
) -> None:
    address = "/api/v1/library?q=mentors+nurses&origin=PH&destination=IT&language=en"
    found = reader.get(address).json
    assert found["total"] == 0
    near = [one for one in found["suggestions"]["nearest"] if one["value"]]
    assert near
    for one in near:
        path = one["url"].removeprefix("http://localhost/library")
        assert reader.get(f"/api/v1/library{path}").json["total"] == one["total"]
    assert {one["name"] for one in near} <= {"origin", "destination", "language"}


BAD = {
    "foo=1": "foo",
    "kind=zzz": "kind",
    "origin=al": "origin",
    "origin=AL&origin=XX": "origin",
    "destination=any": "destination",
    "booster=help": "booster",
    "phase=x": "phase",
    "target=x": "target",
    "delivery=x": "delivery",
    "language=english": "language",
    "provider_kind=x": "provider_kind",
    "evidence=x": "evidence",
    "year_from=then": "year_from",
    "year_to=99999": "year_to",
    "year_from=2020&year_to=2010": "year_to",
    "sort=best": "sort",
    "page=0": "page",
    "page=-1": "page",
    "page=99999999999999999999": "page",
    "page=١": "page",
    "per_page=101": "per_page",
    "per_page=0": "per_page",
    "per_page=5&per_page=6": "per_page",
    "sort=newest&sort=banana": "sort",
    "q=nurses&q=mentors": "q",
}


def test_bad_parameter_is_named(reader: FlaskClient) -> None:
    for query, named in BAD.items():
        answer = reader.get(f"/api/v1/library?{query}")
        assert answer.status_code == 400, query
        assert answer.content_type == "application/problem+json"
        assert [error["parameter"] for error in answer.json["errors"]] == [named]


def test_empty_parameters_ask_for_nothing(library: dict[str, Resource], reader: FlaskClient) -> None:
    address = "/api/v1/library?q=&kind=&origin=&destination=&year_from=&page=&sort="
    assert reader.get(address).json["total"] == 5


def test_page_beyond_the_last_is_empty(library: dict[str, Resource], reader: FlaskClient) -> None:
    found = reader.get("/api/v1/library?page=7&per_page=2").json
    assert (found["total"], found["items"]) == (5, [])


def test_record_is_given_whole(library: dict[str, Resource], reader: FlaskClient) -> None:
    found = reader.get(f"/api/v1/library/{library['need'].id}").json
    assert found["answers"]["side_sought"] == "origin"
    assert found["corridors"] == [{"origin": "AL", "destination": "DE"}]
    assert reader.get("/api/v1/library/nothing").json["status"] == 404
    assert reader.get(f"/api/v1/library/{library['need'].id}?foo=1").status_code == 400


def test_providers_are_listed_without_a_way_to_reach_them(
    library: dict[str, Resource], reader: FlaskClient
) -> None:
    found = reader.get("/api/v1/providers").json
    assert [(item["name"], item["records"]) for item in found["items"]] == [("Bridge House", 5)]
    assert "email" not in str(found)
    assert reader.get("/api/v1/providers?foo=1").status_code == 400


def fits(corridors: set[tuple[str | None, str | None]], origins: set[str], destinations: set[str]) -> bool:
    """The rule of a corridor filter, one corridor at a time."""
    return any(
        (not origins or origin is None or origin in origins)
        and (not destinations or destination is None or destination in destinations)
        for origin, destination in corridors
    )


def test_corridor_filter_and_counts_equal_brute_force(app: Flask) -> None:
    chance = random.Random(5)  # noqa: S311  # the same records in every run
    pairs = [(o, d) for o, d in product(COUNTRIES, repeat=2) if o is None or o != d]
    held = {f"r{n:03}": set(chance.sample(pairs, chance.randint(0, 3))) for n in range(300)}
    engine().rebuild(
        SearchRecord(name, "v", "need", "Words", datetime(2026, 1, 1, tzinfo=UTC), corridors=tuple(corridors))
        for name, corridors in held.items()
    )
    codes = [code for code in COUNTRIES if code]
    choices = [set(), *({code} for code in codes), {"AL", "PH"}, {"DE", "IT"}]
    for origins, destinations in product(choices, repeat=2):
        query = Query(origins=tuple(origins), destinations=tuple(destinations), per_page=500)
        found = engine().find(query)
        expected = {
            name
            for name, corridors in held.items()
            if fits(corridors, origins, destinations) or not (origins or destinations)
        }
        assert {one for one, _ in found.ids} == expected
        for code in codes:
            count = sum(
                any(o == code and (not destinations or d is None or d in destinations) for o, d in corridors)
                for corridors in held.values()
            )
            assert found.facets["origin"].get(code, 0) == count
        if origins and destinations:
            named = [any((o, d) in held[one] for o in origins for d in destinations) for one, _ in found.ids]
            assert named == sorted(named, reverse=True)


def test_corridor_filter_over_http_and_from_sql_agree(publish: Publish, reader: FlaskClient) -> None:
    chance = random.Random(7)  # noqa: S311  # the same records in every run
    pairs = [(o, d) for o, d in product(COUNTRIES, repeat=2) if (o or d) and o != d]
    held = {}
    for _ in range(14):
        corridors = chance.sample(pairs, chance.randint(1, 3))
        held[publish(corridors=corridors).id] = set(corridors)
    outbox.drain()
    questions = [(o, d) for o, d in product(COUNTRIES, repeat=2) if o or d]

    def ids(origin: str | None, destination: str | None) -> set[str]:
        sent = {"origin": origin, "destination": destination, "per_page": 100}
        found = reader.get("/api/v1/library", query_string={k: v for k, v in sent.items() if v}).json
        return {item["id"] for item in found["items"]}

    from_index = {question: ids(*question) for question in questions}
    for (origin, destination), found in from_index.items():
        asked = {origin} - {None}, {destination} - {None}
        assert found == {one for one, corridors in held.items() if fits(corridors, *asked)}
    (engine()._folder.root / "CURRENT").unlink()
    assert {question: ids(*question) for question in questions} == from_index
