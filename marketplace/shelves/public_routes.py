"""Collections as others read them: listed, opened by their address or their link, as a table, in full."""

from collections.abc import Callable

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from marketplace.access import Access, access
from marketplace.languages import external_url
from marketplace.library import sitemap
from marketplace.library.answers import library_mark, still
from marketplace.library.kept import HTML, answer_public
from marketplace.resources.operations import slugify
from marketplace.shelves import export, operations, queries
from marketplace.shelves.page import CollectionPage, in_full_by_id
from marketplace.shelves.routes import bp

MOST_IN_SITEMAP = 500


@bp.get("/collections")
@access(Access.PUBLIC)
def index() -> Response:
    """The public collections, a page at a time."""
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and int(asked[:6]) > 0 else 1
    return answer_public(None, lambda: _index_page(min(number, 10_000)))


def _index_page(number: int) -> str:
    listed, total = queries.public_page(number)
    pages = max(1, -(-total // queries.PER_PAGE))
    return render_template("shelves/index.html", listed=listed, number=number, pages=pages)


@bp.get("/collections/<collection_id>")
@bp.get("/collections/<collection_id>/<slug>")
@access(Access.PUBLIC)
def read(collection_id: str, slug: str = "") -> AnyResponse:
    """A collection under its one address; an old or missing slug leads there."""
    page = _page(collection_id)
    if slug != page.slug:
        return redirect(page.url, 302)
    return _answer(page, "shelves/read.html")


@bp.get("/collections/<collection_id>/print.html")
@access(Access.PUBLIC)
def in_full(collection_id: str) -> Response:
    """All its records in full on one page, for paper."""
    return _answer(_page(collection_id), "shelves/full.html")


@bp.get("/collections/<collection_id>/records.csv")
@access(Access.PUBLIC)
def table(collection_id: str) -> Response:
    """Its records as a spreadsheet."""
    return _table(_page(collection_id))


@bp.get("/collections/link/<token>")
@access(Access.ANYBODY)
def open_link(token: str) -> Response:
    """A collection that is shared by its link; nobody stores it or puts it into a search engine."""
    return _unlisted(_answer(_linked(token), "shelves/read.html"))


@bp.get("/collections/link/<token>/print.html")
@access(Access.ANYBODY)
def link_in_full(token: str) -> Response:
    """The same in full."""
    return _unlisted(_answer(_linked(token), "shelves/full.html"))


@bp.get("/collections/link/<token>/records.csv")
@access(Access.ANYBODY)
def link_table(token: str) -> Response:
    """The same as a spreadsheet."""
    return _unlisted(_table(_linked(token)))


@bp.post("/collections/<collection_id>/hide")
@access(Access.MODERATOR)
def hide(collection_id: str) -> AnyResponse:
    """Take a public collection out of sight, or let it be seen again; the button says which."""
    collection = queries.load_for_moderator(collection_id)
    reason = request.form.get("reason", "")
    operations.set_hidden(collection, current_user, reason, hidden="show" not in request.form)
    flash(_("Saved."), "success")
    return redirect(url_for(".read", collection_id=collection_id), 303)


def _page(collection_id: str) -> CollectionPage:
    return CollectionPage(queries.load_to_read(collection_id, current_user), current_user)


def _linked(token: str) -> CollectionPage:
    return CollectionPage(queries.load_by_link(token), current_user, by_link=True)


def _answer(page: CollectionPage, template: str) -> Response:
    return _kept(page, lambda: _render(page, template), HTML)


def _render(page: CollectionPage, template: str) -> str:
    entries = page.entries()
    full = in_full_by_id(entries) if template == "shelves/full.html" else {}
    return render_template(template, page=page, collection=page.collection, entries=entries, full=full)


def _table(page: CollectionPage) -> Response:
    answer = _kept(page, lambda: export.as_csv(page), export.CONTENT_TYPE)
    name = f"collection-{page.collection.id}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _kept(page: CollectionPage, make: Callable[[], str], content_type: str) -> Response:
    """Made from the collection, its owner's name and the records in it."""
    library = library_mark()
    organisation = page.collection.organisation
    parts = (
        page.collection.id,
        page.collection.version_id,
        organisation and organisation.version_id,
        library,
    )
    made_from = "|".join(map(str, parts)) if library is not None and page.is_public else None
    return answer_public(made_from, make, content_type=content_type, still=lambda: still(library))


def _unlisted(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@sitemap.part
def _addresses() -> list[tuple[str, str]]:
    """The list and the public collections, with the day of their last change."""
    found = [
        (
            external_url("shelves.read", collection_id=one.id, slug=slugify(one.title)),
            one.updated_at.date().isoformat(),
        )
        for one in queries.newest_public(MOST_IN_SITEMAP)
    ]
    return [(external_url("shelves.index"), ""), *found]
