"""Which concepts typed words name."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import marketplace
from marketplace.search.concepts import concepts
from marketplace.search.thesaurus import Thesaurus

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
