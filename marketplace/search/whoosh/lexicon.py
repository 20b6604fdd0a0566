"""The words of the index by frequency: completion while typing, and "did you mean"."""

from bisect import bisect_left
from collections import Counter
from functools import cached_property

from marketplace.search.text.fold import fold
from marketplace.search.whoosh.snapshot import Snapshot

MAX_WORDS = 100_000
MIN_LENGTH = 4
_FAR = 7  # from this length on, two slips of the finger are forgiven
_WALK = 20_000


class Lexicon:
    """Folded words with the number of their documents, and the spelling to show for each."""

    def __init__(self, snapshot: Snapshot) -> None:
        counts: Counter[str] = Counter()
        shown: Counter[str] = Counter()
        for segment in snapshot.segments:
            counts.update(dict(segment.lexicon("word")))
            shown.update(dict(segment.lexicon("shown")))
        kept = counts.most_common(MAX_WORDS) if len(counts) > MAX_WORDS else counts.items()
        self._counts = dict(kept)
        self._shown = shown

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._counts)

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """The spelling by folded word, where most texts use one that folding loses."""
        found: dict[str, str] = {}
        for spelling, count in self._shown.items():
            key = fold(spelling)
            best = found.get(key)
            if count * 2 >= self._counts.get(key, 0) and (best is None or self._shown[best] < count):
                found[key] = spelling
        return found

    @cached_property
    def _letters(self) -> str:
        return "".join(sorted({letter for word in self._counts for letter in word}))

    @cached_property
    def _by_length(self) -> dict[tuple[str, int], list[str]]:
        """Words by first letter and length."""
        buckets: dict[tuple[str, int], list[str]] = {}
        for word in self._counts:
            buckets.setdefault((word[:1], len(word)), []).append(word)
        return buckets

    def prepare(self) -> None:
        """Compute now what completion and correction would compute when first asked."""
        self.complete("a", 1)
        self.nearest("xxxxxxx")

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def show(self, word: str) -> str:
        """The spelling to show for a folded word."""
        return self._spellings.get(word, word)

    def complete(self, prefix: str, limit: int) -> list[str]:
        """The most frequent words that begin with a folded prefix, as shown."""
        start = bisect_left(self._words, prefix)
        found = []
        for word in self._words[start : start + _WALK]:
            if not word.startswith(prefix):
                break
            found.append(word)
        found.sort(key=lambda word: (-self._counts[word], word))
        return [self.show(word) for word in found[:limit]]

    def nearest(self, word: str) -> str | None:
        """The most frequent known word one slip away (two for long words) from an unknown one, as shown."""
        if len(word) < MIN_LENGTH or any(letter.isdigit() for letter in word):
            return None
        near = [other for other in _one_edit(word, self._alphabet(word)) if other in self._counts]
        if not near and len(word) >= _FAR:
            near = [other for other in self._same_start(word) if _distance_at_most_two(word, other)]
        if not near:
            return None
        return self.show(min(near, key=lambda other: (-self._counts[other], other)))

    def _alphabet(self, word: str) -> str:
        """Letters of the script of a word that occur in the index."""
        block = ord(word[0]) >> 8
        return "".join(letter for letter in self._letters if ord(letter) >> 8 == block and letter.isalpha())

    def _same_start(self, word: str) -> list[str]:
        lengths = range(len(word) - 2, len(word) + 3)
        return [other for length in lengths for other in self._by_length.get((word[0], length), ())][:_WALK]


def _one_edit(word: str, alphabet: str) -> set[str]:
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    edits = {head + tail[1:] for head, tail in splits if tail}
    edits |= {head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1}
    edits |= {head + letter + tail for head, tail in splits for letter in alphabet}
    edits |= {head + letter + tail[1:] for head, tail in splits if tail for letter in alphabet}
    return edits - {word}


def _distance_at_most_two(first: str, second: str) -> bool:
    """Whether two edits (insert, delete, replace) are enough: Ukkonen's band of width five."""
    if abs(len(first) - len(second)) > 2 or len(set(first) ^ set(second)) > 4:
        return False
    far = 3
    row = {column: column for column in range(3)}
    for place, letter in enumerate(first, 1):
        below: dict[int, int] = {}
        for column in range(max(0, place - 2), min(len(second), place + 2) + 1):
            best = min(row.get(column, far), below.get(column - 1, far)) + 1
            if column:
                best = min(best, row.get(column - 1, far) + (letter != second[column - 1]))
            else:
                best = min(best, place)
            below[column] = best
        if min(below.values()) >= far:
            return False
        row = below
    return row.get(len(second), far) <= 2
