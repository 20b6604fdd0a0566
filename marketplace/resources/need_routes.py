"""Closing a need in the workspace."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.access import Access, access
from marketplace.errors import Conflict, Invalid
from marketplace.resources import outcomes, queries
from marketplace.resources.forms import CloseNeedForm
from marketplace.resources.models import Kind, Resource
from marketplace.resources.routes import Answer, bp
from marketplace.wording import word


@bp.get("/workspace/records/<resource_id>/close")
@access(Access.MEMBER)
def ask_to_close(resource_id: str) -> str:
    """Ask how the search ended."""
    return _page(_load(resource_id), CloseNeedForm(formdata=None))


@bp.post("/workspace/records/<resource_id>/close")
@access(Access.MEMBER)
def close(resource_id: str) -> Answer:
    """Take it out of the library."""
    resource, form = _load(resource_id), CloseNeedForm()
    try:
        outcomes.close_need(resource, current_user, form.answers())
    except Invalid as invalid:
        form.add_errors(invalid)
        return _page(resource, form), 422
    flash(_("The need is closed and out of the library. You can state it again from its text."), "success")
    return redirect(url_for(".show", resource_id=resource_id), 303)


def _load(resource_id: str) -> Resource:
    """A public need that the person writes for; raises Conflict for any other record of theirs."""
    resource = queries.load_for_editor(resource_id, current_user)
    if resource.kind != Kind.NEED or resource.live_revision is None:
        raise Conflict(_("Only a need that is in the library can be closed."))
    return resource


def _page(resource: Resource, form: CloseNeedForm) -> str:
    form.outcome.choices = [(one.value, word("outcome", one)) for one in outcomes.OWN_OUTCOMES]
    return render_template("resources/close.html", form=form, resource=resource)
