"""The order of the words on pages that are written from right to left.

A PDF holds what is drawn: the reader of files may give the words of a line as they are seen, from the left.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from marketplace.search.text.normalise import normalise

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_RUN = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+|[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+")
_LEFT_TO_RIGHT = re.compile(r"[^\W\d_]")


def stands_as_seen(texts: Iterable[tuple[int, str]], second: Mapping[int, str]) -> bool:
    """Whether words of right-to-left lines stand as they are seen, from the left.

    pypdf gives some files so and others as they are read. pdfium, which made `second`, turns letters round
    but keeps words in the order of reading: what follows what on a few pages tells.
    """
    balance = 0
    for number, text in texts:
        if number in second:
            follow = _neighbours(normalise(second[number]))
            balance += sum((one in follow) - (one[::-1] in follow) for one in _neighbours(text))
    return balance < 0


def _neighbours(text: str) -> set[tuple[str, str]]:
    """The pairs of right-to-left words that follow each other in a line, their letters in either order."""
    found = set()
    for line in text.splitlines():
        words = ["".join(filter(str.isalpha, word)) for word in line.split()]
        same = [min(word, word[::-1]) if _is_right(word) else "" for word in words]
        found |= {(one, other) for one, other in pairwise(same) if one and other and one != other}
    return found


def in_reading_order(text: str) -> str:
    """A normalised text whose lines are as they are seen, with their right-to-left words as they are read."""
    return "\n".join(map(_line, text.splitlines()))


def _line(line: str) -> str:
    """A line as it is read: all of it from the right, or in a line of another script such words alone."""
    words = line.split(" ")
    right = sum(map(_is_right, words))
    if right and 2 * right >= sum(_is_right(word) or _is_left(word) for word in words):
        return " ".join(_runs_kept(words, _is_left))
    return " ".join(_runs_kept(words, _is_right)[::-1])


def _runs_kept(words: list[str], belongs: Callable[[str], bool]) -> list[str]:
    """The words from the last to the first; those that belong together keep their order among each other."""
    turned: list[str] = []
    run = 0
    for word in reversed(words):
        run = run + 1 if belongs(word) else 0
        place = len(turned) - max(0, run - 1)
        turned.insert(place, _within(word))
    return turned


def _within(word: str) -> str:
    """A word of letters and figures, such as a joined “and 20”: its parts from the right."""
    return "".join(reversed(_RUN.findall(word))) if _is_right(word) else word


def _is_right(word: str) -> bool:
    return bool(RIGHT_TO_LEFT.search(word))


def _is_left(word: str) -> bool:
    return bool(_LEFT_TO_RIGHT.search(word)) and not _is_right(word)
