"""The author's end of the conversation: a section of the record's page in the workspace."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.accounts import kept
from marketplace.errors import Invalid
from marketplace.resources.models import Resource
from marketplace.resources.queries import load_for_editor, load_for_member
from marketplace.resources.sections import record_section
from marketplace.review import operations, queries
from marketplace.review.forms import AnswerForm
from marketplace.review.routes import bp


@record_section
def conversation_section(resource: Resource) -> Markup | None:
    """What reviewers and authors said, once anything was sent to review."""
    if all(revision.submitted_at is None for revision in resource.revisions):
        return None
    messages = queries.conversation(resource, internal=False)
    section = render_template("review/_section.html", resource=resource, messages=messages)
    return Markup(section)  # noqa: S704  # a template of ours, which escapes what people wrote


@bp.get("/workspace/records/<resource_id>/messages")
@access(Access.MEMBER)
def read_messages(resource_id: str) -> str:
    """The conversation about a record, and the form to answer."""
    resource = load_for_member(resource_id, current_user)
    fields = kept.kept_fields(request.path, request.args.get("kept"), current_user)
    return _page(resource, AnswerForm(formdata=fields))


@bp.post("/workspace/records/<resource_id>/messages")
@access(Access.MEMBER)
@kept.keeps_form
def answer(resource_id: str) -> str | Response | tuple[str, int]:
    """Answer the reviewer."""
    resource = load_for_editor(resource_id, current_user)
    form = AnswerForm()
    try:
        operations.write_message(resource, current_user, form.text.data or "")
    except Invalid as invalid:
        form.add_errors(invalid)
        return _page(resource, form), 422
    flash(_("Your message was sent."), "success")
    return redirect(url_for("resources.show", resource_id=resource_id, _anchor="conversation"), 303)


def _page(resource: Resource, form: AnswerForm) -> str:
    messages = queries.conversation(resource, internal=False)
    return render_template("review/messages.html", resource=resource, messages=messages, form=form)
