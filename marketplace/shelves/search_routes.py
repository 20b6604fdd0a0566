"""Saved searches in the workspace, and the one-click way out of their mails."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from itsdangerous import BadSignature
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.errors import Invalid
from marketplace.extensions import csrf
from marketplace.library.forms import LibraryFilters
from marketplace.shelves import digests, queries, question, searches
from marketplace.shelves.forms import SearchForm
from marketplace.shelves.models import SavedSearch
from marketplace.shelves.routes import Answer, bp

__all__ = ["bp"]


@bp.get("/workspace/searches", endpoint="searches")
@access(Access.MEMBER)
def list_searches() -> str:
    """My saved searches."""
    return render_template("shelves/searches.html", searches=queries.searches_of(current_user))


@bp.get("/workspace/searches/new")
@access(Access.MEMBER)
def new_search() -> str | Response:
    """The form to keep the search whose parameters the address bears; one that is kept leads to its own."""
    filters = LibraryFilters.read(request.args)
    search = queries.search_for(question.canonical(filters), current_user)
    if search is not None:
        flash(_("You have saved this search already."), "info")
        return redirect(url_for(".edit_search", search_id=search.id), 303)
    form = SearchForm(data={"name": question.in_words(filters) or _("All that is new")})
    return _search_page(form, filters)


@bp.post("/workspace/searches/new")
@access(Access.MEMBER)
def save_search() -> Answer:
    """Keep it."""
    filters, form = LibraryFilters.read(request.args), SearchForm()
    try:
        searches.save_search(current_user, question.canonical(filters), form.answers())
    except Invalid as invalid:
        form.add_errors(invalid)
        return _search_page(form, filters), 422
    flash(_("The search is saved."), "success")
    return redirect(url_for(".searches"), 303)


def _search_page(form: SearchForm, filters: LibraryFilters) -> str:
    return render_template("shelves/search_new.html", form=form, question=question.in_words(filters))


@bp.get("/workspace/searches/<search_id>")
@access(Access.MEMBER)
def edit_search(search_id: str) -> str:
    """Name and frequency in a form."""
    search = queries.load_search(search_id, current_user)
    return render_template("shelves/search_edit.html", form=SearchForm(obj=search), search=search)


@bp.post("/workspace/searches/<search_id>")
@access(Access.MEMBER)
def change_search(search_id: str) -> Answer:
    """Change them."""
    search, form = queries.load_search(search_id, current_user), SearchForm()
    try:
        searches.change_search(search, form.answers())
    except Invalid as invalid:
        form.add_errors(invalid)
        return render_template("shelves/search_edit.html", form=form, search=search), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".searches"), 303)


@bp.post("/workspace/searches/<search_id>/delete")
@access(Access.MEMBER)
def delete_search(search_id: str) -> Response:
    """Forget it."""
    searches.delete_search(queries.load_search(search_id, current_user))
    flash(_("The search is deleted. It writes no more mails."), "success")
    return redirect(url_for(".searches"), 303)


@bp.get("/digests/stop")
@bp.get("/digests/stop/<token>")
@access(Access.ANYBODY)
def ask_to_stop(token: str = "") -> str:
    """Where the link in a mail leads: a button, because mail scanners open links by themselves."""
    return _stop_page(digests.search_of_token(token), stopped=False)


@bp.post("/digests/stop/<token>")
@access(Access.ANYBODY)
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no types
def stop(token: str) -> str:
    """No more mails of this search, without signing in and without a form's token.

    Mail programs press this button themselves (RFC 8058); the signed token says what it stops.
    """
    search = digests.search_of_token(token)
    if search is not None:
        searches.stop_digests(search)
    return _stop_page(search, stopped=True)


@bp.errorhandler(BadSignature)
def say_that_link_is_cut(_error: BadSignature) -> tuple[str, int]:
    """What to do with a link that is not as it was mailed."""
    message = _(
        "Mail programs sometimes cut long links. Copy the whole link from the mail into the address line, "
        "or stop the mails among your saved searches."
    )
    ways = {"label": _("See your saved searches"), "url": url_for(".searches")}
    title = _("This link is not whole")
    return render_template("errors/link_over.html", title=title, message=message, **ways), 400


def _stop_page(search: SavedSearch | None, *, stopped: bool) -> str:
    over = stopped or search is None or search.due_at is None
    return render_template("shelves/stop.html", search=search, over=over)
