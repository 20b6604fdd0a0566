"""The controlled vocabularies and their labels."""

import csv

import pytest

from marketplace import vocab
from marketplace.languages.catalogues import compile_outdated

TRANSLATED = ["sq", "fr", "fa", "sr", "sr-Latn"]
# Spelled as in English, and rightly so.
SAME_AS_ENGLISH = {("sq", "Video"), ("sr-Latn", "Video"), ("fr", "Guide"), ("fr", "Document")}


@pytest.fixture(autouse=True, scope="module")
def _compiled_catalogues() -> None:
    compile_outdated()


def test_vocabularies_are_those_of_the_product() -> None:
    wanted = (
        "booster phase provider_kind target_group channel delivery document_kind evidence_axis evidence_label"
    )
    assert {*wanted.split(), "cost", "record_kind", "side"} <= set(vocab.vocabularies())


def test_slugs_keep_the_order_of_the_list() -> None:
    assert vocab.slugs("phase") == ("pre_departure", "in_transit", "on_arrival", "settled", "return")
    assert vocab.choices("cost", "en") == [("free", "Free"), ("paid", "Paid"), ("unknown", "Not stated")]
    assert vocab.label("record_kind", "case_study", "en") == "Practice"


def test_slugs_are_unique_within_a_vocabulary() -> None:
    with (vocab._DATA / "terms.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["vocabulary"], row["slug"]) for row in csv.DictReader(file)]
    assert len(rows) == len(set(rows))


def test_unknown_slug_is_no_term() -> None:
    assert vocab.is_known("booster", "job_matching")
    assert not vocab.is_known("booster", "pre_departure")
    assert not vocab.is_known("nothing", "job_matching")
    with pytest.raises(KeyError):
        vocab.label("booster", "pre_departure")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_slug_has_label_and_definition_in_every_language(language: str) -> None:
    for name in vocab.vocabularies():
        for slug in vocab.slugs(name):
            english = vocab.label(name, slug, "en")
            assert english
            translated = vocab.label(name, slug, language)
            assert translated != english or (language, english) in SAME_AS_ENGLISH
            assert vocab.definition(name, slug, language) != vocab.definition(name, slug, "en")


@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_labels_tell_the_terms_of_a_vocabulary_apart(language: str) -> None:
    for name in vocab.vocabularies():
        labels = [label for _slug, label in vocab.choices(name, language)]
        assert len(labels) == len(set(labels)), name


def test_label_is_in_the_language_of_the_request() -> None:
    assert vocab.label("phase", "return", "sr") == "Повратак"
    assert vocab.label("phase", "return", "sr-Latn") == "Povratak"
    assert vocab.label("phase", "return", "mn") == "Return"  # no catalogue: English


def test_all_labels_join_ours_and_the_sourced_ones() -> None:
    labels = vocab.all_labels("target_group", "women")
    assert {"Women", "Gra", "زنان", "Жене", "Žene", "Frau", "نساء"} <= labels


def test_mapped_and_sourced_rows_name_known_terms() -> None:
    for name in ("labels.csv", "mappings.csv"):
        with (vocab._DATA / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert vocab.is_known(row["vocabulary"], row["slug"])
