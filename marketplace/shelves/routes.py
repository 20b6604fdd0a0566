"""Collections in the workspace: list, begin, add to, put in order, share, delete."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.accounts import kept
from marketplace.errors import Invalid
from marketplace.resources.queries import load_public
from marketplace.shelves import operations, queries
from marketplace.shelves.forms import NEW, AddForm, CollectionForm, NewCollectionForm, NoteForm
from marketplace.shelves.models import CollectionItem
from marketplace.shelves.page import CollectionPage

bp = Blueprint("shelves", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/workspace/collections")
@access(Access.MEMBER)
def mine() -> str:
    """My collections and those of my organisations."""
    return render_template("shelves/mine.html", listed=queries.collections_of(current_user))


@bp.get("/workspace/collections/new")
@access(Access.MEMBER)
def new() -> str:
    """The empty form; what was typed before the session ended stands in it."""
    return render_template("shelves/new.html", form=NewCollectionForm(current_user, formdata=_kept_fields()))


@bp.post("/workspace/collections/new")
@access(Access.MEMBER)
@kept.keeps_form
def create() -> Answer:
    """Begin a collection."""
    form = NewCollectionForm(current_user)
    try:
        collection = operations.create_collection(current_user, form.answers())
    except Invalid as invalid:
        form.add_errors(invalid)
        return render_template("shelves/new.html", form=form), 422
    _forget_kept_form()
    flash(_("The collection is made. Add records to it from the library."), "success")
    return _to(collection.id)


@bp.get("/workspace/collections/add")
@access(Access.MEMBER)
def ask_where() -> str:
    """Into which collection a record goes."""
    fields = _kept_fields()
    resource_id = str((fields or request.args).get("record", ""))
    return _add_page(_add_form(resource_id, formdata=fields), resource_id)


@bp.post("/workspace/collections/add")
@access(Access.MEMBER)
@kept.keeps_form
def add() -> Answer:
    """Put a record into a collection, or into a new one."""
    resource_id = request.values.get("record", "")
    form = _add_form(resource_id)
    note = form.note.data or ""
    try:
        if form.collection.data == NEW:
            collection = operations.add_to_new(current_user, form.title.text, resource_id, note)
        else:
            collection = queries.load_for_editor(form.collection.data or "", current_user)
            operations.add_record(collection, current_user, resource_id, note)
    except Invalid as invalid:
        form.add_errors(invalid)
        return _add_page(form, resource_id), 422
    _forget_kept_form()
    flash(_("The record is in the collection."), "success")
    return _to(collection.id)


def _add_form(resource_id: str, **values: Any) -> AddForm:
    listed = [
        one
        for one in queries.collections_of(current_user)
        if queries.may_change(current_user, one.collection)
    ]
    return AddForm(listed, queries.holding(resource_id, listed), **values)


def _add_page(form: AddForm, resource_id: str) -> str:
    return render_template("shelves/add.html", form=form, resource=load_public(resource_id))


@bp.get("/workspace/collections/<collection_id>")
@access(Access.MEMBER)
def show(collection_id: str) -> str:
    """A collection with all that can be done to it."""
    collection = queries.load_own(collection_id, current_user)
    return render_template("shelves/show.html", page=CollectionPage(collection, current_user))


@bp.get("/workspace/collections/<collection_id>/edit")
@access(Access.MEMBER)
def edit(collection_id: str) -> str:
    """Name, purpose and readers in a form."""
    collection = queries.load_for_editor(collection_id, current_user)
    form = CollectionForm(obj=collection, formdata=_kept_fields())
    return render_template("shelves/edit.html", form=form, collection=collection)


@bp.post("/workspace/collections/<collection_id>/edit")
@access(Access.MEMBER)
@kept.keeps_form
def change(collection_id: str) -> Answer:
    """Change them."""
    collection = queries.load_for_editor(collection_id, current_user)
    form = CollectionForm()
    try:
        operations.change_collection(collection, current_user, form.answers())
    except Invalid as invalid:
        form.add_errors(invalid)
        return render_template("shelves/edit.html", form=form, collection=collection), 422
    _forget_kept_form()
    flash(_("Saved."), "success")
    return _to(collection_id)


@bp.post("/workspace/collections/<collection_id>/link")
@access(Access.MEMBER)
def renew_link(collection_id: str) -> Response:
    """Another link; the old one opens nothing any more."""
    operations.renew_link(queries.load_for_editor(collection_id, current_user), current_user)
    flash(_("The link is new. The old one does not work any more."), "success")
    return _to(collection_id)


@bp.post("/workspace/collections/<collection_id>/delete")
@access(Access.MEMBER)
def delete(collection_id: str) -> Response:
    """Delete a collection."""
    operations.delete_collection(queries.load_for_editor(collection_id, current_user), current_user)
    flash(_("The collection is deleted."), "success")
    return redirect(url_for(".mine"), 303)


@bp.post("/workspace/collections/<collection_id>/items/<item_id>")
@access(Access.MEMBER)
def change_item(collection_id: str, item_id: str) -> Answer:
    """Save the note of a record, move it one place, or take it out; the button says which."""
    collection = queries.load_for_editor(collection_id, current_user)
    item = queries.load_item(collection, item_id)
    if "remove" in request.form:
        operations.remove_record(item, current_user)
        return _to(collection_id)
    return _save_item(item)


def _save_item(item: CollectionItem) -> Answer:
    """Save the note, which may have been typed before the record is moved, and move it."""
    form = NoteForm()
    steps = -1 if "up" in request.form else 1 if "down" in request.form else 0
    try:
        operations.change_note(item, current_user, form.note.data or "")
    except Invalid as invalid:
        form.add_errors(invalid)
        page = CollectionPage(item.collection, current_user)
        return render_template("shelves/show.html", page=page, form=form, mistaken=item.id), 422
    if steps:
        operations.move_record(item, current_user, steps)
    else:
        flash(_("Saved."), "success")
    return _to(item.collection_id, item.id)


def _kept_fields() -> MultiDict[str, str] | None:
    return kept.kept_fields(request.path, request.args.get("kept"), current_user)


def _forget_kept_form() -> None:
    if "kept" in request.args:
        kept.forget(request.args["kept"], current_user)


def _to(collection_id: str, item_id: str = "") -> Response:
    values: dict[str, Any] = {"_anchor": f"item-{item_id}"} if item_id else {}
    return redirect(url_for(".show", collection_id=collection_id, **values), 303)
