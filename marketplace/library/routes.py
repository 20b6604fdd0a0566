"""Home, search and its feed."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from marketplace.access import Access, access
from marketplace.languages import current_language
from marketplace.library import feed as atom
from marketplace.library import home as front
from marketplace.library.answers import Answer, answer
from marketplace.library.completing import completions
from marketplace.library.forms import LibraryFilters
from marketplace.library.front import ask_each_time
from marketplace.library.kept import answer_from_library
from marketplace.library.page import SearchPage
from marketplace.search.engine import IndexUnavailable, Sort
from marketplace.searches import recording

CARDS = 12  # on a page: with 20 it passed 8 kB in some languages (docs/decisions/0009)

bp = Blueprint("library", __name__)


@bp.get("/")
@access(Access.PUBLIC)
def home() -> Response:
    """What this is, the corridor search, and what is new."""
    return answer_from_library(lambda _: render_template("home/home.html", **front.context()))


@bp.get("/library")
@access(Access.PUBLIC)
def search() -> Response:
    """The library: words and filters in, cards out."""
    filters = replace(LibraryFilters.read(request.args), per_page=CARDS)
    page = answer_from_library(lambda mark: _search_page(filters, mark))
    if recording.known().asked(filters.search(current_language().code)):
        ask_each_time()
    return page


def _search_page(filters: LibraryFilters, mark: str | None) -> str:
    page = SearchPage(answer_or_last_page(filters, mark), url_for("library.search"))
    return render_template("library/search.html", page=page, answer=page.answer)


def answer_or_last_page(filters: LibraryFilters, mark: str | None) -> Answer:
    """The answer for a reader of this page's language; beyond the last page, the last one."""
    code = current_language().code
    found = answer(filters, code, mark)
    if found.total and filters.page > found.pages:
        return answer(replace(filters, page=found.pages), code, mark)
    return found


@bp.get("/library/complete")
@access(Access.PUBLIC)
def complete() -> Response:
    """Ways to go on typing after `q`, as a JSON list; none without the index."""
    try:
        return jsonify(completions(request.args.get("q", ""), current_language().code))
    except IndexUnavailable:
        return jsonify([])


@bp.get("/library.atom")
@access(Access.PUBLIC)
def feed() -> Response:
    """Any search as an Atom feed, the newest first unless asked otherwise."""
    filters = LibraryFilters.read(request.args)
    if "sort" not in request.args:
        filters = replace(filters, sort=Sort.NEWEST)
    return answer_from_library(
        lambda mark: atom.render(filters, answer_or_last_page(filters, mark)), atom.CONTENT_TYPE
    )
