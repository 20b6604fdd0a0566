"""From text to the keys it is found by: words, stems marked with their language, and word positions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from marketplace.search.text.fold import fold
from marketplace.search.text.normalise import letters, lower, normalise, serbian_latin
from marketplace.search.text.stemming import SERBIAN, stem
from marketplace.search.text.stopwords import stop_words

MAX_WORD = 60

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_MARKS = "\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0b82\u0bbe-\u0bcd"
_WORD = re.compile(f"(?:[{_UNSPACED}]+|(?:[^\\W_{_UNSPACED}]|[{_MARKS}])+)")
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Keys:
    """How one word of a text is found.

    `word` is its folded form; `stem` its folded stem as "language:stem", None without a stemmer or for a
    stop word; `shown` its lower-case spelling; `stop` whether it is a stop word of the text's language.
    """

    word: str
    stem: str | None
    shown: str
    stop: bool


def tokens(normalised: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, word) of a normalised text; scripts without spaces give overlapping pairs of letters."""
    for match in _WORD.finditer(normalised):
        start, end, word = match.start(), match.end(), match.group()
        if end - start > 2 and _UNSPACED_RUN.match(word):
            for position in range(start, end - 1):
                yield position, position + 2, normalised[position : position + 2]
        else:
            yield start, end, word


@lru_cache(maxsize=60_000)
def keys(word: str, language: str) -> Keys:
    """The keys of one word of a normalised text in `language` (primary subtag, "" when unknown)."""
    shown = lower(word[:MAX_WORD], language)
    spelled = letters(shown, language)
    if language in SERBIAN:
        spelled = serbian_latin(spelled) or spelled
    folded = fold(spelled)
    stop = folded in stop_words(language)
    root = None if stop else stem(spelled, language)
    return Keys(folded, None if root is None else f"{language}:{fold(root)}", shown, stop)


def analyse(text: str, language: str) -> list[Keys]:
    """The keys of every word of a text, in its order."""
    return [keys(word, language) for _, _, word in tokens(normalise(text))]


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word somebody typed: all keys that count as this word; `stop` says that it may be left out.

    Nobody says in which language they ask. Whole words are compared without a language; stems are compared
    in the language of each text, so the word is stemmed in every language it may be in.
    """

    typed: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    stop: bool


@lru_cache(maxsize=5_000)
def query_word(word: str, languages: tuple[str, ...]) -> QueryWord:
    """A word of a normalised query, for texts in `languages`; the first two decide what is a stop word."""
    plain = keys(word, "")
    words = {plain.word: None}
    latin = serbian_latin(plain.shown)
    if latin is not None:
        words[fold(latin)] = None
    stems: dict[str, None] = {}
    for language in languages:
        found = keys(word, language)
        words[found.word] = None
        if found.stem is not None:
            stems[found.stem] = None
    stop = any(keys(word, language).stop for language in languages[:2])
    return QueryWord(plain.shown, tuple(words), tuple(stems), stop)


@dataclass(frozen=True, slots=True)
class Words:
    """What to mark in a text: words, stems, beginnings of words (all folded), and phrases as folded words."""

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.stems or self.prefixes or self.phrases)

    def matches(self, found: Keys) -> bool:
        """Whether a word with these keys is one that was asked for."""
        return found.word in self.words or found.stem in self.stems or found.word.startswith(self.prefixes)

    @classmethod
    def of(
        cls, asked: Iterable[QueryWord], prefix: str = "", phrases: Iterable[tuple[str, ...]] = ()
    ) -> "Words":
        """The words to mark for what was asked."""
        known = tuple(asked)
        return cls(
            frozenset(word for one in known for word in one.words),
            frozenset(root for one in known for root in one.stems),
            (prefix,) if prefix else (),
            tuple(phrases),
        )
