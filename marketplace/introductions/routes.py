"""Asking for an introduction, the list in the workspace, the page of one and its moves."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.accounts import kept
from marketplace.errors import Conflict, Invalid
from marketplace.forms import BaseForm
from marketplace.introductions import operations, queries, safety_queries
from marketplace.introductions.forms import AskForm
from marketplace.introductions.lifecycle import MOVES, Action
from marketplace.introductions.models import OPEN_STATES, Introduction
from marketplace.introductions.page import FORMS, IntroductionPage
from marketplace.providers.models import Organisation
from marketplace.providers.queries import load_profile
from marketplace.resources.queries import load_public, organisations_to_write_for

bp = Blueprint("introductions", __name__)
Answer = str | Response | tuple[str, int]
_ACTIONS = "see, accept, decline, withdraw, meet, agree, close"


@bp.get("/providers/<slug>/introduction")
@access(Access.MEMBER)
def ask(slug: str) -> str:
    """The form to ask with, or why one cannot."""
    receiver = load_profile(slug, current_user)
    record = request.args.get("record", "")
    if record:
        load_public(record)  # raises NotFound, or Gone for what was taken out
    fields = kept.kept_fields(request.path, request.args.get("kept"), current_user)
    named = {"record": record, "own_record": request.args.get("own", "")}
    return _ask_page(receiver, _ask_form(formdata=fields, data=named))


@bp.post("/providers/<slug>/introduction")
@access(Access.MEMBER)
@kept.keeps_form
def send(slug: str) -> Answer:
    """Ask."""
    receiver = queries.load_receiver(slug)
    form = _ask_form()
    try:
        made = operations.ask(current_user, receiver, form.answers(), form.record.data or "")
    except Invalid as invalid:
        form.add_errors(invalid)
        return _ask_page(receiver, form), invalid.status
    flash(_("Your request was sent. You get a mail when they have answered."), "success")
    return _to(made.id)


def _ask_form(**values: Any) -> AskForm:
    return AskForm(queries.organisations_to_ask_for(current_user), **values)


def _ask_page(receiver: Organisation, form: AskForm) -> str:
    able = queries.organisations_to_ask_for(current_user)
    refusals = [queries.refusal_to_ask(one, receiver) for one in able]
    return render_template(
        "introductions/ask.html",
        receiver=receiver,
        record=queries.public_record_of(form.record.data or "", receiver),
        form=form,
        is_able=bool(able),
        refusal=refusals[0] if refusals and all(refusals) else None,
    )


@bp.get("/workspace/introductions")
@access(Access.MEMBER)
def mine() -> str:
    """All introductions of my organisations, or of one of them."""
    found = queries.of_user(current_user)
    chosen = request.args.get("organisation", "")
    shown = [one for one in found if not chosen or chosen in {one.asker_id, one.receiver_id}]
    waiting = [one for one in queries.waiting_for(current_user) if one in shown]
    running = [one for one in shown if one.state in OPEN_STATES and one not in waiting]
    return render_template(
        "introductions/mine.html",
        organisations=organisations_to_write_for(current_user),
        chosen=chosen,
        groups=[
            (_("Waiting for your answer"), waiting),
            (_("Open"), running),
            (_("Over"), [one for one in shown if one.state not in OPEN_STATES]),
        ],
        blocks=safety_queries.blocks_of(current_user),
    )


@bp.get("/workspace/introductions/<introduction_id>")
@access(Access.MEMBER)
def show(introduction_id: str) -> str:
    """One introduction with its conversation and what can be done now. To open it changes nothing."""
    introduction = queries.load_own(introduction_id, current_user)
    return page_of(introduction, None)


@bp.post(f"/workspace/introductions/<introduction_id>/<any({_ACTIONS}):action>")
@access(Access.MEMBER)
def act(introduction_id: str, action: str) -> Answer:
    """One move of the table."""
    introduction = queries.load_own(introduction_id, current_user)
    asks = MOVES[Action(action)].asks
    form = FORMS[asks]() if asks else BaseForm()
    given = str(form.answers().get(asks) or "")
    try:
        operations.move(introduction, Action(action), current_user, given)
    except Invalid as invalid:
        form.add_errors(invalid)
        return page_of(introduction, form), 422
    except Conflict as refused:
        return page_of(introduction, None, refused=refused.message, typed=given), 409
    flash(_("Done. The other side is told."), "success")
    return _to(introduction_id)


def page_of(
    introduction: Introduction, failed: BaseForm | None, *, refused: str = "", typed: str = ""
) -> str:
    """The page of one; `failed` is the form that was not accepted, `refused` why, `typed` the words of it."""
    page = IntroductionPage(introduction, current_user, failed)
    return render_template("introductions/show.html", page=page, form=failed, refused=refused, typed=typed)


def _to(introduction_id: str) -> Response:
    return redirect(url_for(".show", introduction_id=introduction_id), 303)
