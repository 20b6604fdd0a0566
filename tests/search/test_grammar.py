"""The language of the search box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.search.grammar import MAX_TERMS, Parsed, parse

LANGUAGES = ("en", "de")


def read(text: str) -> tuple[list[str], list[list[str]], list[str], str]:
    parsed = parse(text, LANGUAGES)
    return (
        [word.typed for word in parsed.words],
        [[part.typed for part in phrase.parts] for phrase in parsed.phrases],
        [word.typed for word in parsed.excluded],
        parsed.prefix,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ([], [], [], "")),
        ("nurse work", (["nurse", "work"], [], [], "work")),
        ("nurse work ", (["nurse", "work"], [], [], "")),
        ("nurse work?", (["nurse", "work"], [], [], "")),
        ("go to xy", (["go", "xy"], [], [], "")),
        ('"before departure" visa', (["visa"], [["before", "departure"]], [], "visa")),
        ("„vor der Abreise“ ", ([], [["vor", "der", "abreise"]], [], "")),
        ('"unclosed phrase', ([], [["unclosed", "phrase"]], [], "")),
        ('"one"', (["one"], [], [], "")),
        ("visa -family ", (["visa"], [], ["family"], "")),
        ("self-help ", (["self", "help"], [], [], "")),
        ("- -- visa ", (["visa"], [], [], "")),
        ("the who", (["the", "who"], [], [], "who")),
        ("what is the visa ", (["visa"], [], [], "")),
        ("a* [b TO c] ~5 e? ", (["b", "c", "5", "e"], [], [], "")),
        ("NOT AND OR ((( ", (["not", "and", "or"], [], [], "")),
        ("visa -family", (["visa"], [], ["family"], "")),
    ],
)
def test_query_is_read_as(text: str, expected: tuple[object, ...]) -> None:
    assert read(text) == expected


def test_excluded_phrase_is_kept_apart() -> None:
    parsed = parse('visa -"family reunion"', LANGUAGES)
    assert [len(phrase.parts) for phrase in parsed.excluded_phrases] == [2]
    assert parsed.phrases == []


def test_more_terms_than_allowed_are_cut() -> None:
    parsed = parse(" ".join(f"w{number}" for number in range(30)), LANGUAGES)
    assert (len(parsed.words), parsed.cut, parsed.prefix) == (MAX_TERMS, True, "")


def test_long_text_is_cut_between_words() -> None:
    parsed = parse("abcdefghi " * 19 + "abcdefghijkl mnopqrstuvwxyz", LANGUAGES)
    assert parsed.cut
    assert "mnopqrstuvwxyz" not in {word.typed for word in parsed.words}


@given(st.text())
def test_any_text_is_read_within_the_limits(text: str) -> None:
    parsed: Parsed = parse(text, LANGUAGES)
    phrases = [*parsed.phrases, *parsed.excluded_phrases]
    used = len(parsed.words) + len(parsed.excluded) + sum(len(phrase.parts) for phrase in phrases)
    assert used <= MAX_TERMS
