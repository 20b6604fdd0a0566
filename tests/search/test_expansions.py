"""Searches that are widened to other words: what these find, and what they leave alone."""

import pytest

from marketplace.search.engine import Engine, Expansion, Query
from tests.search.records import record


def ids(engine: Engine, query: Query) -> list[str]:
    return [one for one, _ in engine.find(query).ids]


@pytest.fixture
def stocked(engine: Engine) -> Engine:
    engine.index(
        [
            record(1, "Migrant workers"),
            record(2, "Beratung für Wanderarbeitnehmer", language="de"),
            record(3, "Anerkennung ausländischer Zeugnisse", language="de"),
            record(4, "Anerkennung und Lob", language="de"),
        ]
    )
    return engine


def test_understood_words_are_not_corrected(stocked: Engine) -> None:
    labels = (("de", "Zeugnisse"),)
    assert stocked.find(Query("zeugnissi ")).did_you_mean == "zeugnisse"
    assert stocked.find(Query("zeugnissi ", expansions=(Expansion(labels, 0.5),))).did_you_mean == "zeugnisse"
    answer = stocked.find(Query("Zeugnissi ", expansions=(Expansion(labels, 0.5, "Zeugnissi"),)))
    assert (answer.did_you_mean, answer.total) == (None, 1)
    assert answer.other_words.words == {"zeugnisse"}


def test_expansion_finds_other_languages_below_the_typed_words(stocked: Engine) -> None:
    widened = (Expansion((("de", "Wanderarbeitnehmer"),), 0.5),)
    assert ids(stocked, Query("migrant workers")) == ["r1"]
    assert ids(stocked, Query("migrant workers", expansions=widened)) == ["r1", "r2"]


def test_expansion_needs_all_words_of_a_label(stocked: Engine) -> None:
    widened = (Expansion((("de", "Anerkennung der Zeugnisse"),), 0.5),)
    assert ids(stocked, Query("diplomas", expansions=widened)) == ["r3"]


def test_expansion_without_language_is_looked_for_in_all(stocked: Engine) -> None:
    assert ids(stocked, Query("gastarbeiter", expansions=(Expansion((("", "migrant worker"),), 0.8),))) == [
        "r1"
    ]


def test_expansion_does_nothing_without_words_and_never_undoes_an_exclusion(stocked: Engine) -> None:
    widened = (Expansion((("de", "Wanderarbeitnehmer"), ("de", "der"), ("xx", "?")), 0.5),)
    assert stocked.find(Query(expansions=widened)).total == 4
    assert ids(stocked, Query("migrant -beratung", expansions=widened)) == ["r1"]
    assert ids(stocked, Query('"migrant workers"', expansions=widened)) == ["r1"]


def test_words_that_count_together_find_nothing_one_by_one(engine: Engine) -> None:
    engine.index(
        [
            record(1, "Jobs in South Korea"),
            record(2, "Jobs in the south"),
            record(3, "Arbeit in Südkorea", language="de"),
            record(4, "Korean lessons"),
        ]
    )
    name = (Expansion((("en", "South Korea"), ("de", "Südkorea")), 0.5, "South Korea", whole=True),)
    assert set(ids(engine, Query("South Korea", expansions=name))) == {"r1", "r3"}
    assert set(ids(engine, Query("lessons South Korea", expansions=name))) == {"r1", "r3", "r4"}
    assert ids(engine, Query("Korea -arbeit", expansions=name)) == ["r1"]
    assert ids(engine, Query("arbeit South Korea", kinds=("need",), expansions=name)) == []


def test_label_that_counts_together_keeps_two_words(engine: Engine) -> None:
    engine.index([record(1, "Vivre aux Pays-Bas", language="fr"), record(2, "Les pays", language="fr")])
    name = (Expansion((("fr", "Les Pays"),), 0.5, "Les Pays", whole=True),)
    assert ids(engine, Query("Les Pays", expansions=name, interface_language="fr")) == ["r2"]
