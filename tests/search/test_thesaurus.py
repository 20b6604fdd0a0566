"""Which concepts typed words name, and what an expansion does to an answer."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import marketplace
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


WORDS = {
    "nurse": (("en", "nurse"), ("sq", "infermier"), ("sq", "infermiere")),
    "diploma": (("en", "recognition of diplomas"), ("sq", "njohje e diplomave")),
    "work": (("en", "work"), ("sq", "punë")),
    "employer": (("sq", "punëdhënës"),),
    **{word: (("sq", word),) for word in ("trajnim", "trajnues", "trajnerja", "trajtim")},
}
UNFINISHED = Thesaurus(
    WORDS, one_word=WORDS.keys() - {"work"}, alone={("work", "punë"), ("nurse", "infermier")}
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("infermi", [("infermi", ("nurse",))]),
        ("kurs për INFERMI", [("INFERMI", ("nurse",))]),
        ("infermierëve", [("infermierëve", ("nurse",))]),
        ("njohja e dip", [("njohja e dip", ("diploma",))]),
        ("infermi ", []),
        ("infermi punë", [("punë", ("work",))]),
        ("inf", []),
        ("njohje", [("njohje", ("diploma",))]),
        ("njohj", [("njohj", ("diploma",))]),
        ("njohje ", []),
        ("punë", [("punë", ("work",))]),
        ('"infermi', []),
        ("-infermi", []),
        ("traj", []),
        ("trajn", [("trajn", ("trajnim", "trajnues", "trajnerja"))]),
        ("", []),
    ],
)
def test_last_word_may_be_half_a_label(text: str, expected: list[object]) -> None:
    found = UNFINISHED.named(text, ("sq", "en"), unfinished="sq")
    assert [(one.typed, one.concepts) for one in found] == expected


FRENCH = Thesaurus(
    {"disabled": (("fr", "infirme"),), "nurse": (("fr", "infirmier"), ("fr", "soins infirmiers"))},
    one_word={"disabled", "nurse"},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("infirm", [(("disabled",), False), (("nurse",), True)]),
        ("infirme", [(("disabled",), False)]),
        ("infirmes", [(("disabled",), False)]),
        ("soins", [(("nurse",), True)]),
        ("soin", [(("nurse",), True)]),
    ],
)
def test_half_a_word_that_has_the_stem_of_a_label_names_others_too(text: str, expected: list[object]) -> None:
    found = FRENCH.named(text, ("fr",), unfinished="fr")
    assert [(one.concepts, one.half) for one in found] == expected


def test_half_a_label_names_nothing_in_another_language() -> None:
    assert UNFINISHED.named("infermi", ("sq", "en")) == []
    assert UNFINISHED.named("infermi", ("sq", "en"), unfinished="fr") == []


def test_words_are_completed_to_labels() -> None:
    assert UNFINISHED.complete("kurs infermi", "sq") == ["kurs infermier", "kurs infermiere"]
    assert UNFINISHED.complete("njohja e dip", "sq") == ["njohje e diplomave"]
    assert [
        one for text in ("", "inf", "infermi ", "infermiere") for one in UNFINISHED.complete(text, "sq")
    ] == []


def test_everyday_word_names_its_concept_alone_only_where_it_may() -> None:
    assert [one.concepts for one in UNFINISHED.named("puna", ("sq", "en"))] == [("work",)]
    assert UNFINISHED.named("work", ("sq", "en")) == []


TYPED = st.lists(st.sampled_from(["infermi", "njohja", "e", "dip", '"', "-", "puna"])).map(" ".join)


@given(st.text(max_size=60) | TYPED)
def test_any_text_can_be_completed(text: str) -> None:
    for whole in UNFINISHED.complete(text, "sq"):
        assert UNFINISHED.named(whole, ("sq",)), whole


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


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("infermierëve", "sq"),
        ("پرستار", "fa"),
        ("medicinska sestra", "sr-Latn"),
        ("infirmière", "fr"),
        ("Krankenpfleger", "en"),
    ],
)
def test_everyday_words_are_known_in_the_languages_of_the_interface(typed: str, language: str) -> None:
    known = concepts()
    labels = [
        label
        for one in known.named(typed, (language, "en", "de"))
        for concept in one.concepts
        for label in known.labels(concept)
    ]
    assert ("en", "nurse") in labels


@pytest.mark.parametrize(
    ("typed", "language"),
    [("infirm", "fr"), ("medicin", "sr-Latn"), ("медицин", "sr"), ("infermi", "sq"), ("پرستا", "fa")],
)
def test_half_an_everyday_word_is_known_in_the_language_of_the_reader(typed: str, language: str) -> None:
    found = concepts().named(typed, (language, "en", "de"), unfinished=language)
    assert "ours:nurse" in found[-1].concepts


def test_own_words_are_complete() -> None:
    with (Path(marketplace.__file__).parent / "data" / "thesaurus" / "own.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    assert len({row["concept_id"] for row in rows}) == len(rows) > 100
    cells = [(row["concept_id"], cell) for row in rows for name, cell in row.items() if name != "everyday"]
    assert [(concept, cell) for concept, cell in cells if not cell or cell != cell.strip(" ;")] == []
    twice = [cell for _, cell in cells if len(set(cell.split("; "))) < len(cell.split("; "))]
    assert twice == []
    assert {row["everyday"] for row in rows} == {"", "x"}
    known = concepts()
    assert [row["concept_id"] for row in rows if len(known.labels(row["concept_id"])) < 8] == []


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
