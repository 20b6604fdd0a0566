"""What somebody asks of corridors: addresses and parameters read and checked."""

import re
from http import HTTPStatus

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from marketplace import languages, vocab
from marketplace.corridors.coverage import Pair
from marketplace.errors import DomainError, NotFound
from marketplace.library.forms import BadParameter

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


def read_booster(args: MultiDict[str, str]) -> str | None:
    """The kind of help that coverage is narrowed to; an unknown one is left out."""
    slug = args.get("booster", "")
    return slug if vocab.is_known("booster", slug) else None


def refuse_parameters(args: MultiDict[str, str]) -> None:
    """Raise BadParameter for each parameter given to what takes none."""
    if args:
        raise BadParameter(
            {name[:_SHOWN]: [_("There is no such parameter.")] for name in sorted(args.keys())}
        )


def read_choice(args: MultiDict[str, str]) -> tuple[str, str]:
    """The two countries picked, "" where none is; raises NotFound or BadCorridor as `read_corridor`."""
    origin, destination = args.get("origin", ""), args.get("destination", "")
    if origin and destination:
        return read_corridor(f"{origin}-{destination}")
    for code in (origin, destination):
        if code:
            read_country(code)
    return origin, destination
