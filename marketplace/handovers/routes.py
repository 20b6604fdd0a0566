"""Hand-overs in the workspace: list, choose the other record, propose, answer, end."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.errors import Conflict, Invalid
from marketplace.forms import BaseForm
from marketplace.handovers import operations, page, queries, rules
from marketplace.handovers.forms import DeclineForm, EndForm, HandOverForm
from marketplace.handovers.models import HandOver
from marketplace.resources.models import Resource
from marketplace.resources.queries import load_for_editor, load_public

bp = Blueprint("handovers", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/workspace/hand-overs")
@access(Access.MEMBER)
def mine() -> str:
    """The hand-overs of my organisations, those that wait for me first."""
    return render_template("handovers/mine.html", listed=page.listed(current_user))


@bp.get("/workspace/records/<resource_id>/hand-overs/new")
@access(Access.MEMBER)
def new(resource_id: str) -> str:
    """First the other record, by words or its address; then the form."""
    own = load_for_editor(resource_id, current_user)
    if request.args.get("other"):
        other = load_public(request.args["other"])
        return _form_page(own, other, _form(own, other, data={"side": rules.suggested_side(own, other)}))
    asked = request.args.get("q", "")
    found = queries.choices(own, asked) if asked.strip() else []
    return render_template("handovers/choose.html", own=own, asked=asked, found=found)


@bp.post("/workspace/records/<resource_id>/hand-overs/new")
@access(Access.MEMBER)
def propose(resource_id: str) -> Answer:
    """Propose it to the other side; between two records of one organisation it stands at once."""
    own = load_for_editor(resource_id, current_user)
    other = load_public(request.args.get("other", ""))
    form = _form(own, other)
    try:
        made = operations.propose(own, other, current_user, form.side.data or "", form.answers())
    except Invalid as invalid:
        form.add_errors(invalid)
        return _form_page(own, other, form), 422
    flash(
        _("Both records are yours: the hand-over stands.")
        if made.is_internal
        else _("The other side has got a mail. Everybody sees the hand-over once they have accepted."),
        "success",
    )
    return redirect(url_for(".show", hand_over_id=made.id), 303)


def _form(own: Resource, other: Resource, **values: Any) -> HandOverForm:
    first, second = (one.latest_revision.title for one in (own, other))
    return HandOverForm(first, second, **values)


def _form_page(own: Resource, other: Resource, form: HandOverForm) -> str:
    return render_template("handovers/new.html", own=own, other=other, form=form)


@bp.get("/workspace/hand-overs/<hand_over_id>")
@access(Access.MEMBER)
def show(hand_over_id: str) -> str:
    """What is stated, how far it is, what can be done with it."""
    return _show(queries.load_for_member(hand_over_id, current_user))


def _show(hand_over: HandOver, form: BaseForm | None = None, refused: str = "") -> str:
    return render_template(
        "handovers/show.html",
        page=page.HandOverPage(hand_over, current_user),
        decline_form=form if isinstance(form, DeclineForm) else DeclineForm(formdata=None),
        end_form=form if isinstance(form, EndForm) else EndForm(formdata=None),
        refused=refused,
    )


@bp.post("/workspace/hand-overs/<hand_over_id>/<any(accept, decline, withdraw, end):action>")
@access(Access.MEMBER)
def act(hand_over_id: str, action: str) -> Answer:
    """Answer a proposal, take it back, or end what stands."""
    hand_over = queries.load_for_member(hand_over_id, current_user)
    form = EndForm() if action == "end" else DeclineForm()
    try:
        _do(action, hand_over, form)
    except Invalid as invalid:
        form.add_errors(invalid)
        return _show(hand_over, form), 422
    except Conflict as refused:
        return _show(hand_over, refused=refused.message), 409
    flash(_done(action), "success")
    return redirect(url_for(".show", hand_over_id=hand_over_id), 303)


def _do(action: str, hand_over: HandOver, form: BaseForm) -> None:
    answers = {name: value or "" for name, value in form.answers().items()}
    if action == "accept":
        operations.accept(hand_over, current_user)
    elif action == "decline":
        operations.decline(hand_over, current_user, answers["reason"])
    elif action == "withdraw":
        operations.withdraw(hand_over, current_user)
    else:
        operations.end(hand_over, current_user, answers["ended_on"], answers["reason"])


def _done(action: str) -> str:
    return {
        "accept": _("Accepted. Everybody can see the hand-over now."),
        "decline": _("Declined. The other side has got a mail."),
        "withdraw": _("Taken back. The other side has got a mail."),
        "end": _("Ended. It is no longer shown in the library."),
    }[action]
