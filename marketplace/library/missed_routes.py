"""The admins' page of searches without result."""

from urllib.parse import parse_qsl

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from marketplace.access import Access, access
from marketplace.library.answers import Answer
from marketplace.library.forms import LibraryFilters
from marketplace.library.page import SearchPage
from marketplace.searches import queries

bp = Blueprint("missed", __name__, url_prefix="/admin")


@bp.get("/searches")
@access(Access.ADMIN)
def show() -> str:
    """Searches that found nothing, the most frequent first."""
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    found, total = queries.misses(page)
    return render_template(
        "library/missed.html",
        misses=[(miss, search_page(miss)) for miss in found],
        page=page,
        pages=-(-total // queries.PER_PAGE),
        url_for_page=lambda number: url_for("missed.show", page=number),
    )


def search_page(miss: queries.Missed) -> SearchPage:
    """The page that found nothing: its address and its filters in words."""
    filters = LibraryFilters.read(MultiDict([*parse_qsl(miss.filters), ("q", miss.words)]))
    return SearchPage(Answer(filters, [], 0), url_for("library.search"))
