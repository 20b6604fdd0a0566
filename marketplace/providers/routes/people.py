"""The members of an organisation: invite, let in, change roles, leave, hand over."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from limits import RateLimitItemPerHour
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.accounts import limits
from marketplace.errors import Invalid
from marketplace.providers import invitations, membership, queries, requests
from marketplace.providers.forms import AnswerForm, InviteForm
from marketplace.providers.models import MemberRole, Organisation, RequestKind
from marketplace.providers.roles import role_of
from marketplace.providers.routes import bp
from marketplace.providers.wording import role_choices

Answer = str | Response | tuple[str, int]
INVITATIONS = RateLimitItemPerHour(20)


@bp.get("/workspace/organisations/<organisation_id>/members")
@access(Access.MEMBER)
def members(organisation_id: str) -> str:
    """Who acts for the organisation, who is invited and who asks to be let in."""
    return _page(queries.load_for_member(organisation_id, current_user), InviteForm(formdata=None))


def _page(
    organisation: Organisation, form: InviteForm, answer: AnswerForm | None = None, answered: str = ""
) -> str:
    """`answer` is the form of the request `answered`, where it was sent with a mistake."""
    return render_template(
        "providers/members.html",
        organisation=organisation,
        role=role_of(current_user, organisation),
        is_owner=role_of(current_user, organisation) is MemberRole.OWNER,
        invited=queries.requests_of(organisation, RequestKind.INVITATION),
        asking=queries.requests_of(organisation, RequestKind.JOIN),
        roles=role_choices(),
        form=answer or form,
        invite_form=form,
        answer_form=answer or AnswerForm(formdata=None),
        answered=answered,
    )


def _back(organisation_id: str) -> Response:
    return redirect(url_for(".members", organisation_id=organisation_id), 303)


@bp.post("/workspace/organisations/<organisation_id>/invitations")
@access(Access.MEMBER)
def invite(organisation_id: str) -> Answer:
    """Mail an invitation; the answer is the same whether or not the address is known."""
    organisation = queries.load_for_owner(organisation_id, current_user)
    limits.spend(INVITATIONS, "invitations", current_user.id)
    form = InviteForm()
    try:
        invitations.invite(organisation, current_user, form.email.data or "", form.role.data or "")
    except Invalid as invalid:
        form.add_errors(invalid)
        return _page(organisation, form), 422
    flash(_("The invitation is on its way."), "success")
    return _back(organisation_id)


@bp.post("/workspace/organisations/<organisation_id>/invitations/<request_id>/cancel")
@access(Access.MEMBER)
def cancel_invitation(organisation_id: str, request_id: str) -> Response:
    """Make the link of an invitation useless."""
    organisation = queries.load_for_owner(organisation_id, current_user)
    requests.cancel(queries.load_request(organisation, request_id), current_user)
    flash(_("The invitation is cancelled."), "success")
    return _back(organisation_id)


@bp.post("/workspace/organisations/<organisation_id>/requests/<request_id>")
@access(Access.MEMBER)
def answer_request(organisation_id: str, request_id: str) -> Answer:
    """Let somebody in, or refuse with a reason."""
    organisation = queries.load_for_owner(organisation_id, current_user)
    wish = queries.load_request(organisation, request_id)
    form = AnswerForm()
    try:
        if "accept" in request.form:
            requests.accept(wish, current_user, form.role.data or "")
        else:
            requests.refuse(wish, current_user, form.reason.data or "")
    except Invalid as invalid:
        form.add_errors(invalid)
        return _page(organisation, InviteForm(formdata=None), form, request_id), 422
    flash(_("Your answer is on its way."), "success")
    return _back(organisation_id)


@bp.post("/workspace/organisations/<organisation_id>/members/<membership_id>")
@access(Access.MEMBER)
def change_member(organisation_id: str, membership_id: str) -> Response:
    """Give a member another role, end the membership, or hand over to this member."""
    organisation = queries.load_for_owner(organisation_id, current_user)
    if "remove" in request.form:
        membership.remove(organisation, current_user, membership_id)
        flash(_("The membership has ended."), "success")
    elif "hand_over" in request.form:
        membership.hand_over(organisation, current_user, membership_id)
        flash(_("You have handed over. You are an editor now."), "success")
    else:
        membership.change_role(organisation, current_user, membership_id, request.form.get("role", ""))
        flash(_("The role is changed."), "success")
    return redirect(_after_change(organisation), 303)


def _after_change(organisation: Organisation) -> str:
    """An owner who has removed their own membership has no page there any more."""
    if role_of(current_user, organisation) is None:
        return url_for(".mine")
    return url_for(".members", organisation_id=organisation.id)


@bp.post("/workspace/organisations/<organisation_id>/leave")
@access(Access.MEMBER)
def leave(organisation_id: str) -> Response:
    """End one's own membership."""
    membership.leave(queries.load_for_member(organisation_id, current_user), current_user)
    flash(_("You have left the organisation."), "success")
    return redirect(url_for(".mine"), 303)
