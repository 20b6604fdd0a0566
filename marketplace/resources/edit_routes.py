"""The editor: one page of questions at a time, saved as one goes."""

from dataclasses import dataclass

from flask import Response as FlaskResponse
from flask import current_app, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField

from marketplace.access import Access, access
from marketplace.accounts import kept
from marketplace.database import utc_now
from marketplace.errors import Conflict, Invalid, NotFound, Stale
from marketplace.resources import attachments, conflict, operations, queries, rules, versions
from marketplace.resources.forms import PageForm, page_form
from marketplace.resources.models import Kind, Revision
from marketplace.resources.questions import PAGES, Page, page_of
from marketplace.resources.routes import Answer, bp, refused_page

FILES_PAGE = "files"


@dataclass(frozen=True)
class Place:
    """One page of the editor of one revision."""

    revision: Revision
    page: Page

    @property
    def url(self) -> str:
        return url_for(".edit", resource_id=self.revision.resource_id, slug=self.page.slug)

    @property
    def list_url(self) -> str:
        return url_for(".show", resource_id=self.revision.resource_id)

    @property
    def next_url(self) -> str:
        """The page that follows; after the last one, the task list."""
        pages = PAGES[Kind(self.revision.kind)]
        after = pages.index(self.page) + 1
        if after == len(pages):
            return self.list_url
        return url_for(".edit", resource_id=self.revision.resource_id, slug=pages[after].slug)


@bp.get("/workspace/records/<resource_id>/edit/<slug>")
@access(Access.MEMBER)
def edit(resource_id: str, slug: str) -> Answer:
    """A page of questions, with what is stored or what was typed before the session ended."""
    place = _load(resource_id, slug)
    fields = kept.kept_fields(request.path, request.args.get("kept"), current_user)
    if refused := _refusal(place):
        return _refused(place, refused, fields)
    return _show(place, page_form(place.page, place.revision, fields))


@bp.post("/workspace/records/<resource_id>/edit/<slug>")
@access(Access.MEMBER)
@kept.keeps_form
def save(resource_id: str, slug: str) -> Answer:
    """Save what is right, say what is not, and go on. Nothing typed is lost to a mistake or to others."""
    place = _load(resource_id, slug)
    autosaving = request.headers.get("X-Requested-With") == "autosave"
    if refused := _refusal(place):
        return _refused(place, refused, request.form) if not autosaving else _stale_answer(refused)
    form = page_form(place.page, place.revision, _sent(place))
    if "add" in request.form:
        form.add_row(request.form["add"])
        return _show(place, form)
    try:
        messages = _save(place, form)
    except Stale as stale:
        return _stale_answer(stale) if autosaving else _conflict_page(place, form)
    if autosaving:
        return _saved_answer(place, messages)
    messages |= _save_files(place)
    if messages:
        form.version.data = versions.token(place.revision, place.page)
        form.add_errors(Invalid(messages))
        return _show(place, form), 422
    return redirect(_way_on(place), 303)


def _load(resource_id: str, slug: str) -> Place:
    resource = queries.load_for_editor(resource_id, current_user)
    page = page_of(resource.kind, slug)
    if page is None:
        raise NotFound(_("There is no such page of questions."))
    return Place(resource.open_revision or resource.latest_revision, page)


def _refusal(place: Place) -> Conflict | None:
    """Why these answers cannot be changed now; None where they can."""
    try:
        operations.require_editable(place.revision, current_user)
    except Conflict as refused:
        return refused
    return None


def _refused(place: Place, refused: Conflict, sent: MultiDict[str, str] | None) -> Answer:
    """The record as it stands, with the texts that could not be saved: perhaps a colleague has sent it."""
    form = page_form(place.page, place.revision, sent)
    texts = [field for field in form if isinstance(field, StringField) and not isinstance(field, HiddenField)]
    typed = [(str(field.label.text), field.data) for field in texts if sent and field.data]
    return refused_page(place.revision.resource, refused, typed)


def _sent(place: Place) -> MultiDict[str, str]:
    """What the browser sent; after a conflict with the others' answers where they were chosen."""
    return conflict.resolved(place.revision, place.page, request.form)


def _save(place: Place, form: PageForm) -> rules.Messages:
    answers, of_form = form.read()
    messages = operations.save_page(
        place.revision, place.page, current_user, answers, form.version.data or ""
    )
    return {**messages, **of_form}


def _save_files(place: Place) -> rules.Messages:
    """Add the files that came along, remove one whose button was pressed."""
    if place.page.slug != FILES_PAGE:
        return {}
    if "remove" in request.form:
        attachments.remove(place.revision, request.form["remove"], current_user)
    chosen = [file for file in request.files.getlist("files") if file.filename]
    messages = [_("Choose a file first.")] if "upload" in request.form and not chosen else []
    for file in chosen:
        try:
            attachments.add(place.revision, current_user, file.stream, file.filename or "")
        except Invalid as invalid:
            messages += [text for texts in invalid.fields.values() for text in texts]
    return {"files": messages} if messages else {}


def _way_on(place: Place) -> str:
    if request.args.get("kept"):
        kept.forget(request.args["kept"], current_user)
    if "remove" in request.form or "upload" in request.form:
        flash(_("The files are saved."), "success")
        return place.url
    if "to_list" in request.form:
        flash(_("Your answers are saved."), "success")
        return place.list_url
    return place.next_url


def _saved_answer(place: Place, messages: rules.Messages) -> Response:
    answer = jsonify(saved_at=utc_now().isoformat(), version_id=place.revision.version_id, messages=messages)
    answer.status_code = 422 if messages else 200
    answer.headers["X-Version"] = versions.token(place.revision, place.page)
    return answer


def _stale_answer(stale: Conflict) -> Response:
    answer: FlaskResponse = jsonify(message=stale.message)
    answer.status_code = 409
    return answer


def _conflict_page(place: Place, form: PageForm) -> Response:
    """Both versions, field by field, with the choice between them; everything typed travels along."""
    shown = conflict.Conflict(place.revision, place.page, form)
    page = render_template("resources/conflict.html", conflict=shown, place=place, typed=form)
    return make_response(page, 409)


def _show(place: Place, form: PageForm) -> str:
    return render_template(
        "resources/edit.html",
        form=form,
        place=place,
        pages=PAGES[Kind(place.revision.kind)],
        limit=current_app.config["MAX_UPLOAD_MB"],
    )
