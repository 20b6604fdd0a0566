"""What the members of an organisation do with it: enter, look, change, show a logo, prove who they are."""

import io
import secrets

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.accounts import kept
from marketplace.accounts.kept import keeps_form
from marketplace.errors import Invalid, Stale
from marketplace.providers import operations, queries, verification
from marketplace.providers.duplicates import SimilarListed
from marketplace.providers.forms import LogoForm, OrganisationForm, ProofForm, facts_of
from marketplace.providers.models import Organisation
from marketplace.providers.roles import may_edit, role_of
from marketplace.providers.routes import bp
from marketplace.providers.stale import differences

Answer = str | Response | tuple[str, int]


@bp.get("/workspace/organisations")
@access(Access.MEMBER)
def mine() -> str:
    """My organisations, what waits for me, and what I have asked."""
    return render_template(
        "providers/mine.html",
        memberships=queries.organisations_of(current_user),
        waiting=queries.requests_waiting_for(current_user),
        asked=queries.requests_by(current_user),
    )


@bp.get("/workspace/organisations/new")
@access(Access.MEMBER)
def new() -> str:
    """The empty form; what was typed before the session ended stands in it."""
    fields = kept.kept_fields(request.path, request.args.get("kept"), current_user)
    form = OrganisationForm(formdata=fields) if fields else OrganisationForm(formdata=None)
    form.creation_key.data = form.creation_key.data or secrets.token_urlsafe(16)
    return render_template("providers/new.html", form=form, similar=[])


@bp.post("/workspace/organisations/new")
@access(Access.MEMBER)
@keeps_form
def create() -> Answer:
    """Enter one's own organisation; one that may be listed already is shown first."""
    form = OrganisationForm()
    if "add" in request.form:
        return _with_another_name(form, "providers/new.html", similar=[])
    try:
        organisation = operations.create_organisation(
            current_user,
            form.answers(),
            creation_key=f"{current_user.id}:{form.creation_key.data}"[:64],
            look_for_similar="different" not in request.form,
        )
    except Invalid as invalid:
        form.add_errors(invalid)
        return render_template("providers/new.html", form=form, similar=[]), 422
    except SimilarListed as listed:
        return _compare(form, listed.organisations), 409
    _forget_kept_form()
    flash(_("Your organisation is entered. You can add a logo and ask to be verified now."), "success")
    return redirect(url_for(".show_mine", organisation_id=organisation.id), 303)


def _compare(form: OrganisationForm, similar: list[Organisation]) -> str:
    """The form with those that may be the same; a page or a way in is offered only where there is one."""
    return render_template(
        "providers/new.html",
        form=form,
        similar=similar,
        public=[one for one in similar if queries.is_public(one)],
        own=[one for one in similar if role_of(current_user, one)],
    )


def _forget_kept_form() -> None:
    if "kept" in request.args:
        kept.forget(request.args["kept"], current_user)


def _with_another_name(form: OrganisationForm, template: str, **context: object) -> str:
    form.other_names.append_entry()
    return render_template(template, form=form, **context)


@bp.get("/workspace/organisations/<organisation_id>")
@access(Access.MEMBER)
def show_mine(organisation_id: str) -> str:
    """One organisation as its members see it."""
    return _overview(queries.load_for_member(organisation_id, current_user), LogoForm())


def _overview(organisation: Organisation, logo_form: LogoForm) -> str:
    return render_template(
        "providers/mine_show.html",
        organisation=organisation,
        role=role_of(current_user, organisation),
        may_edit=may_edit(current_user, organisation),
        is_public=queries.is_public(organisation),
        form=logo_form,
    )


@bp.get("/workspace/organisations/<organisation_id>/edit")
@access(Access.MEMBER)
def edit(organisation_id: str) -> str:
    """The facts in a form."""
    organisation = queries.load_for_editor(organisation_id, current_user)
    fields = kept.kept_fields(request.path, request.args.get("kept"), current_user)
    form = (
        OrganisationForm(formdata=fields)
        if fields
        else OrganisationForm(formdata=None, data=facts_of(organisation))
    )
    return render_template("providers/edit.html", form=form, organisation=organisation, rows=[])


@bp.post("/workspace/organisations/<organisation_id>/edit")
@access(Access.MEMBER)
@keeps_form
def update(organisation_id: str) -> Answer:
    """Save the facts; where somebody else saved meanwhile, both versions are shown."""
    organisation = queries.load_for_editor(organisation_id, current_user)
    form = OrganisationForm()
    if "add" in request.form:
        return _with_another_name(form, "providers/edit.html", organisation=organisation, rows=[])
    version = form.version.data or ""
    try:
        operations.update_organisation(
            organisation, current_user, form.answers(), int(version) if version.isdecimal() else 0
        )
    except Invalid as invalid:
        form.add_errors(invalid)
        return render_template("providers/edit.html", form=form, organisation=organisation, rows=[]), 422
    except Stale:
        rows = differences(organisation, form.answers())
        form.version.data = str(organisation.version_id)
        return render_template("providers/edit.html", form=form, organisation=organisation, rows=rows), 409
    _forget_kept_form()
    flash(_("Saved."), "success")
    return redirect(url_for(".show_mine", organisation_id=organisation_id), 303)


@bp.post("/workspace/organisations/<organisation_id>/logo")
@access(Access.MEMBER)
def save_logo(organisation_id: str) -> Answer:
    """Show a new logo, or none."""
    organisation = queries.load_for_editor(organisation_id, current_user)
    form = LogoForm()
    if "remove" in request.form:
        operations.remove_logo(organisation, current_user)
        return redirect(url_for(".show_mine", organisation_id=organisation_id), 303)
    try:
        operations.set_logo(organisation, current_user, form.logo.data or io.BytesIO())
    except Invalid as invalid:
        form.add_errors(invalid)
        return _overview(organisation, form), 422
    flash(_("The logo is shown now."), "success")
    return redirect(url_for(".show_mine", organisation_id=organisation_id), 303)


@bp.get("/workspace/organisations/<organisation_id>/verification")
@access(Access.MEMBER)
def ask_verification(organisation_id: str) -> str:
    """How to prove who one is."""
    return _verification_page(queries.load_for_owner(organisation_id, current_user), ProofForm())


@bp.post("/workspace/organisations/<organisation_id>/verification")
@access(Access.MEMBER)
def send_proof(organisation_id: str) -> Answer:
    """Ask for verification: by one's address, or with a file."""
    organisation = queries.load_for_owner(organisation_id, current_user)
    form = ProofForm()
    try:
        if "by_address" in request.form:
            verification.ask_by_address(organisation, current_user, form.note.data or "")
        else:
            file = form.proof.data
            name = (file.filename if file else "") or ""
            verification.ask_by_document(
                organisation, current_user, file or io.BytesIO(), name, form.note.data or ""
            )
    except Invalid as invalid:
        form.add_errors(invalid)
        return _verification_page(organisation, form), 422
    flash(_("Your proof is sent. An admin will look at it; the answer comes by mail."), "success")
    return redirect(url_for(".ask_verification", organisation_id=organisation_id), 303)


def _verification_page(organisation: Organisation, form: ProofForm) -> str:
    return render_template(
        "providers/verification.html",
        organisation=organisation,
        role=role_of(current_user, organisation),
        domain=verification.domain_evidence(current_user, organisation),
        form=form,
    )
