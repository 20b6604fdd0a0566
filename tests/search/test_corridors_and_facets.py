"""Pairwise corridors and facet counts, compared with a plain reading of the rules."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.search.engine import ANY, FACETS, Engine, Near, Query, SearchRecord
from tests.search.records import record

COUNTRIES = ("AL", "DE", "IT")
sides = st.sampled_from((*COUNTRIES, None))
chosen = st.lists(st.sampled_from(COUNTRIES), max_size=2, unique=True).map(tuple)


def few(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


VARIED = st.fixed_dictionaries(
    {
        "title": st.sampled_from(("housing", "work", "housing and work")),
        "kind": st.sampled_from(("need", "offering")),
        "corridors": st.lists(st.tuples(sides, sides), max_size=3).map(tuple),
        "boosters": few("language", "rights"),
        "language": st.sampled_from(("en", "de", None)),
        "year": st.none() | st.integers(2018, 2021),
        "year_end": st.none() | st.integers(2018, 2023),
    }
)
QUERIES = st.builds(
    Query,
    text=st.sampled_from(("", "housing ", "work ", "housing work ", "-work", "housing -work")),
    kinds=few("need", "offering"),
    origins=chosen,
    destinations=chosen,
    boosters=few("language", "rights"),
    languages=few("en", "de"),
    year_from=st.none() | st.integers(2017, 2022),
    year_to=st.none() | st.integers(2017, 2022),
    per_page=st.just(100),
    related=st.lists(st.sampled_from([Near(f"r{number}", 0.5) for number in range(14)]), unique=True).map(
        tuple
    ),
)


def pair_fits(pair: tuple[str | None, str | None], query: Query) -> bool:
    origin, destination = pair
    return (not query.origins or origin is None or origin in query.origins) and (
        not query.destinations or destination is None or destination in query.destinations
    )


def passes(one: SearchRecord, query: Query, without: str = "") -> bool:
    rules = {
        "kind": not query.kinds or one.kind in query.kinds,
        "booster": not query.boosters or bool(set(query.boosters) & set(one.boosters)),
        "language": not query.languages or one.language in query.languages,
        "corridor": not (query.origins or query.destinations)
        or any(pair_fits(pair, query) for pair in one.corridors),
        "year": (query.year_from is None and query.year_to is None)
        or (
            one.year is not None
            and max(one.year, one.year_end or one.year) >= (query.year_from or 0)
            and one.year <= (query.year_to or 9999)
        ),
    }
    return all(passed for name, passed in rules.items() if name != without)


def matches(one: SearchRecord, query: Query) -> bool:
    words = one.title.split()
    if query.text == "-work":
        return "work" not in words
    if not query.text:
        return True
    if "-work" in query.text and "work" in words:
        return False
    return any(one.id == near.id for near in query.related) or any(
        word in words for word in query.text.split()
    )


def facet(records: list[SearchRecord], query: Query, name: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for one in records:
        own = "corridor" if name in {"origin", "destination"} else name
        if matches(one, query) and passes(one, query, own):
            counts.update(set(values(one, query, name)))
    return dict(counts)


def values(one: SearchRecord, query: Query, name: str) -> list[str]:
    if name == "origin":
        fitting = Query(destinations=query.destinations)
        return [pair[0] or ANY for pair in one.corridors if pair_fits(pair, fitting)]
    if name == "destination":
        fitting = Query(origins=query.origins)
        return [pair[1] or ANY for pair in one.corridors if pair_fits(pair, fitting)]
    if name == "year":
        last = max(one.year or 0, one.year_end or 0)
        return [str(year) for year in range(one.year, last + 1)] if one.year is not None else []
    single: dict[str, Any] = {"kind": one.kind, "language": one.language, "evidence": one.evidence}
    if name in single:
        return [single[name]] if single[name] else []
    return list(one.boosters) if name == "booster" else []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(VARIED, min_size=1, max_size=12),
    queries=st.lists(QUERIES, min_size=4, max_size=20),
    parts=st.booleans(),
)
def test_results_and_facets_equal_a_plain_reading(
    engine: Engine, made: list[dict[str, Any]], queries: list[Query], parts: bool
) -> None:
    records = [record(number, **fields) for number, fields in enumerate(made)]
    if parts:  # several segments with deletions
        engine.rebuild([record(0, "housing", boosters=("rights",))])
        engine.index([*records[: len(records) // 2], record(99, "work housing", corridors=(("AL", None),))])
        engine.index(records)
        engine.remove(["r99"])
    else:
        engine.rebuild(records)
    for query in queries:
        result = engine.find(query)
        expected = {one.id for one in records if matches(one, query) and passes(one, query)}
        assert {found for found, _ in result.ids} == expected
        assert result.total == len(expected)
        halves = [engine.find(replace(query, page=page, per_page=3)) for page in range(1, 6)]
        assert [one for half in halves for one in half.ids] == result.ids
        for name in FACETS:
            assert result.facets[name] == facet(records, query, name), name


@pytest.fixture
def corridors(engine: Engine) -> Engine:
    engine.index(
        [
            record(1, "housing", corridors=(("AL", "DE"),)),
            record(2, "housing housing", corridors=(("AL", "IT"), ("PH", "DE"))),
            record(3, "housing housing housing", corridors=((None, "DE"),)),
            record(4, "housing", corridors=(("AL", None),)),
            record(5, "housing", corridors=()),
            record(6, "housing", corridors=((None, None),)),
        ]
    )
    return engine


@pytest.mark.parametrize("text", ["", "housing"])
def test_pair_leaves_out_records_that_hold_both_sides_apart(corridors: Engine, text: str) -> None:
    found = [one for one, _ in corridors.find(Query(text, origins=("AL",), destinations=("DE",))).ids]
    assert sorted(found) == ["r1", "r3", "r4", "r6"]


@pytest.mark.parametrize("text", ["", "housing"])
def test_records_that_name_the_pair_come_first(corridors: Engine, text: str) -> None:
    found = [one for one, _ in corridors.find(Query(text, origins=("AL",), destinations=("DE",))).ids]
    assert found[0] == "r1"
    one_side = [one for one, _ in corridors.find(Query(text, origins=("AL",))).ids]
    assert set(one_side[:3]) == {"r1", "r2", "r4"}
    newest = corridors.find(Query(text, origins=("AL",), destinations=("DE",), sort="newest")).ids
    assert [one for one, _ in newest] == ["r6", "r4", "r3", "r1"]


def test_several_origins_and_destinations_are_any_combination(corridors: Engine) -> None:
    found = corridors.find(Query(origins=("AL", "PH"), destinations=("DE", "IT")))
    assert {one for one, _ in found.ids} == {"r1", "r2", "r3", "r4", "r6"}


def test_facets_of_one_side_respect_the_other_pairwise(corridors: Engine) -> None:
    facets = corridors.find(Query(destinations=("IT",))).facets
    assert facets["origin"] == {"AL": 2, "any": 1}
    assert facets["destination"] == {"DE": 3, "IT": 1, "any": 2}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"phases": ("arrival",)}, ["r1"]),
        ({"target_groups": ("women",)}, ["r1"]),
        ({"delivery": ("online",)}, ["r1"]),
        ({"provider_kinds": ("ngo", "none")}, ["r1"]),
        ({"providers": ("caritas",)}, ["r1"]),
        ({"evidence": ("evaluated",)}, ["r1"]),
        ({"handover": True}, ["r1"]),
        ({"kinds": ("unknown",)}, []),
    ],
)
def test_each_filter_keeps_what_has_one_of_its_values(
    engine: Engine, filters: dict[str, Any], expected: list[str]
) -> None:
    given_all = record(
        1,
        phases=("arrival",),
        target_groups=("women", "youth"),
        delivery=("online",),
        provider_kinds=("ngo",),
        provider_slug="caritas",
        evidence="evaluated",
        handover=True,
    )
    engine.index([given_all, record(2)])
    assert [one for one, _ in engine.find(Query(**filters)).ids] == expected
