"""What the search page shows around its cards: facets, chips, orders, pages, ways out of an empty result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import languages
from marketplace.library.answers import Answer
from marketplace.library.filters import BY_NAME, FILTERS, Filter
from marketplace.library.forms import YEAR_LABELS, LibraryFilters
from marketplace.library.nearest import Drop
from marketplace.search.engine import ANY, Sort

MOST_OPTIONS = 20
_OPEN = frozenset({"kind", "booster"})
_SORTS = {
    Sort.RELEVANCE: _l("Best match"),
    Sort.NEWEST: _l("Newest"),
    Sort.CONFIRMED: _l("Recently confirmed"),
}

Row = dict[str, Any]


@dataclass(frozen=True)
class SearchPage:
    """Everything the template of the search page needs beside the answer itself."""

    answer: Answer
    path: str

    @property
    def filters(self) -> LibraryFilters:
        return self.answer.filters

    def address(self, filters: LibraryFilters) -> str:
        """The address of another question."""
        return filters.address(self.path)

    def url_for_page(self, number: int) -> str:
        """The address of another page of this result."""
        return self.address(replace(self.filters, page=number))

    def feed_url(self) -> str:
        """The Atom feed of this search."""
        return self.address_at(url_for("library.feed"))

    def address_at(self, path: str) -> str:
        """The same question, from its first page, as parameters of another address."""
        return replace(self.filters, page=1).address(path)

    def sorts(self) -> list[Row]:
        """The orders to choose from."""
        return [
            {
                "label": label,
                "url": self.address(replace(self.filters, sort=sort, page=1)),
                "current": sort == self.filters.sort,
            }
            for sort, label in _SORTS.items()
        ]

    def chips(self) -> list[Row]:
        """The chosen filters, each with the address without it."""
        found = [
            {
                "label": choice_label(one.name, code),
                "remove_url": self.address(self.filters.without(one.name, code)),
            }
            for one, code in self.filters.chosen()
        ]
        for name, year in self.filters.years():
            label = _("%(filter)s: %(value)s", filter=YEAR_LABELS[name], value=str(year))
            found.append({"label": label, "remove_url": self.address(self.filters.without(name))})
        return found

    def clear_url(self) -> str | None:
        """The address without any filter, the words kept; None where none is set."""
        if not self.filters.narrowed:
            return None
        return self.address(LibraryFilters(q=self.filters.q, sort=self.filters.sort))

    def carried(self, *left_out: str) -> list[tuple[str, str]]:
        """The parameters a form on this page has to carry along, less those it asks for itself."""
        first = replace(self.filters, page=1)
        return [pair for pair in first.pairs() if pair[0] not in left_out]

    def facets(self) -> list[Row]:
        """Each filter with its codes, their counts, and which are chosen."""
        shown = []
        locale = languages.current_language().locale
        for one in FILTERS:
            chosen = self.filters.values.get(one.name, ())
            options = _options(one, self._counts(one), chosen)
            if options:
                opened = bool(chosen) or one.name in _OPEN
                label = _title(one.name, locale)
                shown.append({"name": one.name, "label": label, "options": options, "open": opened})
        return shown

    def _counts(self, one: Filter) -> Mapping[str, int | None]:
        if self.answer.without_index:
            return dict.fromkeys(one.codes)
        return self.answer.facets.get(one.name, {})

    def left_out(self) -> list[tuple[str, str]]:
        """What could not be understood: the label of the parameter and the message."""
        return [
            (_parameter_label(name), text) for name, texts in self.filters.messages.items() for text in texts
        ]

    def drops(self) -> list[Row]:
        """What can be left out of an empty search, or put in its place, in words, with what it gives."""
        return [
            {"label": _drop_label(drop), "total": drop.total, "url": self.address(drop.filters)}
            for drop in self.answer.drops
        ]

    def is_one_country(self) -> bool:
        """Whether both sides are the same country alone, which no record can name as its corridor."""
        sides = [set(self.filters.values.get(name, ())) for name in ("origin", "destination")]
        return len(sides[0]) == 1 and sides[0] == sides[1] and sides[0] != {ANY}

    def gap_url(self) -> str | None:
        """Where to report that help is missing, once the two countries of one corridor are chosen."""
        sides = [self.filters.values.get(name, ()) for name in ("origin", "destination")]
        if (
            any(len(codes) != 1 or not languages.is_country(codes[0]) for codes in sides)
            or sides[0] == sides[1]
        ):
            return None
        booster = self.filters.values.get("booster", ())
        return url_for("demand.ask", origin=sides[0][0], destination=sides[1][0], booster=booster[:1] or None)

    def suggested(self) -> list[Row]:
        """Filters that the typed words name, each with the search that has it set instead of the words."""
        return [
            {"label": choice_label(one.name, one.value), "url": self.address(one.filters)}
            for one in self.answer.suggested
        ]

    def together_url(self) -> str | None:
        """The address with all suggested filters set; None where they cannot hold together."""
        return self.address(self.answer.together) if self.answer.together is not None else None

    def meant(self) -> Row | None:
        """The words the reader may have meant."""
        text = self.answer.did_you_mean
        return {"text": text, "url": self.address(replace(self.filters, q=text, page=1))} if text else None


def choice_label(name: str, code: str) -> str:
    """A chosen or suggested filter in words: "From: Albania"."""
    one = BY_NAME[name]
    return _("%(filter)s: %(value)s", filter=one.label, value=one.label_of(code))


def _options(one: Filter, counts: Mapping[str, int | None], chosen: Iterable[str]) -> list[Row]:
    """Codes that some record has, and the chosen ones: in their own order, or the most frequent by name."""
    locale = languages.current_language().locale
    wanted = set(chosen)
    known = {*wanted, *counts} - {ANY}
    if one.codes:
        codes = [code for code in one.codes if code in known]
    else:
        codes = sorted(known, key=lambda code: (code not in wanted, -(counts.get(code) or 0), code))
        codes = sorted(codes[:MOST_OPTIONS], key=lambda code: _sort_key(one.name, code, locale))
    return [
        {
            "value": code,
            "label": _label(one.name, code, locale),
            "count": counts.get(code, 0),
            "checked": code in wanted,
        }
        for code in codes
    ]


@lru_cache(maxsize=1024)
def _title(name: str, _locale: str) -> str:
    """The name of a filter in the language of the page."""
    return str(BY_NAME[name].label)


@lru_cache(maxsize=8192)
def _label(name: str, code: str, _locale: str) -> str:
    """The label of a code in the language of the page, which `_locale` names."""
    return BY_NAME[name].label_of(code)


@lru_cache(maxsize=8192)
def _sort_key(name: str, code: str, locale: str) -> tuple[object, ...]:
    return languages.sort_key(_label(name, code, locale), locale)


def _parameter_label(name: str) -> str:
    if name in YEAR_LABELS:
        return str(YEAR_LABELS[name])
    plain = {"sort": _("Sort by"), "page": _("Page")}
    return plain[name] if name in plain else str(BY_NAME[name].label)


def _drop_label(drop: Drop) -> str:
    name = drop.name
    if drop.value:
        return choice_label(name, drop.value)
    if name == "q":
        return _("Search without the words")
    if name == "filters":
        return _("Search for the words without any filter")
    label = YEAR_LABELS[name] if name in YEAR_LABELS else BY_NAME[name].label
    if name == "origin":
        return _("From any country")
    if name == "destination":
        return _("To any country")
    return _("Leave out “%(filter)s”", filter=label)
