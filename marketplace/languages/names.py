"""Names of countries and languages from CLDR, in the language of the reader and, for finding, in all."""

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, localedata
from babel.core import get_global

from marketplace.languages.catalogues import translated
from marketplace.languages.interface import (
    KNOWN_LANGUAGES,
    Direction,
    enabled_languages,
    known_language,
    locale_id,
)
from marketplace.languages.sorting import sort_key

_COUNTRIES = Path(__file__).resolve().parent.parent / "data" / "countries.csv"
_KOSOVO = "XK"
_TAG = re.compile(r"(?P<language>[a-z]{2,3})(-(?P<script>[A-Z][a-z]{3}))?(-(?P<territory>[A-Z]{2}|\d{3}))?")
_NO_LANGUAGE = {"mul", "und", "mis", "zxx", "root"}
_RTL_SCRIPTS = {"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Mand"}
# Keeps the choice short: languages of fewer people, in every country, are left out of it.
_MIN_SPEAKERS_PERCENT = 5
_ALSO_COMMON = {"rom", "rhg", "fa-AF"}  # many speakers in no country of their own, or a written standard
# What CLDR knows of a language and no page says: names of currencies, units and time zones, short numbers.
_UNSAID = (
    *("currency_names", "currency_names_plural", "compact_currency_formats", "compact_decimal_formats"),
    *("unit_display_names", "meta_zones", "time_zones"),
)
_SAID_UNITS = "duration-"  # "3 days ago"


