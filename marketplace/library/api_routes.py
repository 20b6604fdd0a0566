"""The programming interface of the library: JSON beside the pages, with the same parameters."""

import json
import time

from flask import Blueprint, Response, request

from marketplace.access import Access, access
from marketplace.languages import current_language
from marketplace.library import payloads
from marketplace.library.answers import answer, library_mark, still
from marketplace.library.forms import LibraryFilters, read_paging, refuse_parameters
from marketplace.library.kept import answer_from_library, answer_public
from marketplace.library.provider_list import public_providers
from marketplace.library.record_page import record_mark
from marketplace.providers.queries import public_mark
from marketplace.resources.queries import load_public

JSON = "application/json; charset=utf-8"

bp = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.get("/library")
@access(Access.PUBLIC)
def search() -> Response:
    """Search: total, items, facets, suggestions."""
    started = time.perf_counter()
    filters = LibraryFilters.read_strictly(request.args)

    def make(mark: str | None) -> str:
        found = answer(filters, current_language().code, mark)
        return _json(payloads.search(found, (time.perf_counter() - started) * 1000))

    return answer_from_library(make, JSON)


@bp.get("/library/<resource_id>")
@access(Access.PUBLIC)
def read(resource_id: str) -> Response:
    """A public record whole; 404 for what never was public, 410 for what is so no more."""
    refuse_parameters(request.args)
    mark = record_mark(resource_id)
    made_from = mark.made_from if mark is not None else None
    return answer_public(
        made_from, lambda: _json(payloads.record(load_public(resource_id))), content_type=JSON
    )


@bp.get("/providers")
@access(Access.PUBLIC)
def list_providers() -> Response:
    """Organisations, a page at a time."""
    page, per_page = read_paging(request.args)

    def make() -> str:
        rows, total = public_providers(page, per_page)
        items = [payloads.provider(organisation, count) for organisation, count in rows]
        return _json({"total": total, "page": page, "per_page": per_page, "items": items})

    library = library_mark()
    made_from = f"{library}|{public_mark()}" if library is not None else None
    return answer_public(made_from, make, content_type=JSON, still=lambda: still(library))


def _json(payload: payloads.Payload) -> str:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")) + "\n"
