"""The public list of organisations: words and filters of the address, counts before clicking, pages."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import or_, select
from werkzeug.datastructures import MultiDict

from marketplace import languages, vocab
from marketplace.database import db
from marketplace.providers import queries
from marketplace.providers.models import Organisation, OrganisationName
from marketplace.providers.rules import SIDES, name_key
from marketplace.wording import word

PER_PAGE = 24
LONGEST_QUERY = 200
FILTERS = ("side", "country", "kind")


class _Row(NamedTuple):
    id: str
    side: tuple[str, ...]
    country: tuple[str, ...]
    kind: tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """What somebody looks for: words of a name, and the chosen values of each filter.

    `messages` says what could not be understood; that part was left out.
    """

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    messages: tuple[str, ...] = ()

    def arguments(self, **changes: Any) -> dict[str, Any]:
        """The parameters of the address of this wish, with some of them replaced; empty ones left out."""
        given = {"q": self.q, **self.chosen, "page": self.page if self.page > 1 else None} | changes
        return {name: value for name, value in given.items() if value}

    def without(self, name: str, value: str) -> dict[str, Any]:
        """The parameters with one value of a filter taken out, on the first page."""
        left = tuple(v for v in self.chosen.get(name, ()) if v != value)
        return self.arguments(**{name: left, "page": None})


@dataclass(frozen=True)
class Found:
    """One page of what was found, how many in all, how many pages, and counts by filter and value."""

    organisations: list[Organisation]
    total: int
    page: int
    pages: int
    counts: Mapping[str, Mapping[str, int]]


def read(arguments: MultiDict[str, str]) -> Wish:
    """The wish in an address; never raises."""
    messages = []
    chosen: dict[str, tuple[str, ...]] = {}
    for name in FILTERS:
        given = [value for value in dict.fromkeys(arguments.getlist(name)) if value]
        chosen[name] = tuple(value for value in given if _KNOWN[name](value))
        messages += [
            _("“%(code)s” is not on the list. Choose one from the list.", code=value[:60])
            for value in given
            if value not in chosen[name]
        ]
    page = arguments.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= 6 else 1
    q = "".join(char for char in arguments.get("q", "") if char.isprintable()).strip()[:LONGEST_QUERY]
    return Wish(q, chosen, max(1, number), tuple(messages))


def find(wish: Wish) -> Found:
    """The organisations that fit all filters (any value within one), by name.

    Counts of one filter ignore what is chosen in it. A page after the last one is the last one.
    """
    rows = list(_named(wish.q))
    fitting = [row for row in rows if _fits(row, wish)]
    pages = max(1, -(-len(fitting) // PER_PAGE))
    page = min(wish.page, pages)
    ids = [row.id for row in fitting[(page - 1) * PER_PAGE : page * PER_PAGE]]
    by_id = {o.id: o for o in db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))}
    counts = {
        name: Counter(value for row in rows if _fits(row, wish, without=name) for value in getattr(row, name))
        for name in FILTERS
    }
    return Found([by_id[organisation_id] for organisation_id in ids], len(fitting), page, pages, counts)


def _named(q: str) -> Iterator[_Row]:
    """Public organisations one of whose names holds the words, by name."""
    statement = queries.public().with_only_columns(
        Organisation.id, Organisation.side, Organisation.countries, Organisation.kinds
    )
    if q:
        key = name_key(q)
        if not key:
            return  # signs of punctuation are in no name
        other = select(OrganisationName.organisation_id).where(
            OrganisationName.name_key.contains(key, autoescape=True)
        )
        statement = statement.where(
            or_(Organisation.name_key.contains(key, autoescape=True), Organisation.id.in_(other))
        )
    for row in db.session.execute(statement.order_by(Organisation.name_key, Organisation.id)):
        yield _Row(row[0], _sides(row[1]), tuple(row[2]), tuple(row[3]))


def _sides(side: str) -> tuple[str, ...]:
    """Who works on both sides is found under either."""
    return SIDES if side == "both" else (side,)


def _fits(row: _Row, wish: Wish, without: str = "") -> bool:
    return all(
        name == without or not values or set(values) & set(getattr(row, name))
        for name, values in wish.chosen.items()
    )


def label_of(name: str, value: str) -> str:
    """What a person reads for a value of a filter."""
    return _LABELS[name](value)


def options(name: str, wish: Wish, found: Found) -> list[dict[str, Any]]:
    """The values of a filter that lead somewhere, and the chosen ones, for the macro `facet`."""
    order = {"side": SIDES, "kind": vocab.slugs("provider_kind")}.get(name)
    counts = found.counts[name]
    chosen = wish.chosen.get(name, ())
    values = list(order or sorted({*counts, *chosen}, key=_country_order))
    return [
        {
            "value": value,
            "label": label_of(name, value),
            "count": counts.get(value, 0),
            "checked": value in chosen,
        }
        for value in values
        if counts.get(value) or value in chosen
    ]


def _country_order(code: str) -> Any:
    locale = languages.current_language().locale
    return languages.sort_key(languages.country_name(code), locale)


_KNOWN: dict[str, Callable[[str], bool]] = {
    "side": lambda value: value in SIDES,
    "country": languages.is_country,
    "kind": lambda value: vocab.is_known("provider_kind", value),
}
_LABELS: dict[str, Callable[[str], str]] = {
    "side": lambda value: word("side", value),
    "country": languages.country_name,
    "kind": lambda value: vocab.label("provider_kind", value),
}
