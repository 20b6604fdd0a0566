"""What somebody asks of the library: its parameters read, checked, and written back into addresses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from marketplace.errors import Invalid
from marketplace.library.filters import FILTERS, Filter
from marketplace.search.engine import Query, Sort

PER_PAGE = 20
MOST_PER_PAGE = 100
LAST_PAGE = 10_000
FIRST_YEAR, LAST_YEAR = 1900, 2100
MAX_QUERY = 1_000  # characters kept of the text; the search itself reads fewer
_SHOWN_CODE = 60
_MOST_MESSAGES = 5
_NUMBERS = ("year_from", "year_to", "page")
_ONCE = ("q", "sort", *_NUMBERS, "per_page")
YEAR_LABELS = {"year_from": _l("From year"), "year_to": _l("Until year")}
PARAMETERS = frozenset({"q", "sort", *_NUMBERS, *(one.name for one in FILTERS)})

_UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ")  # control characters say nothing

Values = Mapping[str, tuple[str, ...]]
Pairs = list[tuple[str, str]]


class BadParameter(Invalid):
    """A parameter of the programming interface is unknown, or its value is."""

    status = HTTPStatus.BAD_REQUEST


@dataclass(frozen=True)
class LibraryFilters:
    """A question to the library. `values` holds the chosen codes by filter; filters without any are absent.

    `messages` says what could not be understood, by parameter; that part was left out.
    """

    q: str = ""
    values: Values = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = PER_PAGE
    messages: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> Self:
        """Take the parameters of a page: what is wrong becomes a message and is left out; never raises."""
        reader = _Reader(args)
        return cls(**reader.found(), messages=reader.messages)

    @classmethod
    def read_strictly(cls, args: MultiDict[str, str]) -> Self:
        """Take the parameters of the programming interface; raises BadParameter naming all that are wrong."""
        reader = _Reader(args)
        for name in sorted(args.keys() - PARAMETERS - {"per_page"}):
            reader.note(name[:_SHOWN_CODE], _("There is no such parameter."))
        for name in _ONCE:
            if len(args.getlist(name)) > 1:
                reader.note(name, _("This parameter can be given once only."))
        found = reader.found() | {"per_page": reader.number("per_page", PER_PAGE, 1, MOST_PER_PAGE)}
        if reader.messages:
            raise BadParameter(reader.messages)
        return cls(**found)

    def query(self, language: str, **changes: Any) -> Query:
        """The question as the search engine takes it, for a reader of `language`."""
        given = [(one, self.values.get(one.name, ())) for one in FILTERS]
        chosen = {one.field: bool(codes) if one.is_switch else codes for one, codes in given}
        asked = Query(
            text=self.q,
            **chosen,  # type: ignore[arg-type]  # every field named in FILTERS is a tuple of codes or a switch
            year_from=self.year_from,
            year_to=self.year_to,
            sort=self.sort,
            page=self.page,
            per_page=self.per_page,
            interface_language=language,
        )
        return replace(asked, **changes) if changes else asked

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set, the words apart."""
        return bool(self.values) or self.year_from is not None or self.year_to is not None

    def pairs(self) -> Pairs:
        """The parameters in one fixed order, without those that say nothing: the canonical address."""
        found: Pairs = [("q", self.q)] if self.q else []
        found += [(one.name, code) for one in FILTERS for code in self.values.get(one.name, ())]
        found += [(name, str(year)) for name, year in self.years()]
        if self.sort is not Sort.RELEVANCE:
            found.append(("sort", self.sort))
        if self.page > 1:
            found.append(("page", str(self.page)))
        return found

    def search(self, language: str) -> tuple[str, str, str]:
        """Words, filters and language of the page: what is counted where nothing is found."""
        filters = replace(self, q="", sort=Sort.RELEVANCE, page=1)
        return self.q, urlencode(filters.pairs()), language

    def years(self) -> list[tuple[str, int]]:
        """The bounds of the years that are set."""
        both = (("year_from", self.year_from), ("year_to", self.year_to))
        return [(name, year) for name, year in both if year is not None]

    def chosen(self) -> list[tuple[Filter, str]]:
        """Every chosen code with its filter."""
        return [(one, code) for one in FILTERS for code in self.values.get(one.name, ())]

    def without(self, name: str, code: str | None = None) -> Self:
        """The same question less one filter, or less one code of it, from its first page."""
        if name == "year_from":
            return replace(self, page=1, year_from=None)
        if name == "year_to":
            return replace(self, page=1, year_to=None)
        left = tuple(one for one in self.values.get(name, ()) if code is not None and one != code)
        values = {other: codes for other, codes in self.values.items() if other != name}
        return replace(self, page=1, values=values | ({name: left} if left else {}))

    def address(self, root: str) -> str:
        """The address of this question below `root`, the path of a page."""
        return with_parameters(root, self.pairs())


