"""Pages for those who look after the search: other words, and searches without result."""

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.accounts.routes import see_other
from marketplace.accounts.settings_routes import person
from marketplace.errors import Invalid
from marketplace.languages import current_language
from marketplace.searches import operations, queries
from marketplace.searches.forms import SwitchForm, SynonymsForm
from marketplace.searches.widening import widener

bp = Blueprint("searches", __name__, url_prefix="/admin")

QUERY_LIMIT = 200


@bp.get("/words")
@access(Access.MODERATOR)
def words() -> str:
    """What searches are widened to: try a search, switch concepts off, keep our own synonyms."""
    return _words_page(SynonymsForm(words=request.args.get("words", "")[: operations.WORD_LIMIT]))


def _words_page(form: SynonymsForm) -> str:
    tried = request.args.get("q", "")[:QUERY_LIMIT]
    return render_template(
        "searches/words.html",
        form=form,
        switch=SwitchForm(formdata=None),
        tried=tried,
        found=widener().explain(tried, current_language().code),
        groups=queries.synonym_groups(),
        stopped=queries.stopped_concepts(),
        name_of=queries.name_of,
        shown_labels=queries.shown_labels,
    )


@bp.post("/words")
@access(Access.MODERATOR)
def add() -> Response | tuple[str, int]:
    """Add words that mean the same."""
    form = SynonymsForm()
    try:
        operations.add_synonyms(person(), form.lines)
    except Invalid as invalid:
        form.add_errors(invalid)
        return _words_page(form), invalid.status
    flash(_("The words are added. Searches use them from now on."), "success")
    return see_other("searches.words")


@bp.post("/words/<group_id>/remove")
@access(Access.MODERATOR)
def remove(group_id: str) -> Response:
    """Remove words that do not mean the same after all."""
    operations.remove_synonyms(person(), group_id)
    flash(_("The words are removed."), "success")
    return see_other("searches.words")


@bp.post("/words/concepts/<concept>/stop")
@access(Access.MODERATOR)
def stop(concept: str) -> Response:
    """Switch off a concept that misleads."""
    operations.switch_concept(person(), concept, stopped=True)
    flash(_("“%(name)s” no longer widens searches.", name=queries.name_of(concept)), "success")
    return see_other("searches.words")


@bp.post("/words/concepts/<concept>/allow")
@access(Access.MODERATOR)
def allow(concept: str) -> Response:
    """Switch a concept on again."""
    operations.switch_concept(person(), concept, stopped=False)
    flash(_("“%(name)s” widens searches again.", name=queries.name_of(concept)), "success")
    return see_other("searches.words")
