"""Invitations: an owner asks a mail address to act for the organisation, by a one-use link."""

from datetime import timedelta

from flask_babel import gettext as _

from marketplace.accounts import tokens
from marketplace.accounts.addresses import normalise
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.providers import notices, rules
from marketplace.providers.membership import checked_role
from marketplace.providers.models import (
    MemberRole,
    MembershipRequest,
    Organisation,
    RequestKind,
    RequestState,
)
from marketplace.providers.requests import close, join, record
from marketplace.providers.roles import lock, require_owner, role_of
from marketplace.transaction import operation

VALID_FOR = timedelta(days=14)


@operation
def invite(organisation: Organisation, owner: User, email: str, role: str) -> MembershipRequest:
    """Mail somebody a one-use link, valid for 14 days, to become a member, with or without an account.

    Raises NotAllowed, and Invalid for a bad address, an unknown role or an invitation that still waits.
    """
    lock(organisation)
    require_owner(owner, organisation)
    address = normalise(email)
    if address is None:
        raise Invalid({"email": rules.check_email(email)})
    _make_way_for(organisation, address)
    token = tokens.new_token()
    request = MembershipRequest(
        organisation=organisation,
        kind=RequestKind.INVITATION,
        email=address,
        role=checked_role(role),
        token_hash=tokens.hash_of(token),
        expires_at=utc_now() + VALID_FOR,
    )
    db.session.add(request)
    db.session.flush()
    record("invite", request, owner, None, RequestState.PENDING)
    notices.invited(request, owner, token)
    return request


def _make_way_for(organisation: Organisation, email: str) -> None:
    """An open invitation of the same address stands in the way; one that ran out is closed."""
    same = db.session.scalars(
        db.select(MembershipRequest).filter_by(
            organisation_id=organisation.id,
            kind=RequestKind.INVITATION,
            state=RequestState.PENDING,
            email=email,
        )
    )
    for request in same:
        if request.is_open:
            raise Invalid(
                {"email": [_("An invitation to this address still waits. Cancel it to send another one.")]}
            )
        request.state = RequestState.EXPIRED


@operation
def accept_invitation(request: MembershipRequest, user: User) -> Organisation:
    """Become a member through an invitation to one's own confirmed address; twice is as once.

    Raises Conflict where it was used, cancelled or ran out, or where one is a member; NotAllowed where it was
    sent to somebody else.
    """
    organisation = request.organisation
    _read_again(request)
    if _has_joined_by(request, user):
        return organisation
    _require_open(request, user)
    if role_of(user, organisation) is not None:
        raise Conflict(_("You belong to this organisation already."))
    request.user_id = user.id
    join(request, user, MemberRole(request.role))
    notices.invitation_accepted(organisation, user)
    return organisation


def _has_joined_by(request: MembershipRequest, user: User) -> bool:
    """Whether this very invitation made the person a member, as when a button is pressed twice."""
    accepted = request.state == RequestState.ACCEPTED and request.user_id == user.id
    return accepted and role_of(user, request.organisation) is not None


@operation
def refuse_invitation(request: MembershipRequest, user: User) -> None:
    """Say no to an invitation. Raises as `accept_invitation`."""
    _read_again(request)
    _require_open(request, user)
    close(request, user, RequestState.REFUSED)


def _read_again(request: MembershipRequest) -> None:
    lock(request.organisation)
    db.session.refresh(request)


def _require_open(request: MembershipRequest, user: User) -> None:
    if not request.is_open:
        raise Conflict(_("This invitation was used, cancelled or has run out. Ask for a new one."))
    if not is_for(request, user):
        raise NotAllowed(
            _("This invitation was sent to another address. Sign in with the account of that address.")
        )


def is_for(request: MembershipRequest, user: User) -> bool:
    """Whether an invitation was sent to the confirmed address of this person."""
    return user.email_confirmed_at is not None and request.email == user.email
