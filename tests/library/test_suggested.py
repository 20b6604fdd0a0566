"""Filters named by the words of a search: found in every language, never by everyday words."""

from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from marketplace import languages
from marketplace.library.forms import LibraryFilters
from marketplace.library.suggested import suggest, without
from marketplace.resources.models import Resource
from marketplace.search.engine import ANY
from marketplace.search.grammar import plain_words
from marketplace.search.text.analysis import analyse


class Everything(dict[str, Mapping[str, int]]):
    """Facets of a library that has something for every code."""

    def get(self, _name: str, _default: object = None) -> Mapping[str, int]:  # type: ignore[override]
        return _Every()


class _Every(dict[str, int]):
    def get(self, _code: str, _default: object = None) -> int:  # type: ignore[override]
        return 1


def suggested(q: str, language: str = "en", **values: tuple[str, ...]) -> list[tuple[str, str]]:
    found, _ = suggest(LibraryFilters(q=q, values=values), language, Everything())
    return [(one.name, one.value) for one in found]


def test_the_example_of_nurses(app: Flask) -> None:
    q = "recognition nurses philippines germany"
    found, together = suggest(LibraryFilters(q=q), "en", Everything())
    assert [(one.name, one.value, one.filters.q) for one in found] == [
        ("origin", "PH", "recognition nurses germany"),
        ("destination", "DE", "recognition nurses philippines"),
        ("booster", "skills_recognition", "nurses philippines germany"),
    ]
    assert together is not None
    assert (together.q, set(together.values)) == ("nurses", {"origin", "destination", "booster"})


@pytest.mark.parametrize(
    ("q", "language", "origin", "destination"),
    [
        ("to Germany from the Philippines", "en", "PH", "DE"),
        ("Pflegekräfte nach Deutschland Albanien", "de", "AL", "DE"),
        ("nga Shqipëria në Gjermani", "sq", "AL", "DE"),
        ("punë Shqipëri Gjermaninë", "sq", "AL", "DE"),
        ("nga Serbia në Itali", "sq", "RS", "IT"),
        ("nga Greqia në Suedi", "sq", "GR", "SE"),
        ("از افغانستان به آلمان", "fa", "AF", "DE"),
        ("iz Srbije u Nemačku", "sr-Latn", "RS", "DE"),
        ("из Србије у Немачку", "sr", "RS", "DE"),
        ("de l'Albanie vers l'Allemagne", "fr", "AL", "DE"),
        ("albania → usa", "en", "AL", None),
        ("Viet Nam, Bosnia and Herzegovina", "en", "VN", "BA"),
    ],
)
def test_two_countries_are_a_corridor(
    app: Flask, q: str, language: str, origin: str, destination: str | None
) -> None:
    wanted = [("origin", origin)] + ([("destination", destination)] if destination else [])
    found = [one for one in suggested(q, language) if one[0] in {"origin", "destination"}]
    assert set(found) >= set(wanted)
    if destination:
        assert set(found) == set(wanted)


GERMANY = ["Gjermani", "آلمان", "Germany", "Немачка", "Nemačka", "Allemagne", "Deutschland"]


@pytest.mark.parametrize("name", GERMANY)
@pytest.mark.parametrize("language", ["en", "fa", "sq"])
def test_a_country_is_known_in_every_language_and_may_be_both_sides(
    app: Flask, name: str, language: str
) -> None:
    assert suggested(name, language) == [("origin", "DE"), ("destination", "DE")]


@pytest.mark.parametrize(
    ("q", "language", "expected"),
    [
        ("guide in Albanian", "en", ("language", "sq")),
        ("Ratgeber auf Albanisch", "de", ("language", "sq")),
        ("vodič na nemačkom", "sr-Latn", ("language", "de")),
        ("language courses", "en", ("booster", "language_training")),
        ("kurse gjuhe", "sq", ("booster", "language_training")),
        ("آموزش زبان", "fa", ("booster", "language_training")),
        ("pre-departure", "en", ("phase", "pre_departure")),
        ("seasonal worker", "en", ("target", "seasonal_workers")),
        ("good practices", "en", ("kind", "case_study")),
    ],
)
def test_terms_and_languages_are_known(app: Flask, q: str, language: str, expected: tuple[str, str]) -> None:
    assert suggested(q, language) == [expected]


@pytest.mark.parametrize(
    ("q", "language"),
    [
        ("tell us how", "en"),
        ("german course", "en"),
        ("return the form", "en"),
        ("work and children", "en"),
        ("needs documents practice", "en"),
        ("nga fshati", "sq"),
        ("mali i lartë", "sq"),
        ("y ao duc bi", "en"),
        ('"germany"', "en"),
        ("nurses -germany", "en"),
        ("", "en"),
    ],
)
def test_everyday_words_and_quoted_or_excluded_ones_name_nothing(app: Flask, q: str, language: str) -> None:
    assert suggested(q, language) == []


def test_abbreviations_count_in_capitals(app: Flask) -> None:
    assert ("origin", "US") in suggested("US visa information")


def test_set_filters_and_those_without_records_are_not_suggested(app: Flask) -> None:
    assert suggested("germany", origin=("AL",)) == [("destination", "DE")]
    assert suggest(LibraryFilters(q="germany"), "en", {"origin": {"AL": 3}})[0] == ()
    found, _ = suggest(LibraryFilters(q="germany"), "en", {"origin": {ANY: 1}})
    assert [one.name for one in found] == ["origin"]


WORDS = st.sampled_from(
    ["germany", "to", "Philippines", "-", '"', "-x", "recognition", "in", "albanian", "nurses", "،", "آلمان"]
)


TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join))


@given(TEXTS, st.sampled_from(["en", "sq", "fa"]))
def test_any_text_gives_suggestions_that_leave_the_rest(text: str, language: str) -> None:
    filters = LibraryFilters(q=" ".join(text.split()))
    found, together = suggest(filters, language, Everything())
    before = [one.word for one in analyse(filters.q[:200], "")]
    for one in (*(each.filters for each in found), *([together] if together else [])):
        after = [each.word for each in analyse(one.q, "")]
        rest = iter(before)
        assert all(word in rest for word in after)
        assert len(after) < len(before)


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_taking_words_out_keeps_the_others(text: str, first: int, last: int) -> None:
    used, stretches = plain_words(text)
    places = [place for stretch in stretches for place in stretch]
    gone = places[min(first, last) : max(first, last)]
    left = without(used, [(start, end) for start, end, _ in gone])
    # a sign that stands apart may be read as a word, and says nothing when it then stands alone
    words = [one for one in places if any(letter.isalnum() for letter in one[2])]
    assert all(one[2] in left for one in words if one not in gone)


def test_names_of_one_language_do_not_hide_those_of_another(app: Flask) -> None:
    for country in ("AL", "DE", "PH", "VN", "AF", "RS"):
        for language in languages.enabled_languages():
            name = languages.country_name(country, language.code)
            assert ("origin", country) in suggested(name), name


def test_page_and_json_show_the_filters(library: dict[str, Resource], reader: FlaskClient) -> None:
    page = reader.get("/library?q=mentors+albania+germany").text
    assert "/library?q=mentors+germany&amp;origin=AL" in page
    assert "/library?q=mentors&amp;origin=AL&amp;destination=DE" in page
    found = reader.get("/api/v1/library?q=mentors+albania+germany").json["suggestions"]["filters"]
    assert found[0] == {
        "name": "origin",
        "value": "AL",
        "label": "From: Albania",
        "url": "http://localhost/library?q=mentors+germany&origin=AL",
    }
