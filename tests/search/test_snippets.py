"""Snippets: the densest window, marked as the text was found."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.search.grammar import parse
from marketplace.search.snippets import snippet
from marketplace.search.text.analysis import Words, keys, spellings
from marketplace.search.text.normalise import normalise


def words(text: str, *languages: str) -> Words:
    parsed = parse(text, languages or ("en",))
    return Words.of(
        parsed.words, parsed.prefix, [one for phrase in parsed.phrases for one in phrase.spellings]
    )


def marked(*args: object) -> list[str]:
    return [text for text, mark in snippet(*args) if mark]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "language", "text", "expected"),
    [
        ("nurse ", "en", "Nurses, a nurse and nursery", ["Nurses", "nurse"]),
        ("nurs", "en", "nursery", ["nursery"]),
        ("haus ", "de", "Alle Häuser hier", ["Häuser"]),
        ("beograd ", "sr", "Град Београд данас", ["Београд"]),
        (
            '"before departure"',
            "en",
            "before; departure: Before   departure before",
            ["before; departure", "Before departure"],
        ),
        ("看護師", "ja", "東京の看護師", ["看護", "師"]),
        ("visa ", "en", "no hit here", []),
        ("مدرسه ", "ar", "هذه مَدْرَسَة", ["مدرسة"]),
    ],
)
def test_words_are_marked_as_they_were_found(
    query: str, language: str, text: str, expected: list[str]
) -> None:
    assert marked(text, words(query, "en", language), language) == expected


def test_window_with_most_different_words_is_shown() -> None:
    text = "visa " * 5 + "filler text " * 60 + "visa for nurses and families " + "filler text " * 60
    shown = snippet(text, words("visa nurses families "), "en", 100)
    assert {part for part, mark in shown if mark} == {"visa", "nurses", "families"}
    assert (shown[0][0], shown[-1][0]) == ("… ", " …")
    assert len("".join(part for part, _ in shown)) <= 110


def test_without_words_the_beginning_is_shown() -> None:
    shown = "".join(part for part, _ in snippet("First words. " + "more " * 100, Words(), None, 60))
    assert shown.startswith("First words.")
    assert shown.endswith(" …")


def test_markup_is_left_as_it_is() -> None:
    assert "".join(part for part, _ in snippet("<b>visa</b>", words("visa "), "en")) == "<b>visa</b>"


@given(st.text(), st.text(), st.integers(20, 300))
def test_any_text_gives_a_snippet_of_about_the_length(text: str, query: str, length: int) -> None:
    shown = "".join(part for part, _ in snippet(text, words(query), "en", length))
    assert len(shown) <= length + 4


LETTERS = "abcdüéßšæ İıIжйёАéо_1２ ,.-'\nสวัส"


@given(
    st.text(st.sampled_from(LETTERS), max_size=60),
    st.text(st.sampled_from(LETTERS), max_size=12),
    st.sampled_from(["en", "de", "ru", "sq", "tr", "ar", ""]),
)
def test_words_passed_over_at_a_glance_were_not_asked_for(text: str, query: str, language: str) -> None:
    normalised, asked = normalise(text), words(query, language or "en")
    all_words = {word: keys(word, language) for word in spellings(normalised)}
    assert asked.wanted(normalised, language) == {
        word: found
        for word, found in all_words.items()
        if asked.alone(found) or any(found.word in phrase for phrase in asked.phrases)
    }


def test_long_text_takes_time_in_proportion() -> None:
    asked = words("alpha beta nurse ")

    def seconds(times: int, turn: int) -> float:
        text = f"{turn} " + "alpha beta " * times
        started = time.thread_time()
        snippet(text, asked, "en")
        return time.thread_time() - started

    short, long = (min(seconds(times, turn) for turn in range(5)) for times in (225, 1_800))
    assert long / short < 24, "eight times the text takes eight times as long, by squares 64 times"


def test_only_the_beginning_of_a_text_is_read() -> None:
    text = "alpha " * 10_000
    assert snippet(text + "nurse", words("nurse "), "en") == snippet(text, words("nurse "), "en")
