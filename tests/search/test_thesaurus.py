"""Which concepts typed words name, and what an expansion does to an answer."""

import pytest

from marketplace.search.concepts import concepts
from marketplace.search.engine import Engine, Expansion, Query
from marketplace.search.thesaurus import Thesaurus
from tests.search.records import record

LABELS = {
    "worker": (("en", "migrant worker"), ("de", "Wanderarbeitnehmer"), ("sr", "радник мигрант")),
    "diploma": (("en", "recognition of diplomas"), ("de", "Anerkennung der Zeugnisse")),
    "nurse": (("en", "nurse"), ("fr", "infirmière")),
    "child": (("en", "child"), ("de", "Kind")),
    "child care": (("en", "child care"), ("de", "Kinderbetreuung")),
}


def named(text: str, *languages: str) -> list[tuple[str, tuple[str, ...]]]:
    found = Thesaurus(LABELS, one_word={"nurse", "worker"}).named(text, languages or ("en", "de"))
    return [(one.typed, one.concepts) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Migrant Workers in care", [("Migrant Workers", ("worker",))]),
        ("recognition diplomas", [("recognition diplomas", ("diploma",))]),
        ("anerkennung von zeugnissen", [("anerkennung von zeugnissen", ("diploma",))]),
        ("nurses", [("nurses", ("nurse",))]),
        ("child", []),
        ("a kind word", []),
        ("child care for a child", [("child care", ("child care",))]),
        ('"migrant workers"', []),
        ("-migrant workers", []),
        ("migrant -social worker", []),
        ("", []),
    ],
)
def test_typed_words_name_the_longest_label(text: str, expected: list[object]) -> None:
    assert named(text) == expected


def test_serbian_labels_are_named_in_both_alphabets() -> None:
    assert named("радник мигрант", "sr") == [("радник мигрант", ("worker",))]
    assert named("radnik migrant", "sr-Latn") == [("radnik migrant", ("worker",))]


def test_accents_may_be_left_out() -> None:
    assert named("infirmiere", "fr") == [("infirmiere", ("nurse",))]


def test_shipped_thesauri_know_domain_terms_and_no_everyday_words() -> None:
    known = concepts()
    (found,) = known.named("recognition of diplomas", ("en",))
    labels = {label for concept in found.concepts for label in known.labels(concept)}
    assert {("de", "Anerkennung der Zeugnisse")} <= labels
    assert known.named("family reunification", ("en",))
    everyday = ("child", "kind", "women", "work", "language", "sprache")
    assert [word for word in everyday if known.named(word, ("en", "de"))] == []


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
