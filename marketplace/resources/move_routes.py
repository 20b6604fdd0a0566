"""Moves of a record by its own people; those of reviewers are in review/."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.access import Access, access
from marketplace.errors import Conflict, Invalid, Stale
from marketplace.resources import lifecycle, queries, tasks
from marketplace.resources.forms import ReasonForm, SendForm
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource, Revision
from marketplace.resources.moves import move
from marketplace.resources.routes import Answer, bp, refused_page

SENDING = (Action.SEND, Action.RESEND)


@bp.get("/workspace/records/<resource_id>/check")
@access(Access.MEMBER)
def check(resource_id: str) -> str:
    """All answers on one page, and the statement that they are true, before they are sent."""
    resource = queries.load_for_editor(resource_id, current_user)
    revision = resource.open_revision or resource.latest_revision
    return _check_page(revision, SendForm(formdata=None, data={"version": str(revision.version_id)}))


@bp.get("/workspace/records/<resource_id>/<any(withdraw, archive, appeal):action>")
@access(Access.MEMBER)
def ask(resource_id: str, action: str) -> Answer:
    """Ask for the reason, or for a second thought, before a move that takes something away."""
    resource = queries.load_for_editor(resource_id, current_user)
    if _needs_an_outcome(resource, action):
        return redirect(url_for(".ask_to_close", resource_id=resource_id), 303)
    revision = _revision_asked_for(resource, Action(action))
    form = ReasonForm(formdata=None, data={"revision": str(revision.number)})
    return _reason_page(resource, Action(action), form)


@bp.post("/workspace/records/<resource_id>/<any(send, resend):action>")
@access(Access.MEMBER)
def send(resource_id: str, action: str) -> Answer:
    """Send a record to the reviewers."""
    resource = queries.load_for_editor(resource_id, current_user)
    revision = resource.open_revision or resource.latest_revision
    form = SendForm()
    try:
        if not form.true_today.data:
            raise Invalid({"true_today": [_("Read your answers again and confirm that they are true.")]})
        move(revision, Action(action), current_user, version_id=form.seen_version())
    except Invalid as invalid:
        form.add_errors(_about_the_form(invalid))
        return _check_page(revision, form), 422
    except Stale as stale:
        form.form_errors = [stale.message]
        form.version.data = str(revision.version_id)
        return _check_page(revision, form), 409
    except Conflict as refused:
        if not queries.was_done(resource, action, current_user):
            return refused_page(resource, refused)
    flash(_("It is on its way to the reviewers. You get a mail when they have decided."), "success")
    return redirect(url_for(".show", resource_id=resource_id), 303)


@bp.post("/workspace/records/<resource_id>/<any(withdraw, archive, appeal, restore, revise):action>")
@access(Access.MEMBER)
def act(resource_id: str, action: str) -> Answer:
    """One move of the table by the record's own people."""
    resource = queries.load_for_editor(resource_id, current_user)
    if _needs_an_outcome(resource, action):
        return refused_page(resource, Conflict(_("Choose how your search ended.")))
    revision = _revision_asked_for(resource, Action(action))
    form = ReasonForm()
    try:
        move(revision, Action(action), current_user, form.reason.data or "")
    except Invalid as invalid:
        form.add_errors(invalid)
        return _reason_page(resource, Action(action), form), 422
    except Conflict as refused:
        return refused_page(resource, refused)
    flash(_done(Action(action)), "success")
    return redirect(url_for(".show", resource_id=resource_id), 303)


def _needs_an_outcome(resource: Resource, action: str) -> bool:
    """Whether its people can only close it: a public need leaves the library with an outcome."""
    return action == Action.ARCHIVE and resource.kind == Kind.NEED


def _revision_asked_for(resource: Resource, action: Action) -> Revision:
    """The version the button stood beside; without one, the latest that this can be done with."""
    number = request.values.get("revision", type=int)
    if number:
        return queries.revision_of(resource, number)
    able = [r for r in resource.revisions if r.state in lifecycle.MOVES[action].sources]
    return able[-1] if able else resource.latest_revision


def _about_the_form(invalid: Invalid) -> Invalid:
    """Missing answers stand in the list of the page, each with its link; the form says there are some."""
    if "true_today" in invalid.fields:
        return invalid
    return Invalid({"": [_("Some answers are still missing. They are listed below.")]})


def _check_page(revision: Revision, form: SendForm) -> str:
    able = lifecycle.actions_for(current_user, revision)
    return render_template(
        "resources/check.html",
        form=form,
        revision=revision,
        resource=revision.resource,
        tasks=tasks.tasks(revision),
        answers=tasks.answers(revision),
        action=next((action for action in SENDING if action in able), None),
        moves=lifecycle.MOVES,
    )


def _reason_page(resource: Resource, action: Action, form: ReasonForm) -> str:
    return render_template(
        "resources/ask.html", form=form, resource=resource, action=action, move=lifecycle.MOVES[action]
    )


def _done(action: Action) -> str:
    return {
        Action.WITHDRAW: _("It is withdrawn. You can start again from its text."),
        Action.ARCHIVE: _("It is archived and out of the library."),
        Action.APPEAL: _("Another reviewer will look at it."),
        Action.RESTORE: _("A new version has been started from the old text."),
        Action.REVISE: _("You can edit a new version now. The published one stays until yours is approved."),
    }[action]