def with_parameters(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A path with its query string, if there is any."""
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def refuse_parameters(args: MultiDict[str, str]) -> None:
    """Raise BadParameter for each parameter given to what takes none."""
    if args:
        raise BadParameter(
            {name[:_SHOWN_CODE]: [_("There is no such parameter.")] for name in sorted(args.keys())}
        )


def read_paging(args: MultiDict[str, str]) -> tuple[int, int]:
    """`page` and `per_page` of a list in the programming interface; raises BadParameter for anything else."""
    reader = _Reader(args)
    for name in sorted(args.keys() - {"page", "per_page"}):
        reader.note(name[:_SHOWN_CODE], _("There is no such parameter."))
    page = reader.number("page", 1, 1, LAST_PAGE)
    per_page = reader.number("per_page", PER_PAGE, 1, MOST_PER_PAGE)
    if reader.messages:
        raise BadParameter(reader.messages)
    return page, per_page


class _Reader:
    """Reads one set of parameters and gathers the messages about it."""

    def __init__(self, args: MultiDict[str, str]) -> None:
        self._args = args
        self.messages: dict[str, list[str]] = {}

    def note(self, name: str, message: str) -> None:
        """Add a message, unless a parameter has many already."""
        known = self.messages.setdefault(name, [])
        if len(known) < _MOST_MESSAGES:
            known.append(message)

    def found(self) -> dict[str, Any]:
        """All parts of a question that are right."""
        year_from, year_to = (
            self.number(name, None, FIRST_YEAR, LAST_YEAR) for name in ("year_from", "year_to")
        )
        if year_from is not None and year_to is not None and year_from > year_to:
            self.note("year_to", _("The last year is before the first."))
            year_to = None
        return {
            "q": " ".join(self._args.get("q", "")[:MAX_QUERY].translate(_UNSEEN).split()),
            "values": {one.name: codes for one in FILTERS if (codes := self._codes(one))},
            "year_from": year_from,
            "year_to": year_to,
            "sort": self._sort(),
            "page": self.number("page", 1, 1, LAST_PAGE),
        }

    def _codes(self, one: Filter) -> tuple[str, ...]:
        """The known codes of a filter, each once; an empty value is a choice that was left open."""
        given = dict.fromkeys(code for code in self._args.getlist(one.name) if code)
        for code in given:
            if not one.is_known(code):
                self.note(one.name, _("“%(code)s” is not known here.", code=code[:_SHOWN_CODE]))
        return tuple(code for code in given if one.is_known(code))

    def _sort(self) -> Sort:
        given = self._args.get("sort", "")
        if not given or given in tuple(Sort):
            return Sort(given or Sort.RELEVANCE)
        self.note("sort", _("“%(code)s” is not known here.", code=given[:_SHOWN_CODE]))
        return Sort.RELEVANCE

    def number(self, name: str, default: Any, least: int, most: int) -> Any:
        """A whole number between two bounds, or the default where it is not given or not right."""
        given = self._args.get(name, "").strip()
        if not given:
            return default
        if given.isascii() and given.isdigit() and len(given) < 7 and least <= int(given) <= most:
            return int(given)
        self.note(
            name,
            _("Write a whole number between %(least)s and %(most)s.", least=str(least), most=str(most)),
        )
        return default
