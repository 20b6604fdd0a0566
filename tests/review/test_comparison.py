"""Word by word comparison of two texts."""

from hypothesis import given
from hypothesis import strategies as st

from marketplace.review.comparison import Part, compare

texts = st.text(alphabet="ab ,.\nأب", max_size=80)


@given(texts, texts)
def test_pieces_make_up_both_texts(before: str, after: str) -> None:
    old, new = compare(before, after)
    assert "".join(part.text for part in old) == before
    assert "".join(part.text for part in new) == after
    assert [part.text for part in old if not part.change] == [part.text for part in new if not part.change]


def test_one_changed_word_is_marked_alone() -> None:
    old, new = compare("thirty nurses a year", "forty nurses a year")
    assert old == [Part("thirty", "del"), Part(" nurses a year")]
    assert new == [Part("forty", "ins"), Part(" nurses a year")]


def test_very_long_texts_are_shown_whole() -> None:
    old, new = compare("a " * 5000, "b " * 5000)
    assert [part.change for part in old + new] == ["del", "ins"]
