"""From text to the keys it is found by: words, stems marked with their language, and word positions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from string import ascii_letters, digits

from marketplace.search.text.fold import fold
from marketplace.search.text.normalise import letters, lower, normalise, serbian_latin
from marketplace.search.text.stemming import SERBIAN, stem
from marketplace.search.text.stopwords import stop_words

MAX_WORD = 60

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_MARKS = "\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0b82\u0bbe-\u0bcd"
_WORD = re.compile(f"(?:[{_UNSPACED}]+|(?:[^\\W_{_UNSPACED}]|[{_MARKS}])+)")
_ASCII_WORD = re.compile("[A-Za-z0-9]+")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_RICH = re.compile(f"[{_UNSPACED}{_MARKS}]")
_INSIDE = re.compile(f"[^\\W_{_UNSPACED}]|[{_MARKS}]")
_SIGNS = ascii_letters + digits
_OTHERS = re.compile(r"[^\W_A-Za-z0-9]")
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]")
_FEW = 30

# Languages whose stemmers and alphabets keep the first letter of a word (folded): most words of a text can
# then be passed over at a glance.
_FIRST_KEPT = "en de fr es it pt ro ru pl cs da no nb nn sv fi hu sq vi uk"
_KEEPS_FIRST = frozenset({"", *_FIRST_KEPT.split()})


@dataclass(frozen=True, slots=True)
class Keys:
    """How one word of a text is found.

    `word` is its folded form; `stems` its folded stem as "language:stem", and the stem that it has when
    typed without accents where that is another; none without a stemmer or for a stop word. `shown` is its
    lower-case spelling; `stop` says whether it is a stop word of the text's language.
    """

    word: str
    stems: tuple[str, ...]
    shown: str
    stop: bool

    @property
    def key(self) -> str:
        """What it is compared by, whatever its form: its stem, or the word where it has none."""
        return self.stems[0] if self.stems else self.word


def _pattern(normalised: str) -> re.Pattern[str]:
    """The simplest pattern that gives the words of this text: the general one is much slower."""
    if normalised.isascii():
        return _ASCII_WORD
    return _WORD if _RICH.search(normalised) else _PLAIN_WORD


@lru_cache(maxsize=1_000)
def _beginning_with(letters: str, is_ascii: bool) -> re.Pattern[str]:
    """Words that begin with one of some letters; these stand first, because `re` looks for them faster."""
    inside = "[A-Za-z0-9]" if is_ascii else r"[^\W_]"
    return re.compile(f"[{re.escape(letters)}](?<!{inside}.){inside}*", re.DOTALL)


def spellings(normalised: str) -> set[str]:
    """The different words of a normalised text as `tokens` gives them; much faster than going through it."""
    pattern = _pattern(normalised)
    found = set(pattern.findall(normalised))
    if pattern is not _WORD:
        return found
    runs = {word for word in found if len(word) > 2 and _UNSPACED_RUN.match(word)}
    return (found - runs) | {run[place : place + 2] for run in runs for place in range(len(run) - 1)}


def places(normalised: str, words: set[str]) -> list[tuple[int, int, str]]:
    """(start, end, word) wherever one of these words stands in a normalised text, in its order.

    The same as going through `tokens`, but looking for few words in a long text is much faster.
    """
    if len(words) > _FEW or any(_UNSPACED_RUN.match(word) for word in words):
        return [found for found in tokens(normalised) if found[2] in words]
    found = []
    for word in words:
        start = normalised.find(word)
        while start >= 0:
            end = start + len(word)
            if not (_INSIDE.match(normalised, end) or (start and _INSIDE.match(normalised, start - 1))):
                found.append((start, end, word))
            start = normalised.find(word, end)
    return sorted(found)


def tokens(normalised: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, word) of a normalised text; scripts without spaces give overlapping pairs of letters."""
    for match in _pattern(normalised).finditer(normalised):
        start, end, word = match.start(), match.end(), match.group()
        if end - start > 2 and _UNSPACED_RUN.match(word):
            for position in range(start, end - 1):
                yield position, position + 2, normalised[position : position + 2]
        else:
            yield start, end, word


