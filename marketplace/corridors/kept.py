"""Coverage kept ready: counted once for a library and a day, and pages made from nothing else."""

from collections.abc import Callable
from datetime import date

from flask import Response, current_app
from flask_login import current_user

from marketplace.corridors.facts import Coverage
from marketplace.corridors.known import KnownVersions
from marketplace.database import utc_now
from marketplace.demand.queries import demand_mark, demand_on
from marketplace.languages import external_url
from marketplace.library import sitemap
from marketplace.library.answers import library_mark, still
from marketplace.library.kept import HTML, answer_public


class KeptCoverage:
    """The last count, and what it was made from."""

    def __init__(self) -> None:
        self.versions = KnownVersions()
        self.last: tuple[tuple[str, str, date], Coverage] | None = None


def answer_from_coverage(
    make: Callable[[Coverage], str], content_type: str = HTML, also: str = ""
) -> Response:
    """Answer a public page that shows coverage and records; `make` is given the counts.

    They change with the library, with what is missed and, as records go out of date, with the day. `also`
    names whatever else the page is made from.
    """
    mark, demand, day = library_mark(), demand_mark(), utc_now().date()
    made_from = f"{mark}|{demand}|{day}|{also}" if mark is not None else None
    return answer_public(
        made_from,
        lambda: make(_coverage(mark, demand, day)),
        content_type=content_type,
        still=lambda: still(mark),
    )


@sitemap.part
def addresses() -> list[tuple[str, str]]:
    """For the sitemap: the ways in, and the page of every pair that some record names."""
    pairs = _coverage(library_mark(), demand_mark(), utc_now().date()).pairs
    ways_in = [external_url(endpoint) for endpoint in ("corridors.index", "corridors.coverage")]
    pages = [external_url("corridors.show", corridor="-".join(pair)) for pair in pairs]
    return [(address, "") for address in ways_in + pages]


def _coverage(mark: str | None, demand: str, day: date) -> Coverage:
    kept: KeptCoverage = current_app.extensions["kept_coverage"]
    if mark is not None and kept.last is not None and kept.last[0] == (mark, demand, day):
        return kept.last[1]
    counted = Coverage(kept.versions.facts(day), demand=demand_on(day))
    # A member's request began to read before the mark was taken: what it found may be older than the mark.
    if mark is not None and not current_user.is_authenticated and still(mark):
        kept.last = ((mark, demand, day), counted)
    return counted
