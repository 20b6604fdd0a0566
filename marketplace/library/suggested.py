"""Filters that stand in the words somebody typed: "nurses from the Philippines to Germany" names two."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from marketplace.languages import SOURCE_LANGUAGE, country_name
from marketplace.library.forms import LibraryFilters
from marketplace.library.names import (
    COUNTRY,
    LANGUAGE,
    MOST_WORDS,
    Name,
    Names,
    adjectives,
    names_for,
    short_names,
)
from marketplace.search.engine import ANY, Expansion
from marketplace.search.grammar import plain_words
from marketplace.search.text.analysis import keys
from marketplace.search.text.normalise import primary
from marketplace.searches.widening import WEIGHT, languages_of

MOST = 5
ORIGIN, DESTINATION = "origin", "destination"

_FROM = frozenset("from aus von nga prej de du des d از iz od из од out".split())  # noqa: SIM905  # readable
_TO = frozenset(  # folded: "në" is "ne", "à" is "a"
    "to into towards in nach ne drejt vers en au aux a به در u na za у на за".split()  # noqa: SIM905  # readable
)
_IN = frozenset("in auf en ne na به у на".split())  # noqa: SIM905  # what stands before the language of a text
_ARTICLES = frozenset("the der die das den la le les l".split())  # noqa: SIM905  # readable
_ON = frozenset({"auf", "na", "на"})  # stands before languages, not before countries
_CUES = _FROM | _TO | _IN
_AS_CAPITALS = frozenset({"US"})  # a name only as typed: most texts that hold it say "us"
_SIGNS = frozenset("-\u2212\u2010\u2011\u2013\u2014/,;:.>\u2192\u060c")

Span = tuple[int, int]


@dataclass(frozen=True)
class Suggestion:
    """A filter to set, with the search that has it set and its words taken out."""

    name: str
    value: str
    filters: LibraryFilters


@dataclass(frozen=True)
class _Found:
    """A name in the text: its place with the little words before it, the side these say, its own words."""

    name: Name
    span: Span
    side: str
    words: str
    is_long: bool  # of several words


@dataclass(frozen=True)
class _Choice:
    """One filter that a name may be."""

    name: str
    value: str
    span: Span


def suggest(
    filters: LibraryFilters, language: str, facets: Mapping[str, Mapping[str, int]]
) -> tuple[tuple[Suggestion, ...], LibraryFilters | None]:
    """The filters that the words of a search name, at most MOST, and the search that has all of them set.

    Only filters that are not set yet and that some record found has are suggested. The second is None
    unless two or more filters can hold together.
    """
    used, found = _found(filters.q, language)
    choices = [one for one in _choices(found) if _is_of_use(one, filters, facets)][:MOST]
    single = tuple(Suggestion(one.name, one.value, _narrowed(filters, used, [one])) for one in choices)
    names, spans = {one.name for one in choices}, {one.span for one in choices}
    clear = len(names) == len(spans) == len(choices) > 1
    return single, _narrowed(filters, used, choices) if clear else None


def country_names(text: str, language: str) -> tuple[Expansion, ...]:
    """What the countries that a text names are called in the languages that words are looked up in.

    So a name in any of its cases finds what its plain form finds, and texts that say it in another language.
    Its words count together, and not as the beginning of others: who asks for South Korea does not look for
    the south of Italy, who asks in Albanian for "Indi" not for individuals.
    """
    used, found = _found(text, language)
    codes = languages_of(language, text)
    return tuple(
        Expansion(_labels(one, codes), WEIGHT, used[slice(*one.span)], whole=True)
        for one in found
        if one.name.filter == COUNTRY
    )


def _labels(found: _Found, codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Names of a country with their languages, the typed one as the asker's, adjectives and short names."""
    names = [(primary(code), country_name(found.name.code, code)) for code in codes]
    if found.words not in _AS_CAPITALS:
        names.append((names[0][0], found.words))
    names += (("en", adjective) for adjective in adjectives(found.name.code))
    if found.is_long:
        names += (("", short) for short in short_names(found.name.code))
    return tuple(dict.fromkeys(names))


