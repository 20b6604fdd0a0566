"""The page of a record, and its frozen former versions."""

from collections.abc import Callable
from datetime import date

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from marketplace.access import Access, access
from marketplace.database import utc_now
from marketplace.library.answers import library_mark, still
from marketplace.library.forms import with_parameters
from marketplace.library.kept import answer_public
from marketplace.library.record_page import RecordMark, RecordPage, record_mark
from marketplace.library.routes import bp
from marketplace.resources.queries import load_public, load_public_revision

__all__ = ["bp"]


@bp.get("/library/<resource_id>")
@bp.get("/library/<resource_id>/<slug>")
@access(Access.PUBLIC)
def read(resource_id: str, slug: str = "") -> AnyResponse:
    """A record under its one address; an old or missing slug leads there for good."""
    mark = record_mark(resource_id)
    if mark is None:
        load_public(resource_id)  # raises NotFound, or Gone for what was public once
        raise AssertionError("what has no mark is not public")
    if mark.slug != slug:
        return _moved(url_for("library.read", resource_id=resource_id, slug=mark.slug))
    return _answer(mark, lambda: _record_page(resource_id))


def _answer(mark: RecordMark | None, make: Callable[[], str]) -> Response:
    """A page of a record, kept until it or the library changes: it also shows the records like it."""
    library = library_mark()
    made_from = f"{mark.made_from}|{_today()}|{library}" if mark and library else None
    return answer_public(made_from, make, still=lambda: still(library))


def _moved(url: str) -> AnyResponse:
    """Moved for good, the query kept; an edit may move it again, so nobody stores the answer for long."""
    answer = redirect(with_parameters(url, request.args.items(multi=True)), code=301)
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


def _record_page(resource_id: str) -> str:
    resource = load_public(resource_id)
    page = RecordPage(resource, resource.live_revision or resource.latest_revision)
    return render_template("library/record.html", page=page, resource=resource, revision=page.revision)


@bp.get("/library/<resource_id>/revisions/<int:number>")
@access(Access.PUBLIC)
def read_version(resource_id: str, number: int) -> Response:
    """A public version as it was, frozen, with the way to the current one."""
    load_public_revision(resource_id, number)  # raises NotFound or Gone; the number stands in the address
    return _answer(record_mark(resource_id), lambda: _version_page(resource_id, number))


def _version_page(resource_id: str, number: int) -> str:
    revision = load_public_revision(resource_id, number)
    page = RecordPage(revision.resource, revision)
    return render_template("library/record.html", page=page, resource=page.resource, revision=revision)


def _today() -> date:
    """The citation names the day of reading."""
    return utc_now().date()
