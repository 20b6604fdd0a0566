"""The question of a saved search: from parameters of the library to one string for each, and back."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

from marketplace.library.forms import LibraryFilters
from marketplace.search.engine import Sort
from marketplace.shelves.rules import TITLE_LIMIT


def read(query: str) -> LibraryFilters:
    """The question that a query string asks; what is not known (any more) is left out."""
    return LibraryFilters.read(MultiDict(parse_qsl(query)))


def canonical(filters: LibraryFilters) -> str:
    """The one query string of a question, whatever the order of its choices, of its results and the page."""
    values = {name: tuple(sorted(codes)) for name, codes in filters.values.items()}
    return urlencode(replace(filters, values=values, sort=Sort.RELEVANCE, page=1).pairs())


def in_words(filters: LibraryFilters) -> str:
    """The words and the labels of the filters, in the language of the page: a name to begin with."""
    parts = [filters.q] if filters.q else []
    parts += [str(one.label_of(code)) for one, code in filters.chosen()]
    parts += [str(year) for _, year in filters.years()]
    return " · ".join(parts)[:TITLE_LIMIT]
