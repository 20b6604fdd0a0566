"""Wishes to join an organisation, and claims of listed ones that nobody runs."""

from flask_babel import gettext as _

from marketplace import events
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.providers import hooks, notices, rules
from marketplace.providers.membership import checked_role
from marketplace.providers.models import (
    MemberRole,
    Membership,
    MembershipRequest,
    Organisation,
    RequestKind,
    RequestState,
)
from marketplace.providers.roles import lock, require_owner, role_of
from marketplace.texts import clean_text
from marketplace.transaction import operation


@operation
def ask_to_join(organisation: Organisation, user: User, message: str) -> MembershipRequest:
    """Ask the owners to be let in. Asked twice, the first request stands. Raises Conflict and Invalid."""
    if not organisation.is_claimed:
        raise Conflict(_("Nobody runs this organisation yet. Claim it instead."))
    return _ask(organisation, user, RequestKind.JOIN, MemberRole.EDITOR, message)


@operation
def claim(organisation: Organisation, user: User, message: str) -> MembershipRequest:
    """Ask the admins for a listed organisation. Asked twice, the first claim stands.

    Raises Conflict where it has owners, and Invalid.
    """
    if organisation.is_claimed:
        raise Conflict(_("This organisation has owners already. Ask them to let you in."))
    return _ask(organisation, user, RequestKind.CLAIM, MemberRole.OWNER, message)


def _ask(
    organisation: Organisation, user: User, kind: RequestKind, role: MemberRole, message: str
) -> MembershipRequest:
    lock(organisation)
    message = clean_text(message)
    if not message:
        raise Invalid({"message": [_("Write who you are and what you do there.")]})
    rules.check_reason(message, field="message")
    if organisation.merged_into_id is not None:
        raise Conflict(_("This organisation is listed under another name now."))
    if role_of(user, organisation) is not None:
        raise Conflict(_("You belong to this organisation already."))
    asked = waiting(organisation, user, kind)
    if asked is not None:
        return asked
    request = MembershipRequest(
        organisation=organisation, kind=kind, user_id=user.id, role=role, message=message
    )
    db.session.add(request)
    db.session.flush()
    record(f"ask_{kind}", request, user, None, RequestState.PENDING)
    if kind is RequestKind.JOIN:
        notices.join_asked(request)
    return request


def waiting(organisation: Organisation, user: User, kind: RequestKind) -> MembershipRequest | None:
    """What this person has asked of an organisation and nobody has answered."""
    return db.session.scalar(
        db.select(MembershipRequest).filter_by(
            organisation_id=organisation.id, user_id=user.id, kind=kind, state=RequestState.PENDING
        )
    )


@operation
def accept(request: MembershipRequest, decider: User, role: str = "") -> None:
    """Let somebody in: owners decide on wishes to join and give the role, admins on claims.

    The first accepted claim makes the organisation claimed and closes the other claims. Raises NotAllowed,
    Conflict, Invalid.
    """
    _require_may_decide(request, decider)
    if request.user is None or role_of(request.user, request.organisation) is not None:
        raise Conflict(_("This person belongs to the organisation already."))
    if request.kind == RequestKind.CLAIM:
        _accept_claim(request, decider)
    else:
        join(request, decider, checked_role(role or request.role))
    notices.request_accepted(request)


def _accept_claim(request: MembershipRequest, decider: User) -> None:
    organisation = request.organisation
    if organisation.is_claimed:
        raise Conflict(_("This organisation has owners already."))
    organisation.claimed_at = utc_now()
    join(request, decider, MemberRole.OWNER)
    events.record("claim", organisation, actor_id=decider.id, from_state="unclaimed", to_state="claimed")
    hooks.public_changed(organisation)
    others = db.session.scalars(
        db.select(MembershipRequest).filter_by(
            organisation_id=organisation.id, kind=RequestKind.CLAIM, state=RequestState.PENDING
        )
    )
    for other in list(others):
        close(other, decider, RequestState.REFUSED)
        notices.claimed_by_another(other)


@operation
def refuse(request: MembershipRequest, decider: User, reason: str) -> None:
    """Say no to a wish to join or a claim. Raises NotAllowed, Conflict, and Invalid without a reason."""
    _require_may_decide(request, decider)
    reason = clean_text(reason)
    rules.check_reason(reason)
    request.reason = reason
    close(request, decider, RequestState.REFUSED)
    notices.request_refused(request)


@operation
def cancel(request: MembershipRequest, user: User) -> None:
    """Take back what one asked; owners may cancel invitations.

    Raises NotAllowed, NotFound for a request of others, and Conflict once answered.
    """
    lock(request.organisation)
    db.session.refresh(request)
    if request.kind == RequestKind.INVITATION:
        require_owner(user, request.organisation)
    elif request.user_id != user.id:
        raise NotFound(_("There is no such request."))
    if request.state != RequestState.PENDING:
        raise Conflict(_("This was answered already."))
    close(request, user, RequestState.CANCELLED)


def _require_may_decide(request: MembershipRequest, decider: User) -> None:
    lock(request.organisation)
    db.session.refresh(request)
    if request.kind == RequestKind.CLAIM:
        if not decider.is_admin or request.user_id == decider.id:
            raise NotAllowed(_("Another admin must decide on this claim."))
    else:
        require_owner(decider, request.organisation)
    if request.state != RequestState.PENDING or request.kind == RequestKind.INVITATION:
        raise Conflict(_("This was answered already."))


def join(request: MembershipRequest, decider: User, role: MemberRole) -> None:
    """Make the person of a request a member and close the request; the caller has checked the rest."""
    request.organisation.memberships.append(Membership(user_id=request.user_id, role=role))
    request.role = role
    close(request, decider, RequestState.ACCEPTED)


def close(request: MembershipRequest, decider: User, state: RequestState) -> None:
    """Give a request its last state, once and for all."""
    before, request.state = request.state, state
    request.decided_at = utc_now()
    request.decided_by_id = decider.id
    request.token_hash = None  # the link has done its work
    db.session.flush()
    record(f"{state}_{request.kind}", request, decider, before, state)


def record(
    action: str, request: MembershipRequest, actor: User, before: str | None, after: str | None
) -> None:
    """Write the event of a request, under its organisation."""
    events.record(
        action,
        request.organisation,
        actor_id=actor.id,
        from_state=before,
        to_state=after,
        request=request.id,
        member=request.user_id,
    )
