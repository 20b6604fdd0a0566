"""Names of countries, languages and terms as people type them, in every language of the interface."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from marketplace import languages, vocab
from marketplace.search.text.analysis import keys, tokens
from marketplace.search.text.normalise import normalise, primary

COUNTRY = "country"
LANGUAGE = "language"
MOST_WORDS = 7
_TYPED = Path(__file__).resolve().parent.parent / "data" / "vocabulary" / "typed.csv"
_SHORT = 3
_LEAST_STEM = 5
_AND = frozenset("and und et dhe i и و y e".split())  # noqa: SIM905  # words are easier to read than a list
# Names of countries that are everyday words in a language: "mali" is small, or a mountain, or of money.
_EVERYDAY = {"sq": {"mali"}, "sr": {"mali"}, "tr": {"mali"}, "fr": {"reunion"}}
_NEVER = frozenset({"مالی", "مالي"})  # of money; in letters that only those write who mean it so
_VOCABULARIES = {"booster": "booster", "phase": "phase", "target": "target_group"}
_ADJECTIVE_ENDINGS = ("n", "an", "ian", "ese", "i")  # Syrian, Mexican, Canadian, Nepalese, Iraqi
_OTHERS_ADJECTIVE = frozenset({"NE", "DM"})  # Nigerians are of Nigeria, Dominicans mostly of the Republic
_ALBANIAN = "sq"
_ALBANIAN_ENDINGS = {
    "i": ("ia", "inë", "isë"),
    "ë": ("a", "ën", "ës"),
    "e": ("et", "eve"),
    "a": ("aja", "anë", "asë"),
}


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for: a filter of the library or COUNTRY, and its code."""

    filter: str
    code: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names by their folded words, and by the stems of one language; `capitals` only as capitals.

    What `own` says of a word of the language counts before what it means `everywhere`, also that it is none.
    """

    own: dict[str, Name | None]
    everywhere: dict[str, Name]
    stems: dict[str, Name]
    tongues: dict[str, Name]  # names of languages, by words and by stems
    capitals: dict[str, Name]
    language: str

    def find(self, typed: list[str], as_language: bool) -> Name | None:
        """What words typed next to each other stand for; `as_language` where only a language makes sense."""
        if len(typed) == 1 and typed[0] in self.capitals:
            return self.capitals[typed[0]]
        word, stem = word_key(typed), _stem_key(typed, self.language)
        if as_language and (tongue := self.tongues.get(word) or self.tongues.get(stem)):
            return tongue
        return self.own.get(word, self.everywhere.get(word)) or self.stems.get(stem)


@lru_cache(maxsize=32)
def names_for(code: str) -> Names:
    """The names that a reader of a language may type: those of all languages, and inflected ones of theirs.

    A word that names different things counts as what it is in the reader's language, a country before its
    language, else as nothing.
    """
    language = primary(code)
    spoken = {word_key(_words(text)): Name(LANGUAGE, one) for one, text in languages.language_choices(code)}
    own: dict[str, Name | None] = {**spoken, **dict(_own_countries(code))}
    own.update(dict.fromkeys({*_EVERYDAY.get(language, ()), *_NEVER}))
    known = {key: name for key, name in {**_everywhere(), **own}.items() if name is not None}
    stems, tongues = {}, {}
    both = (*spoken.items(), *known.items())
    for key, name in sorted(both, key=lambda pair: pair[1].filter == COUNTRY):  # which win
        stem = _stem_key(key.split(), language)
        if stem:
            stems[stem] = name
        if name.filter == LANGUAGE:
            tongues[key] = tongues[stem or key] = name
    return Names(own, _everywhere(), stems, tongues, _capitals(), language)


@lru_cache(maxsize=1)
def _everywhere() -> dict[str, Name]:
    found: dict[str, set[Name]] = {}
    for text, name in (*_country_names(), *_terms(), *_typed()):
        if not _is_abbreviation(text) and (key := word_key(_words(text))):
            found.setdefault(key, set()).add(name)
    single = {key: next(iter(its)) for key, its in found.items() if len(its) == 1}
    return {key: name for key, name in single.items() if len(key) > _SHORT and key not in _NEVER}


def _own_countries(code: str) -> Iterator[tuple[str, Name]]:
    """Names of countries in one language, short ones only as they are spelled."""
    for country in languages.country_codes():
        for form in _forms(languages.country_name(country, code), code):
            key = word_key(_words(form))
            if len(key) > _SHORT or not key.isascii() or form.isascii():
                yield key, Name(COUNTRY, country)


def _country_names() -> Iterator[tuple[str, Name]]:
    for code in languages.country_codes():
        albanian = _forms(languages.country_name(code, _ALBANIAN), _ALBANIAN)
        for text in (*languages.all_country_names(code), *albanian):
            yield text, Name(COUNTRY, code)


@lru_cache(maxsize=256)
def short_names(country: str) -> tuple[str, ...]:
    """What a country is called for short with words of its long names: Bosnia, Macedonia."""
    names = (languages.country_name(country, one.code) for one in languages.enabled_languages())
    full = {word for text in names for word in word_key(_words(text)).split()}
    short = [text for text, name in _typed() if name == Name(COUNTRY, country)]
    return tuple(text for text in short if full.issuperset(word_key(_words(text)).split()))


@lru_cache(maxsize=256)
def adjectives(country: str) -> tuple[str, ...]:
    """What may be the English adjective of a country: its name, also less a last vowel, with each ending.

    Most of them are no words: the index knows which ones are. None of a name of several words.
    """
    name = languages.country_name(country, "en")
    if not name.isalpha() or country in _OTHERS_ADJECTIVE:
        return ()
    stems = dict.fromkeys((name, name.rstrip("aeoy")))
    return tuple(stem + ending for stem in stems for ending in _ADJECTIVE_ENDINGS)


@lru_cache(maxsize=1)
def _capitals() -> dict[str, Name]:
    """Abbreviations: "US" is a country, "us" is not."""
    return {text: name for text, name in (*_country_names(), *_typed()) if _is_abbreviation(text)}


def _terms() -> Iterator[tuple[str, Name]]:
    """Labels of several words; single ones are often everyday words, `typed.csv` has those that are not."""
    for name, vocabulary in _VOCABULARIES.items():
        for slug in vocab.slugs(vocabulary):
            for text in vocab.all_labels(vocabulary, slug):
                if len(_words(text)) > 1:
                    yield text, Name(name, slug)


def _typed() -> Iterator[tuple[str, Name]]:
    with _TYPED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for text in row["words"].split("; "):
                yield text, Name(row["filter"], row["code"])


def _is_abbreviation(text: str) -> bool:
    return text.isascii() and text.isupper()


def _forms(text: str, code: str) -> Iterator[str]:
    """A name and its Albanian cases: Gjermani, then definite Gjermania, Gjermaninë, Gjermanisë."""
    yield text
    if primary(code) == _ALBANIAN:
        for ending in _ALBANIAN_ENDINGS.get(text[-1:], ()):
            yield text[:-1] + ending


def _words(text: str) -> list[str]:
    return [word for _, _, word in tokens(normalise(text))]


def word_key(words: list[str]) -> str:
    """The folded words of a name, without an "and" between them."""
    folded = [keys(word, "").word for word in words]
    inner = [word for word in folded[1:-1] if word not in _AND]
    return " ".join([*folded[:1], *inner, *folded[1:][-1:]])


def _stem_key(words: list[str], language: str) -> str:
    """The stems of a name in a language; "" where they are too short to say anything."""
    roots = [stems[0] if (stems := keys(word, language).stems) else "" for word in words]
    stem = " ".join(roots)
    return stem if all(roots) and len(stem.partition(":")[2]) >= _LEAST_STEM else ""
