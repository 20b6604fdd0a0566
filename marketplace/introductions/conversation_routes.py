"""The conversation of an introduction, and cutting it off."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.accounts import kept
from marketplace.errors import Conflict, Invalid
from marketplace.introductions import operations, queries, safety, safety_queries
from marketplace.introductions.forms import MessageForm
from marketplace.introductions.routes import Answer, bp, page_of


@bp.get("/workspace/introductions/<introduction_id>/messages")
@access(Access.MEMBER)
def read_messages(introduction_id: str) -> str:
    """The page of the introduction, with a message that was typed when the session had ended."""
    introduction = queries.load_own(introduction_id, current_user)
    fields = kept.kept_fields(request.path, request.args.get("kept"), current_user)
    return page_of(introduction, MessageForm(formdata=fields))


@bp.post("/workspace/introductions/<introduction_id>/messages")
@access(Access.MEMBER)
@kept.keeps_form
def write(introduction_id: str) -> Answer:
    """Say something to the other side."""
    introduction = queries.load_own(introduction_id, current_user)
    form = MessageForm()
    typed = form.text.data or ""
    try:
        operations.write(introduction, current_user, typed)
    except Invalid as invalid:
        form.add_errors(invalid)
        return page_of(introduction, form), invalid.status
    except Conflict as refused:
        return page_of(introduction, None, refused=refused.message, typed=typed), 409
    flash(_("Your message was sent."), "success")
    return redirect(url_for(".show", introduction_id=introduction_id, _anchor="conversation"), 303)


@bp.post("/workspace/introductions/<introduction_id>/block")
@access(Access.MEMBER)
def block(introduction_id: str) -> Response:
    """Want nothing more from the other organisation."""
    safety.block(queries.load_own(introduction_id, current_user), current_user)
    flash(_("Blocked. Neither of you can ask the other, and neither is suggested to the other."), "success")
    return redirect(url_for(".mine"), 303)


@bp.post("/workspace/introductions/blocks/<block_id>/delete")
@access(Access.MEMBER)
def unblock(block_id: str) -> Response:
    """Let them be met again."""
    safety.unblock(safety_queries.load_block(block_id, current_user), current_user)
    flash(_("The block is lifted."), "success")
    return redirect(url_for(".mine"), 303)
