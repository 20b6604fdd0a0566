"""What organisations have to say when somebody deletes the account or downloads their data."""

from typing import Any

from flask_babel import gettext as _

from marketplace.accounts.leaving import deletion_blocker, exporter, on_deletion
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.providers import membership, queries, requests
from marketplace.providers.models import MembershipRequest, RequestState


@deletion_blocker
def last_owner(user: User) -> list[str]:
    """Nobody may leave an organisation without an owner."""
    return [
        _(
            "You are the only owner of %(organisation)s. Hand it over to another member first.",
            organisation=organisation.name,
        )
        for organisation in membership.owned_alone(user)
    ]


@on_deletion
def forget(user: User) -> None:
    """End the memberships, take back what was asked, and clear personal words and addresses."""
    membership.end_all(user)
    for request in db.session.scalars(db.select(MembershipRequest).filter_by(user_id=user.id)):
        if request.state == RequestState.PENDING:
            requests.close(request, user, RequestState.CANCELLED)
        request.message, request.email = "", None


@exporter("organisations")
def export(user: User) -> list[dict[str, Any]]:
    """The organisations a person acts for."""
    return [
        {"id": m.organisation_id, "name": m.organisation.name, "role": m.role, "since": m.created_at}
        for m in queries.organisations_of(user)
    ]


@exporter("requests_to_organisations")
def export_requests(user: User) -> list[dict[str, Any]]:
    """What a person has asked of organisations, and invitations they have answered."""
    statement = db.select(MembershipRequest).filter_by(user_id=user.id)
    return [
        {
            "organisation": request.organisation.name,
            "kind": request.kind,
            "message": request.message,
            "state": request.state,
            "reason": request.reason,
            "created_at": request.created_at,
            "decided_at": request.decided_at,
        }
        for request in db.session.scalars(statement.order_by(MembershipRequest.created_at))
    ]
