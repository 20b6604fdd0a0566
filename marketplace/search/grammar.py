"""The small language of the search box: words, "phrases", -excluded, and the last word as a beginning."""

import re
from dataclasses import dataclass, field

from marketplace.search.text.analysis import QueryWord, keys, query_word, tokens
from marketplace.search.text.normalise import normalise

MAX_CHARACTERS = 200
MAX_TERMS = 20
MIN_PREFIX = 3

_PART = re.compile(r'(?P<minus>(?<!\S)[-\u2212])?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<bare>[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand next to each other; a Serbian one is also looked for in its Latin spelling."""

    parts: tuple[QueryWord, ...]

    @property
    def spellings(self) -> frozenset[tuple[str, ...]]:
        """The folded words in each alphabet they may be written in."""
        typed = tuple(part.words[0] for part in self.parts)
        latin = tuple(part.words[min(1, len(part.words) - 1)] for part in self.parts)
        return frozenset({typed, latin})


@dataclass(slots=True)
class Parsed:
    """A query taken apart; `prefix` is the folded beginning of a word that is still being typed, or ""."""

    words: list[QueryWord] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    excluded: list[QueryWord] = field(default_factory=list)
    excluded_phrases: list[Phrase] = field(default_factory=list)
    prefix: str = ""
    cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for, so that filters alone decide."""
        return not (self.words or self.phrases)


def parse(text: str, languages: tuple[str, ...]) -> Parsed:
    """Take a query apart; any text at all gives an answer.

    At most MAX_CHARACTERS are read and MAX_TERMS words used; `cut` says that something was left out.
    Stop words of the asker's language and of English are left out unless nothing else was typed.
    """
    parsed = Parsed()
    used = normalise(_shortened(text, parsed).translate(_QUOTES))
    left = MAX_TERMS
    for part in _PART.finditer(used):
        found = [query_word(word, languages) for _, _, word in tokens(part["phrase"] or part["bare"] or "")]
        if len(found) > left:
            parsed.cut = True
            found = found[:left]
        left -= len(found)
        if found:
            _add(parsed, found, bool(part["minus"]), part["phrase"] is not None)
    if parsed.words and used[-1:].isalnum() and not parsed.cut:
        _take_prefix(parsed, used)
    content = [word for word in parsed.words if not word.stop]
    if content or parsed.phrases:
        parsed.words = content
    return parsed


def plain_words(text: str) -> tuple[str, list[list[tuple[int, int, str]]]]:
    """The words typed neither in quotes nor after a minus, as stretches that nothing else interrupts.

    The text as it was read, and for each stretch (start, end, word) in it; MAX_TERMS words at most.
    """
    used = normalise(_head(text).translate(_QUOTES))
    stretches: list[list[tuple[int, int, str]]] = [[]]
    left = MAX_TERMS
    for part in _PART.finditer(used):
        if part["minus"] or part["phrase"] is not None:
            stretches.append([])
            continue
        start = part.start("bare")
        found = [(start + first, start + last, word) for first, last, word in tokens(part["bare"])][:left]
        left -= len(found)
        stretches[-1] += found
    return used, [stretch for stretch in stretches if stretch]


def _shortened(text: str, parsed: Parsed) -> str:
    """The part of the text that is read."""
    head = _head(text)
    parsed.cut = len(head) < len(text.lstrip())
    return head


def _head(text: str) -> str:
    """The beginning that is read: whole words where the cut allows it."""
    text = text.lstrip()
    if len(text) <= MAX_CHARACTERS:
        return text
    head, _, _ = text[: MAX_CHARACTERS + 1].rpartition(" ")
    return (head or text)[:MAX_CHARACTERS]


def _add(parsed: Parsed, found: list[QueryWord], minus: bool, quoted: bool) -> None:
    if len(found) == 1 or not (quoted or minus):
        (parsed.excluded if minus else parsed.words).extend(found)
        return
    phrase = Phrase(tuple(found))
    (parsed.excluded_phrases if minus else parsed.phrases).append(phrase)


def _take_prefix(parsed: Parsed, used: str) -> None:
    """The last word counts as a beginning too, if the text ends in it and it is long enough."""
    *_, (_, end, word) = tokens(used)
    beginning = keys(word, "").word
    if end == len(used) and len(beginning) >= MIN_PREFIX and parsed.words[-1].words[0] == beginning:
        parsed.prefix = beginning
