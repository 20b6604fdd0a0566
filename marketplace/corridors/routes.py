"""Pages of corridors: find one, one pair, one country, and coverage."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from marketplace.access import Access, access
from marketplace.corridors import page, payloads
from marketplace.corridors.coverage import Pair
from marketplace.corridors.coverage_page import CoveragePage
from marketplace.corridors.facts import Coverage
from marketplace.corridors.forms import CoverageFilters, read_choice, read_corridor, read_country
from marketplace.corridors.kept import answer_from_coverage
from marketplace.corridors.queries import records_naming

CSV = "text/csv; charset=utf-8"

bp = Blueprint("corridors", __name__)


@bp.get("/corridors")
@access(Access.PUBLIC)
def index() -> AnyResponse:
    """Two countries to pick, and the busiest corridors; one picked leads to its page."""
    origin, destination = read_choice(request.args)
    if origin and destination:
        return redirect(page.corridor_url((origin, destination)))
    if origin or destination:
        return redirect(url_for("corridors.country", code=origin or destination))
    return answer_from_coverage(_index)


def _index(found: Coverage) -> str:
    return render_template(
        "corridors/index.html",
        countries=page.country_choices(found),
        busiest=page.corridor_rows(found.busiest()[: page.MOST_BUSIEST]),
        number=len(found.pairs),
    )


@bp.get("/corridors/<corridor>")
@access(Access.PUBLIC)
def show(corridor: str) -> Response:
    """Both sides of one pair."""
    pair = read_corridor(corridor)
    return answer_from_coverage(lambda found: _show(found, pair))


def _show(found: Coverage, pair: Pair) -> str:
    both_sides = page.CorridorPage(found, pair, records_naming(pair, found.day))
    return render_template("corridors/show.html", page=both_sides, phase_names=page.phase_names())


@bp.get("/countries/<code>")
@access(Access.PUBLIC)
def country(code: str) -> Response:
    """The corridors from and to a country."""
    read_country(code)
    return answer_from_coverage(
        lambda found: render_template(
            "corridors/country.html",
            code=code,
            leaving=page.corridor_rows(found.busiest(lambda pair: pair[0] == code)),
            coming=page.corridor_rows(found.busiest(lambda pair: pair[1] == code)),
        )
    )


@bp.get("/coverage")
@access(Access.PUBLIC)
def coverage() -> Response:
    """Where both sides help, where one does, and where nobody does."""
    filters = CoverageFilters.read(request.args)
    return answer_from_coverage(lambda found: _coverage(found, filters))


def _coverage(found: Coverage, filters: CoverageFilters) -> str:
    return render_template(
        "corridors/coverage.html",
        page=CoveragePage(found.narrowed(filters.by_vocabulary), filters),
        choices=page.filter_choices(found),
        phase_names=page.phase_names(),
    )


@bp.get("/coverage.csv")
@access(Access.PUBLIC)
def coverage_csv() -> Response:
    """The numbers of every pair for a spreadsheet."""
    filters = CoverageFilters.read_strictly(request.args)
    answer = answer_from_coverage(lambda found: payloads.as_csv(found.narrowed(filters.by_vocabulary)), CSV)
    answer.headers["Content-Disposition"] = 'attachment; filename="coverage.csv"'
    return answer