@lru_cache(maxsize=1)
def _countries() -> dict[str, dict[str, str]]:
    with _COUNTRIES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def country_codes() -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes and XK, in alphabetical order."""
    return tuple(_countries())


def is_country(code: str) -> bool:
    """Whether this is an ISO 3166-1 alpha-2 code in capitals, or XK."""
    return code in _countries()


def country_name(code: str, locale: str | None = None) -> str:
    """Name of a country in a language (BCP 47 or Babel code, by default the reader's).

    Names are CLDR's, except that XK is shown as "Kosovo (UNSCR 1244)". A code that is no country is
    answered unchanged, so that an old record can still be shown.
    """
    return _country_name(code, locale_id(locale))


@lru_cache(maxsize=8192)
def _country_name(code: str, locale: str) -> str:
    if code == _KOSOVO:
        return translated("country", "Kosovo (UNSCR 1244)", locale)
    return _cldr_country(code, locale) if is_country(code) else code


def _cldr_country(code: str, locale: str) -> str:
    """CLDR's name, in English where CLDR has none in the language."""
    name = _locale(locale).territories.get(code) or _locale("en").territories[code]
    return str(name)


def country_choices(locale: str | None = None) -> list[tuple[str, str]]:
    """(code, name) of every country, sorted by the alphabet of the language."""
    return list(_country_choices(locale_id(locale)))


@lru_cache(maxsize=32)
def _country_choices(locale: str) -> tuple[tuple[str, str], ...]:
    pairs = [(code, _country_name(code, locale)) for code in country_codes()]
    return tuple(sorted(pairs, key=lambda pair: (sort_key(pair[1], locale), pair[0])))


@lru_cache(maxsize=512)
def all_country_names(code: str) -> frozenset[str]:
    """Names of a country in all interface languages and its other English names, for the search index.

    Raises KeyError for a code that is no country.
    """
    others = _countries()[code]["other_names_en"]
    names = _cldr_names()[code]
    shown = {_country_name(code, language.locale) for language in enabled_languages()}
    return frozenset(names | shown | {name for name in others.split("; ") if name})


@lru_cache(maxsize=1)
def _cldr_names() -> dict[str, frozenset[str]]:
    """CLDR's names of each country in all languages that we know.

    Babel keeps for ever what it has read of a language, about a megabyte. What was read here only for these
    names is dropped again, and of the languages of the interface what is never said: 4 MB.
    """
    english = _locale("en").territories
    kept = {"en", "root"} | {language.locale for language in enabled_languages()}
    found: dict[str, set[str]] = {code: set() for code in country_codes()}
    for language in KNOWN_LANGUAGES:
        there = set(localedata._cache)
        # past Babel's own dictionaries, which point at themselves: what is dropped is then gone at once
        names = localedata.load(str(Locale.parse(language.locale)))["territories"]
        for code, known in found.items():
            known.add(str(names.get(code) or english[code]))
        for read in set(localedata._cache) - there - kept:
            localedata._cache.pop(read, None)
    for data in list(localedata._cache.values()):
        _drop_unsaid(data)
    return {code: frozenset(known) for code, known in found.items()}


def _drop_unsaid(data: dict[str, Any]) -> None:
    """Empty rather than gone: where one of them is asked for after all, Babel says the bare code."""
    data.update({part: {} for part in _UNSAID})
    units = data.get("unit_patterns", {})
    data["unit_patterns"] = {name: units[name] for name in units if name.startswith(_SAID_UNITS)}


def country_region(code: str) -> str:
    """United Nations M49 sub-region of a country in English ("Western Asia"); KeyError if no country."""
    return _countries()[code]["region"]


@lru_cache(maxsize=128)
def _locale(identifier: str) -> Locale:
    return Locale.parse(identifier)


@lru_cache(maxsize=4096)
def is_language(code: str) -> bool:
    """Whether a code is BCP 47 in its usual spelling and a language CLDR knows ("kea", "sr-Latn", "pt-BR").

    Made-up variants such as "de-si" are refused.
    """
    match = _TAG.fullmatch(code)
    if not match or match["language"] in _NO_LANGUAGE or match["language"] not in _locale("en").languages:
        return False
    plain = not match["script"] and not match["territory"]
    return plain or bool(localedata.exists(code.replace("-", "_")))


def language_name(code: str, locale: str | None = None) -> str:
    """Name of a language in the reader's language; a code CLDR does not know is answered unchanged."""
    return _language_name(code, locale_id(locale))


@lru_cache(maxsize=8192)
def _language_name(code: str, locale: str) -> str:
    if not is_language(code):
        return code
    names = _locale(locale).languages, _locale("en").languages
    whole = code.replace("-", "_")
    if code.count("-") == 0 or whole in names[0]:
        return str(names[0].get(whole) or names[1][whole])
    return str(_locale(whole).get_display_name(_locale(locale)) or code)


def language_choices(locale: str | None = None) -> list[tuple[str, str]]:
    """(code, name) of the languages people commonly speak, sorted by the alphabet of the reader's language.

    That is every interface language, every official language of a country, every language spoken by at
    least one person in twenty somewhere (CLDR's figures), Romany, Rohingya and Dari. `is_language` accepts
    more.
    """
    return list(_language_choices(locale_id(locale)))


@lru_cache(maxsize=32)
def _language_choices(locale: str) -> tuple[tuple[str, str], ...]:
    pairs = [(code, _language_name(code, locale)) for code in _common_languages()]
    return tuple(sorted(pairs, key=lambda pair: (sort_key(pair[1], locale), pair[0])))


@lru_cache(maxsize=1)
def _common_languages() -> frozenset[str]:
    spoken = {
        code.replace("_", "-")
        for languages in get_global("territory_languages").values()
        for code, facts in languages.items()
        if facts["official_status"] or facts["population_percent"] >= _MIN_SPEAKERS_PERCENT
    }
    wanted = {code for code in spoken if "-" not in code and is_language(code)}
    return frozenset(wanted | _ALSO_COMMON | {language.code for language in KNOWN_LANGUAGES})


@lru_cache(maxsize=1024)
def direction(code: str) -> Direction:
    """Writing direction of texts in a language, "rtl" or "ltr"; "ltr" if the language is unknown."""
    known = known_language(code)
    if known:
        return known.dir
    parts = code.replace("_", "-").split("-")
    likely = str(get_global("likely_subtags").get(parts[0], "")).split("_")
    scripts = [part for part in parts[1:] + likely[1:] if len(part) == 4]
    return "rtl" if scripts and scripts[0] in _RTL_SCRIPTS else "ltr"