@lru_cache(maxsize=10_000)  # of about 400 bytes
def keys(word: str, language: str) -> Keys:
    """The keys of one word of a normalised text in `language` (primary subtag, "" when unknown)."""
    shown = _same(word, lower(word[:MAX_WORD], language))
    spelled = _same(shown, letters(shown, language))
    if language in SERBIAN:
        spelled = serbian_latin(spelled) or spelled
    folded = _same(shown, fold(spelled))
    stop = folded in stop_words(language)
    roots = () if stop else (stem(spelled, language), folded != spelled and stem(folded, language))
    stems = dict.fromkeys(f"{language}:{fold(root)}" for root in roots if root)
    return Keys(folded, tuple(stems), shown, stop)


def _same(known: str, made: str) -> str:
    """The text that is there already where another one is equal to it: half of the words are kept once."""
    return known if made == known else made


def word_list(normalised: str) -> list[str]:
    """The words of a normalised text in its order, as `tokens` gives them; several times as fast."""
    pattern = _pattern(normalised)
    if pattern is not _WORD:
        return pattern.findall(normalised)
    return [word for _, _, word in tokens(normalised)]


def analyse(text: str, language: str) -> list[Keys]:
    """The keys of every word of a text, in its order."""
    return [keys(word, language) for word in word_list(normalise(text))]


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
        stems.update(dict.fromkeys(found.stems[:1]))
    stop = any(keys(word, language).stop for language in languages[:2])
    return QueryWord(plain.shown, tuple(words), tuple(stems), stop)


@dataclass(frozen=True, slots=True)
class Words:
    """What to mark in a text: words, stems, beginnings of words (all folded), and phrases as folded words."""

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    count: int = 0  # of different words typed
    _known: dict[str, dict[str, Keys | None]] = field(default_factory=dict, compare=False, repr=False)
    _firsts: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.words or self.stems or self.prefixes or self.phrases)

    def hits(self, normalised: str, language: str) -> list[tuple[int, int, Keys]]:
        """(start, end, keys) of every word of a text that was asked for, alone or in a phrase."""
        wanted = self.wanted(normalised, language)
        return [(start, end, wanted[word]) for start, end, word in places(normalised, set(wanted))]

    def wanted(self, normalised: str, language: str) -> dict[str, Keys]:
        """By its spelling each word of a text that was asked for; much faster than finding the places."""
        known, wanted = self._known.setdefault(language, {}), {}
        for word in self._candidates(normalised, language):
            if word not in known:
                known[word] = self._asked(keys(word, language))
            if (found := known[word]) is not None:
                wanted[word] = found
        return wanted

    def _candidates(self, normalised: str, language: str) -> set[str]:
        """The words of a text that may have been asked for: where possible, by their first letters."""
        is_ascii = normalised.isascii()
        if language not in _KEEPS_FIRST or (not is_ascii and _RICH.search(normalised)):
            return spellings(normalised)
        others = () if is_ascii else sorted(set(_OTHERS.findall(normalised)))
        begins = "".join([self._first(signs, language) for signs in (_SIGNS, *others)])
        return set(_beginning_with(begins, is_ascii).findall(normalised)) if begins else set()

    def _first(self, signs: str, language: str) -> str:
        """Those of some letters and digits that something asked for begins with."""
        if signs not in self._firsts:
            asked = {*self.words, *self.prefixes, *(word for phrase in self.phrases for word in phrase)}
            asked |= {root.partition(":")[2] for root in self.stems}
            folded = {sign: fold(lower(sign, language))[:1] for sign in signs}
            self._firsts[signs] = "".join(
                sign for sign, first in folded.items() if any(word.startswith(first) for word in asked)
            )
        return self._firsts[signs]

    def _asked(self, found: Keys) -> Keys | None:
        asked = self.alone(found) or any(found.word in phrase for phrase in self.phrases)
        return found if asked else None

    def alone(self, found: Keys) -> bool:
        """Whether a word with these keys was asked for by itself."""
        return (
            found.word in self.words
            or not self.stems.isdisjoint(found.stems)
            or found.word.startswith(self.prefixes)
        )

    @classmethod
    def of(
        cls, asked: Iterable[QueryWord], prefix: str = "", phrases: Iterable[tuple[str, ...]] = ()
    ) -> "Words":
        """The words to mark for what was asked."""
        known, joined = tuple(asked), tuple(phrases)
        return cls(
            frozenset(word for one in known for word in one.words),
            frozenset(root for one in known for root in one.stems),
            (prefix,) if prefix else (),
            joined,
            len({word.typed for word in known}) + sum(map(len, joined)),
        )
