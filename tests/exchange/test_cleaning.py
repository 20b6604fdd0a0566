"""What is done to dirty values, and that it is said."""

from typing import Any

import pytest

from marketplace.exchange import cleaning, coding


class Notes(list[str]):
    """Collects what is noted about one field."""

    def __call__(self, field: str, text: str) -> None:
        self.append(text)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>One</p><p>Two&nbsp;words</p>", "One\nTwo words"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ('<a href="https://x.example/1">Form</a>', "Form (https://x.example/1)"),
        ("Gespr&#228;ch &amp; Rat", "Gespräch & Rat"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("<script>alert(1)</script>Safe<style>p{}</style>", "Safe"),
        ('<img src="x" onerror="y">Words', "Words"),
        ("bell\x07 and half \ud800", "bell and half"),
    ],
)
def test_markup_and_unprintable_characters_are_taken_out_and_noted(dirty: str, clean: str) -> None:
    notes = Notes()
    assert cleaning.plain_text(dirty, "summary", notes) == clean
    assert notes


@pytest.mark.parametrize("text", ["a < b and c > d", "AT&T; &unknown;", "x <y> z", "سلام\u200cها", "a\nb\tc"])
def test_text_that_only_looks_like_markup_stays(text: str) -> None:
    notes = Notes()
    assert cleaning.plain_text(text, "summary", notes) == text
    assert not notes


@pytest.mark.parametrize("value", [True, ["a"], {"a": 1}])
def test_what_is_no_text_is_left_empty_and_noted(value: Any) -> None:
    notes = Notes()
    assert cleaning.plain_text(value, "summary", notes) == ""
    assert notes == ["expected a text; left empty"]


def test_long_title_ends_at_a_word_and_is_noted_in_full() -> None:
    notes, long = Notes(), "Integration " * 20
    title = cleaning.title(long, notes)
    assert len(title) <= cleaning.TITLE_LIMIT
    assert title.endswith("Integration…")
    assert long.strip() in notes[0]


@pytest.mark.parametrize(
    ("value", "wanted", "noted"),
    [
        ("https://x.example/a", "https://x.example/a", False),
        ("x.example", "https://x.example", True),
        ("www.x.example/a?b=c", "https://www.x.example/a?b=c", True),
        ("//x.example", "https://x.example", True),
        ("none", "", True),
        ("javascript:alert(1)", "", True),
        ("office@x.example", "", True),
        ("https://x y.example", "", True),
        (None, "", False),
    ],
)
def test_web_addresses(value: str | None, wanted: str, noted: bool) -> None:
    notes = Notes()
    assert cleaning.web_address(value, "website", notes) == wanted
    assert bool(notes) is noted


@pytest.mark.parametrize(
    ("value", "wanted", "noted"),
    [
        (18, 18, False),
        ("18", 18, False),
        (200, None, True),
        ("999", None, True),
        ("old", None, True),
        ("", None, False),
    ],
)
def test_ages_without_limit_are_left_empty(value: Any, wanted: int | None, noted: bool) -> None:
    notes = Notes()
    assert cleaning.age(value, "age_max", notes) == wanted
    assert bool(notes) is noted


@pytest.mark.parametrize("value", ["2014/15", 20.5, True, "-3", "٣"])
def test_what_is_no_whole_number_is_left_empty_and_noted(value: Any) -> None:
    notes = Notes()
    assert cleaning.whole_number(value, "year", notes) is None
    assert notes


def test_day_is_taken_only_when_sure() -> None:
    notes = Notes()
    assert str(cleaning.day("2026-11-23", "by_when", notes)) == "2026-11-23"
    assert cleaning.day("23/11/26", "by_when", notes) is None
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("value", "pairs", "notes"),
    [
        ([{"origin": "AL", "destination": "DE"}] * 2, [("AL", "DE")], 0),
        ("AL>DE; any → AT; PH-", [("AL", "DE"), (None, "AT"), ("PH", None)], 0),
        ([{"origin": "AL"}], [("AL", None)], 0),
        ([{"origin": None, "destination": None}], [(None, None)], 0),
        ([{"origin": None, "destination": None}, {"origin": "AL"}], [("AL", None)], 1),
        ([{"origin": "XX", "destination": "DE"}], [], 1),
        ([{"origin": "de", "destination": "AT"}], [], 1),
        ([{"origin": "DE", "destination": "DE"}], [], 1),
        (["Balkans", "-", {"from": "AL"}, {}, False], [], 5),
        (None, [], 0),
    ],
)
def test_pairs_of_countries(value: Any, pairs: list[tuple[str | None, str | None]], notes: int) -> None:
    said = Notes()
    assert coding.corridors(value, said) == pairs
    assert len(said) == notes


def test_unknown_codes_are_left_out_and_named() -> None:
    notes = Notes()
    assert coding.terms("women; men;women", "target_group", "target_groups", notes) == ["women"]
    assert coding.countries(["NO", False, "Norway"], "country", notes) == ["NO"]
    assert coding.language_codes("sq; sr-Latn; de-si", "languages", notes) == ["sq", "sr-Latn"]
    assert [note.split("”")[0] for note in notes] == ["“men", "“False", "“Norway", "“de-si"]
