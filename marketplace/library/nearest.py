"""Ways out of an empty result: what a search finds with less asked, or with something else beside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from marketplace.library.forms import LibraryFilters
from marketplace.search.engine import ANY, Result

MOST_DROPS = 5
MOST_NEIGHBOURS = 2  # of each kind
_NEIGHBOURS = ("origin", "destination", "language")

Find = Callable[[LibraryFilters], Result]


@dataclass(frozen=True)
class Drop:
    """A way out of an empty result: another search, and how many records it gives.

    `name` is the filter that is left out, `q` for the words, `filters` for all filters; with a `value` the
    filter has this code instead.
    """

    name: str
    filters: LibraryFilters
    total: int
    value: str = ""


def nearest(filters: LibraryFilters, find: Find) -> tuple[Drop, ...]:
    """What each filter, left out alone, would give, the most first; else the words without filters.

    After these the neighbours: the same from or to another country, or in another language, the most first.
    """
    names = [*filters.values, *(name for name, _ in filters.years())]
    looser = [(name, filters.without(name)) for name in names]
    if filters.q and names:
        looser.append(("q", replace(filters, q="", page=1)))
    results = [(name, other, find(other)) for name, other in looser]
    found = [Drop(name, other, result.total) for name, other, result in results]
    if filters.q and filters.narrowed and not any(drop.total for drop in found):
        words = LibraryFilters(q=filters.q, sort=filters.sort)
        found.append(Drop("filters", words, find(words).total))
    useful = sorted((drop for drop in found if drop.total), key=lambda drop: (-drop.total, drop.name))
    neighbours = [one for name, other, result in results for one in _neighbours(name, other, result)]
    return (*useful[:MOST_DROPS], *neighbours)


def _neighbours(name: str, without: LibraryFilters, result: Result) -> Iterator[Drop]:
    """The codes that most records have in place of the one that none has.

    A corridor with an open side fits every country, so where nothing was found none is left to offer, and the
    count of a country is all that its filter finds.
    """
    if name not in _NEIGHBOURS:
        return
    counts = [(code, count) for code, count in result.facets[name].items() if count and code != ANY]
    for code, count in sorted(counts, key=lambda pair: (-pair[1], pair[0]))[:MOST_NEIGHBOURS]:
        values = {**without.values, name: (code,)}
        yield Drop(name, replace(without, values=values), count, code)