def plain_meaning(text: str, language: str) -> str:
    """What a text says to the model: one that only names countries, their English names.

    So "آلمان" and "Gjermani" are near to what "Germany" is near to.
    """
    used, found = _found(text, language)
    if without(used, [one.span for one in found if one.name.filter == COUNTRY]):
        return text
    return " ".join(country_name(one.name.code, SOURCE_LANGUAGE) for one in found) or text


@lru_cache(maxsize=64)  # a search asks three times: for the words, for the model and for its suggestions
def _found(text: str, language: str) -> tuple[str, tuple[_Found, ...]]:
    """A text as it was read, and the names in it."""
    names = names_for(language)
    used, stretches = plain_words(text)
    found: list[_Found] = []
    for stretch in stretches:
        place = 0
        while place < len(stretch):
            first, before = _before(stretch, place)
            name, after = _longest(stretch, place, names, before in _ON)
            if name is not None:
                span = (stretch[first][0], stretch[after - 1][1])
                if name.filter != LANGUAGE or before in _IN:
                    side = _side(before) if name.filter == COUNTRY else ""
                    words = used[stretch[place][0] : span[1]]
                    found.append(_Found(name, span, side, words, after - place > 1))
            place = after
    return used, tuple(found)


def _longest(
    stretch: list[tuple[int, int, str]], place: int, names: Names, as_language: bool
) -> tuple[Name | None, int]:
    words = [word for _, _, word in stretch[place : place + MOST_WORDS]]
    for count in range(len(words), 0, -1):
        if (name := names.find(words[:count], as_language)) is not None:
            return name, place + count
    return None, place + 1


def _before(stretch: list[tuple[int, int, str]], place: int) -> tuple[int, str]:
    """Where the little words before a name begin, and the one that says a side; "" for none."""
    word = [keys(typed, "").word for _, _, typed in stretch[:place]]
    articles = 1 if word and word[-1] in _ARTICLES else 0
    cue = word[-1 - articles] if len(word) > articles else ""
    if cue in _CUES:
        return place - articles - 1, cue
    return place, ""


def _side(before: str) -> str:
    return ORIGIN if before in _FROM else DESTINATION if before in _TO else ""


def _choices(found: Sequence[_Found]) -> Iterable[_Choice]:
    """The filters in the order of the text, the corridor first; a country without a side may be on both."""
    countries = list({one.name.code: one for one in reversed(found) if one.name.filter == COUNTRY}.values())
    yield from _corridor(countries[::-1][:2])
    seen: set[str] = set()
    for one in found:
        if one.name.filter != COUNTRY and one.name.filter not in seen:
            seen.add(one.name.filter)
            yield _Choice(one.name.filter, one.name.code, one.span)


def _corridor(countries: list[_Found]) -> Iterable[_Choice]:
    sides = [one.side for one in countries]
    if len(countries) == 2 and sides[0] == sides[1]:
        sides = [ORIGIN, DESTINATION]  # the first one mentioned is where people come from
    elif len(countries) == 2:
        told = sides[0] or sides[1]
        other = DESTINATION if told == ORIGIN else ORIGIN
        sides = [sides[0] or other, sides[1] or other]
    for one, side in zip(countries, sides, strict=True):
        for name in (side,) if side else (ORIGIN, DESTINATION):
            yield _Choice(name, one.name.code, one.span)


def _is_of_use(choice: _Choice, filters: LibraryFilters, facets: Mapping[str, Mapping[str, int]]) -> bool:
    counts = facets.get(choice.name, {})
    there = counts.get(choice.value, 0) or (choice.name in {ORIGIN, DESTINATION} and counts.get(ANY, 0))
    return bool(there) and choice.name not in filters.values


def _narrowed(filters: LibraryFilters, used: str, choices: list[_Choice]) -> LibraryFilters:
    values = {**filters.values, **{one.name: (one.value,) for one in choices}}
    return replace(filters, q=without(used, [one.span for one in choices]), values=values, page=1)


def without(text: str, spans: Iterable[Span]) -> str:
    """A text less some stretches of it and the signs after them, and less signs that then stand alone."""
    kept = list(text)
    for start, end in spans:
        while end < len(text) and text[end] in _SIGNS:  # "-" would exclude the next word
            end += 1
        kept[start:end] = " " * (end - start)
    words = "".join(kept).split()
    return " ".join(word for word in words if any(letter.isalnum() for letter in word))
