"""What the search page shows around its cards: facets, chips, orders, pages, ways out of an empty result."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import languages
from marketplace.library.answers import Answer
from marketplace.library.filters import BY_NAME, FILTERS, Filter
from marketplace.library.forms import YEAR_LABELS, LibraryFilters
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
        return replace(self.filters, page=1).address(url_for("library.feed"))

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
                "label": _("%(filter)s: %(value)s", filter=one.label, value=one.label_of(code)),
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
        for one in FILTERS:
            chosen = self.filters.values.get(one.name, ())
            options = _options(one, self._counts(one), chosen)
            if options:
                opened = bool(chosen) or one.name in _OPEN
                shown.append({"name": one.name, "label": one.label, "options": options, "open": opened})
        return shown

    def _counts(self, one: Filter) -> Mapping[str, int | None]:
        if self.answer.without_index:
            return dict.fromkeys(one.codes)
        return self.answer.facets.get(one.name, {})

    def drops(self) -> list[Row]:
        """What can be left out of an empty search, in words, with what it gives."""
        return [
            {"label": _drop_label(drop.name), "total": drop.total, "url": self.address(drop.filters)}
            for drop in self.answer.drops
        ]

    def meant(self) -> Row | None:
        """The words the reader may have meant."""
        text = self.answer.did_you_mean
        return {"text": text, "url": self.address(replace(self.filters, q=text, page=1))} if text else None


def _options(one: Filter, counts: Mapping[str, int | None], chosen: Iterable[str]) -> list[Row]:
    """Codes that some record has, and the chosen ones: in their own order, or the most frequent first."""
    wanted = set(chosen)
    known = [code for code in {**dict.fromkeys(wanted), **counts} if code != ANY]
    if one.codes:
        codes = [code for code in one.codes if code in set(known)]
    else:
        frequent = sorted(known, key=lambda code: (code not in wanted, -(counts.get(code) or 0), code))
        codes = _by_name(frequent[:MOST_OPTIONS], one.label_of)
    return [
        {
            "value": code,
            "label": one.label_of(code),
            "count": counts.get(code, 0),
            "checked": code in wanted,
        }
        for code in codes
    ]


def _by_name(codes: Iterable[str], label_of: Callable[[str], str]) -> list[str]:
    locale = languages.current_language().locale
    return sorted(codes, key=lambda code: languages.sort_key(label_of(code), locale))


def _drop_label(name: str) -> str:
    if name == "q":
        return _("Search without the words")
    label = YEAR_LABELS[name] if name in YEAR_LABELS else BY_NAME[name].label
    if name == "origin":
        return _("From any country")
    if name == "destination":
        return _("To any country")
    return _("Leave out “%(filter)s”", filter=label)
