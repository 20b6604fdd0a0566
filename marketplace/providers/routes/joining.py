"""The ways into an organisation: an invitation, a wish to join, a claim."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from limits import RateLimitItemPerHour
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.accounts import limits
from marketplace.errors import Invalid
from marketplace.providers import invitations, queries, requests
from marketplace.providers.forms import AskForm
from marketplace.providers.models import Organisation, RequestKind
from marketplace.providers.roles import role_of
from marketplace.providers.routes import bp

Answer = str | Response | tuple[str, int]
ASKED = RateLimitItemPerHour(20)


@bp.get("/invitations/<token>")
@access(Access.ANYBODY)
def show_invitation(token: str) -> Answer:
    """Where the mailed link leads; it changes nothing by itself."""
    invitation = queries.invitation_of(token)
    if invitation is None:
        message = _(
            "The invitation was used or cancelled, or it is older than 14 days. Ask the owner of the "
            "organisation for a new one."
        )
        ways = {"label": _("See your organisations"), "url": url_for(".mine")}
        return render_template("errors/link_over.html", message=message, **ways), 410
    known = current_user.is_authenticated
    return render_template(
        "providers/invitation.html",
        invitation=invitation,
        for_me=known and invitations.is_for(invitation, current_user),
        is_member=known and role_of(current_user, invitation.organisation) is not None,
        known=known,
    )


@bp.post("/workspace/invitations/<request_id>")
@access(Access.MEMBER)
def answer_invitation(request_id: str) -> Response:
    """Accept or refuse an invitation to one's own address."""
    invitation = queries.load_invitation(request_id)
    if "accept" not in request.form:
        invitations.refuse_invitation(invitation, current_user)
        flash(_("You have refused the invitation."), "info")
        return redirect(url_for(".mine"), 303)
    organisation = invitations.accept_invitation(invitation, current_user)
    flash(_("You can act for %(organisation)s now.", organisation=organisation.name), "success")
    return redirect(url_for(".show_mine", organisation_id=organisation.id), 303)


@bp.get("/providers/<slug>/claim")
@access(Access.MEMBER)
def claim(slug: str) -> str:
    """The form to claim a listed organisation."""
    return _page(queries.load_to_ask(slug), AskForm(), RequestKind.CLAIM)


@bp.post("/providers/<slug>/claim")
@access(Access.MEMBER)
def send_claim(slug: str) -> Answer:
    """Ask the admins for it."""
    organisation = queries.load_to_ask(slug)
    return _sent(organisation, RequestKind.CLAIM)


@bp.get("/providers/<slug>/join")
@access(Access.MEMBER)
def ask_to_join(slug: str) -> str:
    """The form to ask the owners to be let in."""
    return _page(queries.load_to_ask(slug), AskForm(), RequestKind.JOIN)


@bp.post("/providers/<slug>/join")
@access(Access.MEMBER)
def send_wish_to_join(slug: str) -> Answer:
    """Ask the owners."""
    return _sent(queries.load_to_ask(slug), RequestKind.JOIN)


def _sent(organisation: Organisation, kind: RequestKind) -> Answer:
    limits.spend(ASKED, "asked-organisations", current_user.id)
    form = AskForm()
    ask = requests.claim if kind is RequestKind.CLAIM else requests.ask_to_join
    try:
        ask(organisation, current_user, form.message.data or "")
    except Invalid as invalid:
        form.add_errors(invalid)
        return _page(organisation, form, kind), 422
    flash(_("Your request is on its way. The answer comes by mail."), "success")
    return redirect(url_for(".mine"), 303)


def _page(organisation: Organisation, form: AskForm, kind: RequestKind) -> str:
    return render_template(
        "providers/ask.html",
        organisation=organisation,
        form=form,
        is_claim=kind is RequestKind.CLAIM,
        possible=organisation.is_claimed is (kind is RequestKind.JOIN),
        asked=requests.waiting(organisation, current_user, kind),
        is_member=role_of(current_user, organisation) is not None,
    )


@bp.post("/workspace/requests/<request_id>/cancel")
@access(Access.MEMBER)
def cancel_request(request_id: str) -> Response:
    """Take back what one has asked."""
    requests.cancel(queries.load_own_request(request_id, current_user), current_user)
    flash(_("You have taken back your request."), "success")
    return redirect(url_for(".mine"), 303)
