"""What admins decide about organisations: claims, verification, suspension."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import events, storage
from marketplace.access import Access, access
from marketplace.accounts.models import User
from marketplace.errors import Invalid, NotFound
from marketplace.providers import queries, requests, verification
from marketplace.providers.forms import AnswerForm
from marketplace.providers.models import MembershipRequest, Organisation, RequestKind
from marketplace.providers.routes import bp

Answer = str | Response | tuple[str, int]
DECISIONS: dict[str, Callable[[Organisation, User, str], None]] = {
    "verify": verification.verify,
    "refuse": verification.refuse,
    "suspend": verification.suspend,
    "reinstate": verification.reinstate,
}


@bp.get("/admin/organisations")
@access(Access.ADMIN)
def admin_queue() -> str:
    """What waits for an admin."""
    return render_template(
        "providers/admin_queue.html",
        claims=queries.claims(),
        to_verify=queries.to_verify(),
        suspended=queries.suspended(),
    )


@bp.get("/admin/organisations/<organisation_id>")
@access(Access.ADMIN)
def judge(organisation_id: str) -> str:
    """One organisation with its proofs, claims and history."""
    return _page(queries.load_for_admin(organisation_id), AnswerForm(formdata=None))


def _page(organisation: Organisation, form: AnswerForm, claim: MembershipRequest | None = None) -> str:
    """`form` holds the messages of a decision on `claim`, or on the verification where there is none."""
    return render_template(
        "providers/admin_show.html",
        organisation=organisation,
        claims=queries.requests_of(organisation, RequestKind.CLAIM),
        history=events.history(Organisation.__tablename__, organisation.id),
        form=form,
        blank=AnswerForm(formdata=None),
        claim=claim,
    )


@bp.post("/admin/organisations/<organisation_id>/verification")
@access(Access.ADMIN)
def decide(organisation_id: str) -> Answer:
    """Verify, refuse, suspend or reinstate."""
    organisation = queries.load_for_admin(organisation_id)
    form = AnswerForm()
    decision = DECISIONS.get(request.form.get("decision", ""))
    if decision is None:
        raise NotFound(_("There is no such decision."))
    try:
        decision(organisation, current_user, form.reason.data or "")
    except Invalid as invalid:
        form.add_errors(invalid)
        return _page(organisation, form), 422
    flash(_("Your decision is recorded."), "success")
    return redirect(url_for(".judge", organisation_id=organisation_id), 303)


@bp.post("/admin/claims/<request_id>")
@access(Access.ADMIN)
def decide_claim(request_id: str) -> Answer:
    """Hand a listed organisation to who claims it, or refuse with a reason."""
    claim = queries.load_claim(request_id)
    form = AnswerForm()
    try:
        if "accept" in request.form:
            requests.accept(claim, current_user)
        else:
            requests.refuse(claim, current_user, form.reason.data or "")
    except Invalid as invalid:
        form.add_errors(invalid)
        return _page(claim.organisation, form, claim), 422
    flash(_("Your decision is recorded."), "success")
    return redirect(url_for(".judge", organisation_id=claim.organisation_id), 303)


@bp.get("/admin/organisations/<organisation_id>/proofs/<evidence_id>")
@access(Access.ADMIN)
def download_proof(organisation_id: str, evidence_id: str) -> Response:
    """An uploaded proof: always saved, never shown, for it is a stranger's file."""
    evidence = queries.load_proof(organisation_id, evidence_id)
    answer = send_file(
        storage.path_of(evidence.blob_sha256 or ""),
        mimetype=evidence.blob.media_type if evidence.blob else None,
        as_attachment=True,
        download_name=evidence.value,
        conditional=False,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
