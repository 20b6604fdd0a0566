"""What somebody asks of corridors: addresses and parameters read and checked."""

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from marketplace import languages, vocab
from marketplace.corridors.coverage import Pair
from marketplace.errors import DomainError, NotFound
from marketplace.library.forms import BadParameter, refuse_parameters

_SHOWN = 60
_WRITTEN = re.compile(r"([^-]*)-(.*)", re.DOTALL)


class BadCorridor(DomainError):
    """Two countries that are no corridor."""

    status = HTTPStatus.BAD_REQUEST


def read_corridor(written: str) -> Pair:
    """The pair of an address, "AL-DE"; raises NotFound for unknown countries, BadCorridor for one twice."""
    match = _WRITTEN.fullmatch(written)
    origin, destination = match.groups() if match else (written, "")
    for code in (origin, destination):
        if not languages.is_country(code):
            raise NotFound(
                _("“%(code)s” is no corridor: write two country codes, as in AL-DE.", code=written[:_SHOWN])
            )
    if origin == destination:
        raise BadCorridor(_("A corridor leads from one country to another. Choose two different countries."))
    return origin, destination


def read_corridor_strictly(written: str) -> Pair:
    """As `read_corridor`, for the programming interface; raises BadParameter naming `corridor`."""
    try:
        return read_corridor(written)
    except DomainError as error:
        raise BadParameter({"corridor": [error.message]}) from error


def read_country(code: str) -> str:
    """The country of a page's address; raises NotFound for an unknown one."""
    if not languages.is_country(code):
        raise NotFound(_("“%(code)s” is not known here.", code=code[:_SHOWN]))
    return code


@dataclass(frozen=True)
class CoverageFilter:
    """What coverage can be narrowed by: parameter, as in the library, label, and vocabulary if it has one."""

    name: str
    label: Any
    vocabulary: str | None = None

    def is_known(self, code: str) -> bool:
        """Whether a code can be chosen."""
        return vocab.is_known(self.vocabulary, code) if self.vocabulary else languages.is_language(code)


FILTERS = (
    CoverageFilter("booster", _l("Kind of help"), "booster"),
    CoverageFilter("channel", _l("Reason for moving"), "channel"),
    CoverageFilter("target", _l("Target group"), "target_group"),
    CoverageFilter("language", _l("Language of the text")),
)


@dataclass(frozen=True)
class CoverageFilters:
    """The filters chosen: code by parameter."""

    parameters: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> Self:
        """Take the parameters of a page; unknown codes are left out."""
        return cls({one.name: code for one in FILTERS if (code := args.get(one.name)) and one.is_known(code)})

    @classmethod
    def read_strictly(cls, args: MultiDict[str, str]) -> Self:
        """Take those of the programming interface; raises BadParameter for an unknown name or code."""
        names = {one.name for one in FILTERS}
        refuse_parameters(MultiDict((name, value) for name, value in args.items() if name not in names))
        found = cls.read(args)
        wrong = {name: args[name] for name in names if args.get(name) and name not in found.parameters}
        if wrong:
            raise BadParameter(
                {
                    name: [_("“%(code)s” is not known here.", code=code[:_SHOWN])]
                    for name, code in sorted(wrong.items())
                }
            )
        return found

    @property
    def by_vocabulary(self) -> dict[str, str]:
        """Code by vocabulary, as `Coverage.narrowed` takes them."""
        return {
            one.vocabulary or one.name: self.parameters[one.name]
            for one in FILTERS
            if one.name in self.parameters
        }


def read_choice(args: MultiDict[str, str]) -> tuple[str, str]:
    """The two countries picked, "" where none is; raises NotFound or BadCorridor as `read_corridor`."""
    origin, destination = args.get("origin", ""), args.get("destination", "")
    if origin and destination:
        return read_corridor(f"{origin}-{destination}")
    for code in (origin, destination):
        if code:
            read_country(code)
    return origin, destination
