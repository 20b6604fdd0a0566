"""Controlled vocabularies: slugs in their order, labels and definitions in every language we have."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from marketplace.languages.catalogues import translated
from marketplace.languages.interface import enabled_languages, locale_id

_DATA = Path(__file__).resolve().parent / "data" / "vocabulary"


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a vocabulary with its English words; the vocabulary's name is the gettext context."""

    vocabulary: str
    slug: str
    label: str
    definition: str


def _read(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def _terms() -> dict[str, dict[str, Term]]:
    """vocabulary -> slug -> term, in the order of the file."""
    vocabularies: dict[str, dict[str, Term]] = {}
    for row in _read("terms.csv"):
        term = Term(row["vocabulary"], row["slug"], row["label_en"], row["definition_en"])
        vocabularies.setdefault(term.vocabulary, {})[term.slug] = term
    return vocabularies


@lru_cache(maxsize=1)
def _sourced_labels() -> dict[tuple[str, str], frozenset[str]]:
    """Labels taken from public thesauri, by vocabulary and slug: good for finding, not for showing."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in _read("labels.csv"):
        found.setdefault((row["vocabulary"], row["slug"]), set()).add(row["label"])
    return {key: frozenset(labels) for key, labels in found.items()}


def vocabularies() -> tuple[str, ...]:
    """Names of all vocabularies."""
    return tuple(_terms())


def slugs(vocabulary: str) -> tuple[str, ...]:
    """Slugs of a vocabulary in its own order; raises KeyError for an unknown vocabulary."""
    return tuple(_terms()[vocabulary])


def is_known(vocabulary: str, slug: str) -> bool:
    """Whether the vocabulary has this slug; an unknown vocabulary has none."""
    return slug in _terms().get(vocabulary, {})


def label(vocabulary: str, slug: str, locale: str | None = None) -> str:
    """What a person reads for a slug.

    `locale` is a BCP 47 or Babel code, by default the language of the request. Raises KeyError for a
    slug the vocabulary does not have.
    """
    return translated(vocabulary, _terms()[vocabulary][slug].label, locale_id(locale))


def definition(vocabulary: str, slug: str, locale: str | None = None) -> str:
    """One line that says what the slug means; languages and errors as for `label`."""
    return translated(vocabulary, _terms()[vocabulary][slug].definition, locale_id(locale))


def choices(vocabulary: str, locale: str | None = None) -> list[tuple[str, str]]:
    """(slug, label) pairs in the order of the vocabulary, for selects and filters."""
    return [(slug, label(vocabulary, slug, locale)) for slug in slugs(vocabulary)]


@lru_cache(maxsize=512)
def all_labels(vocabulary: str, slug: str) -> frozenset[str]:
    """Every label we have for a slug, in all languages: ours and the sourced ones, for the search index."""
    ours = {label(vocabulary, slug, language.locale) for language in enabled_languages()}
    return frozenset(ours) | _sourced_labels().get((vocabulary, slug), frozenset())
