"""The workspace: what needs me, my records, a new one, and the page of each record."""

import secrets
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.accounts import kept
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.providers import queries as providers
from marketplace.providers.models import Organisation
from marketplace.resources import operations, queries, workspace_page
from marketplace.resources.models import Kind, Resource
from marketplace.resources.new_forms import NewRecordForm, first_answers
from marketplace.resources.questions import PAGES
from marketplace.resources.record_page import record_page

bp = Blueprint("resources", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/workspace")
@access(Access.MEMBER)
def workspace() -> str:
    """What needs me today, my records by state, and the way to a new one."""
    return render_template("resources/workspace.html", page=workspace_page.workspace_page(current_user))


@bp.get("/workspace/records/new")
@access(Access.MEMBER)
def new() -> str:
    """Start a record: first the kind, then organisation, title and language."""
    kind = _kind_asked_for()
    if kind is None:
        return render_template("resources/kinds.html", kinds=workspace_page.kinds_to_start())
    fields = kept.kept_fields(request.path, request.args.get("kept"), current_user)
    form = NewRecordForm(formdata=fields, data={"creation_key": secrets.token_hex(16), "language": "en"})
    return _new_page(form, Kind(fields["kind"]) if fields and "kind" in fields else kind)


@bp.post("/workspace/records/new")
@access(Access.MEMBER)
@kept.keeps_form
def create() -> Answer:
    """Start it; pressed twice, the record of the first time is shown."""
    kind = _kind_asked_for()
    if kind is None:
        raise NotFound(_("There is no such kind of record."))
    form = NewRecordForm()
    try:
        revision = operations.create_draft(
            kind,
            _organisation_chosen(form),
            current_user,
            {"title": form.title.data, "language": form.language.data} | first_answers(request.args),
            creation_key=form.creation_key.data or None,
        )
    except Invalid as invalid:
        form.add_errors(invalid)
        return _new_page(form, kind), 422
    first = PAGES[kind][0].slug
    return redirect(url_for(".edit", resource_id=revision.resource_id, slug=first), 303)


def _kind_asked_for() -> Kind | None:
    asked = request.args.get("kind", "")
    if asked and asked not in Kind.__members__.values():
        raise NotFound(_("There is no such kind of record."))
    return Kind(asked) if asked else None


def _organisation_chosen(form: NewRecordForm) -> Organisation:
    """One that the person may write for; raises Invalid for no choice, NotFound for another's."""
    if not form.organisation_id.data:
        raise Invalid({"organisation_id": [_("Choose the organisation that this record is of.")]})
    if len((form.title.data or "").strip()) < 5:
        raise Invalid({"title": [_("The title is too short. Write at least five characters.")]})
    return providers.load_for_editor(form.organisation_id.data, current_user)


def _new_page(form: NewRecordForm, kind: Kind) -> str:
    form.offer(queries.organisations_to_write_for(current_user))
    return render_template("resources/new.html", form=form, kind=kind, first=first_answers(request.args))


@bp.get("/workspace/records/<resource_id>")
@access(Access.MEMBER)
def show(resource_id: str) -> str:
    """The task list of a record, its state and what can be done with it."""
    resource = queries.load_for_member(resource_id, current_user)
    return render_template("resources/show.html", page=record_page(resource, current_user))


def refused_page(
    resource: Resource, refused: Conflict, typed: Sequence[tuple[str, str]] = ()
) -> tuple[str, int]:
    """The record as it stands now, and why this cannot be done: also what a second press of a button gets.

    `typed` are the questions and answers that could not be saved.
    """
    page = record_page(resource, current_user)
    return render_template("resources/show.html", page=page, refused=refused.message, typed=typed), 409


@bp.get("/workspace/records/<resource_id>/history")
@access(Access.MEMBER)
def history(resource_id: str) -> str:
    """Every version of a record, and all that happened to it."""
    resource = queries.load_for_member(resource_id, current_user)
    return render_template("resources/history.html", page=record_page(resource, current_user))


@bp.get("/workspace/records/<resource_id>/preview")
@access(Access.MEMBER)
def preview(resource_id: str) -> str:
    """One version exactly as the public would see it; by default the one that is being worked on."""
    resource = queries.load_for_member(resource_id, current_user)
    number = request.args.get("revision", type=int)
    revision = queries.revision_of(resource, number) if number else resource.latest_revision
    return render_template("resources/preview.html", resource=resource, revision=revision)


@bp.post("/workspace/records/<resource_id>/confirm")
@access(Access.MEMBER)
def confirm(resource_id: str) -> Answer:
    """Say that a published record is still true."""
    resource = queries.load_for_editor(resource_id, current_user)
    operations.confirm(resource, current_user)
    flash(_("Thank you. The record now shows today as the day it was confirmed."), "success")
    return redirect(url_for(".show", resource_id=resource_id), 303)
