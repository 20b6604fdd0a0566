"""The programming interface of corridors: coverage, and one pair."""

import json

from flask import Blueprint, Response, request

from marketplace.access import Access, access
from marketplace.corridors import payloads
from marketplace.corridors.forms import CoverageFilters, read_corridor_strictly
from marketplace.corridors.kept import answer_from_coverage
from marketplace.corridors.queries import records_naming
from marketplace.library.forms import refuse_parameters

JSON = "application/json; charset=utf-8"

bp = Blueprint("corridors_api", __name__, url_prefix="/api/v1")


@bp.get("/coverage")
@access(Access.PUBLIC)
def coverage() -> Response:
    """Every pair that some public record names, and kinds of help by phase."""
    filters = CoverageFilters.read_strictly(request.args)
    return answer_from_coverage(
        lambda found: _json(payloads.coverage(found.narrowed(filters.by_vocabulary))), JSON
    )


@bp.get("/corridors/<corridor>")
@access(Access.PUBLIC)
def show(corridor: str) -> Response:
    """One pair; 400 for what is no corridor."""
    refuse_parameters(request.args)
    pair = read_corridor_strictly(corridor)
    return answer_from_coverage(
        lambda found: _json(payloads.corridor(found, pair, records_naming(pair, found.day))), JSON
    )


def _json(payload: payloads.Payload) -> str:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")) + "\n"
