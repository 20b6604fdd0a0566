"""Reads of organisations: what the public may see, loaders that settle 404 and 403, lists of what waits."""

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select

from marketplace.accounts import tokens
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Gone, NotAllowed, NotFound
from marketplace.providers.models import (
    MemberRole,
    Membership,
    MembershipRequest,
    Organisation,
    RequestKind,
    RequestState,
    Verification,
    VerificationEvidence,
)
from marketplace.providers.roles import may_edit, role_of


def public() -> Select[Organisation]:
    """All organisations the public may see: verified, or entered by the project; never suspended."""
    return select(Organisation).where(
        Organisation.merged_into_id.is_(None),
        Organisation.verification != Verification.SUSPENDED,
        or_(
            Organisation.verification == Verification.VERIFIED,
            Organisation.claimed_at.is_(None),
            Organisation.source_url != "",
        ),
    )


def public_mark() -> str:
    """Another text once any organisation is another one, and with it perhaps the list of the public ones.

    None is ever deleted, and each change of one counts its version up.
    """
    number, versions = db.session.execute(select(func.count(), func.sum(Organisation.version_id))).one()
    return f"{number} {versions}"


def is_public(organisation: Organisation) -> bool:
    """Whether the public may see an organisation: the rule of `public` for one."""
    return db.session.scalar(public().where(Organisation.id == organisation.id)) is not None


def load_profile(slug: str, user: User) -> Organisation:
    """An organisation for its public page; its members and admins may see it before others do.

    A merged one is answered as it is: the page redirects. Raises Gone for a suspended one, else NotFound.
    """
    organisation = db.session.scalar(select(Organisation).filter_by(slug=slug))
    if organisation is None:
        raise NotFound(_("There is no such provider."))
    if organisation.merged_into_id is not None or is_public(organisation):
        return organisation
    if user.is_authenticated and (user.is_admin or role_of(user, organisation) is not None):
        return organisation
    if organisation.verification == Verification.SUSPENDED:
        raise Gone(_("This provider is not shown at present."))
    raise NotFound(_("There is no such provider."))


def heir_of(organisation: Organisation) -> Organisation:
    """The organisation that a merged one has become part of, however many steps away."""
    while organisation.merged_into is not None:
        organisation = organisation.merged_into
    return organisation


def load_to_ask(slug: str) -> Organisation:
    """An organisation that somebody wants to join or claim; raises NotFound."""
    organisation = db.session.scalar(select(Organisation).filter_by(slug=slug, merged_into_id=None))
    if organisation is None or organisation.verification == Verification.SUSPENDED:
        raise NotFound(_("There is no such provider."))
    return organisation


def load_for_member(organisation_id: str, user: User) -> Organisation:
    """An organisation for the workspace of its members (of admins while nobody runs it); raises NotFound."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None or not (role_of(user, organisation) or may_edit(user, organisation)):
        raise NotFound(_("There is no such organisation in your workspace."))
    return organisation


def load_for_editor(organisation_id: str, user: User) -> Organisation:
    """As `load_for_member`; raises NotAllowed for those who may only read."""
    organisation = load_for_member(organisation_id, user)
    if not may_edit(user, organisation):
        raise NotAllowed(_("You may read this organisation but not change it."))
    return organisation


def load_for_owner(organisation_id: str, user: User) -> Organisation:
    """As `load_for_member`; raises NotAllowed for all but owners."""
    organisation = load_for_member(organisation_id, user)
    if role_of(user, organisation) is not MemberRole.OWNER:
        raise NotAllowed(_("Only an owner of the organisation can do this."))
    return organisation


def load_request(organisation: Organisation, request_id: str) -> MembershipRequest:
    """A request of this organisation; raises NotFound."""
    request = db.session.get(MembershipRequest, request_id)
    if request is None or request.organisation_id != organisation.id:
        raise NotFound(_("There is no such request."))
    return request


def load_own_request(request_id: str, user: User) -> MembershipRequest:
    """A request that this person has made; raises NotFound."""
    request = db.session.get(MembershipRequest, request_id)
    if request is None or request.user_id != user.id:
        raise NotFound(_("There is no such request."))
    return request


def load_claim(request_id: str) -> MembershipRequest:
    """A claim, for admins; raises NotFound."""
    request = db.session.get(MembershipRequest, request_id)
    if request is None or request.kind != RequestKind.CLAIM:
        raise NotFound(_("There is no such claim."))
    return request


def load_invitation(request_id: str) -> MembershipRequest:
    """An invitation, whosever it is; the operations check the person. Raises NotFound."""
    request = db.session.get(MembershipRequest, request_id)
    if request is None or request.kind != RequestKind.INVITATION:
        raise NotFound(_("There is no such invitation."))
    return request


def invitation_of(token: str) -> MembershipRequest | None:
    """The open invitation that a mailed link leads to, or None for a used, old or made-up link."""
    request = db.session.scalar(select(MembershipRequest).filter_by(token_hash=tokens.hash_of(token)))
    return request if request is not None and request.is_open else None


def load_proof(organisation_id: str, evidence_id: str) -> VerificationEvidence:
    """An uploaded proof of an organisation, for admins; raises NotFound."""
    evidence = db.session.get(VerificationEvidence, evidence_id)
    if evidence is None or evidence.organisation_id != organisation_id or evidence.blob is None:
        raise NotFound(_("There is no such proof."))
    return evidence


def has_logo(sha256: str) -> bool:
    """Whether some organisation shows this logo."""
    return db.session.scalar(select(Organisation.id).filter_by(logo_sha256=sha256).limit(1)) is not None


def organisations_of(user: User) -> list[Membership]:
    """The memberships of a person, with their organisations, by name."""
    statement = (
        select(Membership)
        .join(Membership.organisation)
        .where(Membership.user_id == user.id)
        .order_by(Organisation.name_key, Membership.id)
    )
    return list(db.session.scalars(statement))


def requests_waiting_for(user: User) -> list[MembershipRequest]:
    """What this person has to answer: wishes to join their organisations, invitations to their own address.

    Oldest first. Claims wait for admins, see `claims`.
    """
    owned = select(Membership.organisation_id).filter_by(user_id=user.id, role=MemberRole.OWNER)
    for_owners = _open().where(
        MembershipRequest.kind == RequestKind.JOIN, MembershipRequest.organisation_id.in_(owned)
    )
    return sorted(
        [*db.session.scalars(for_owners), *invitations_for(user)],
        key=lambda request: (request.created_at, request.id),
    )


def invitations_for(user: User) -> list[MembershipRequest]:
    """Open invitations to the confirmed address of a person, oldest first."""
    if user.email_confirmed_at is None or not user.email:
        return []
    statement = _open().where(
        MembershipRequest.kind == RequestKind.INVITATION, MembershipRequest.email == user.email
    )
    return list(db.session.scalars(statement))


def requests_by(user: User) -> list[MembershipRequest]:
    """What this person has asked and nobody has answered, oldest first."""
    statement = _open().where(
        MembershipRequest.kind != RequestKind.INVITATION, MembershipRequest.user_id == user.id
    )
    return list(db.session.scalars(statement))


def requests_of(organisation: Organisation, kind: RequestKind) -> list[MembershipRequest]:
    """What waits for the owners of an organisation, oldest first; with invitations that ran out."""
    statement = select(MembershipRequest).filter_by(
        organisation_id=organisation.id, kind=kind, state=RequestState.PENDING
    )
    return list(db.session.scalars(statement.order_by(MembershipRequest.created_at, MembershipRequest.id)))


def claims() -> list[MembershipRequest]:
    """Claims that wait for an admin, oldest first."""
    return list(db.session.scalars(_open().where(MembershipRequest.kind == RequestKind.CLAIM)))


def to_verify() -> list[Organisation]:
    """Organisations that wait for an admin's look: new proofs, and changes since the last one."""
    statement = select(Organisation).where(
        or_(
            Organisation.verification == Verification.PENDING,
            (Organisation.verification == Verification.VERIFIED) & Organisation.changed_since_verified,
        )
    )
    return list(db.session.scalars(statement.order_by(Organisation.updated_at, Organisation.id)))


def suspended() -> list[Organisation]:
    """Suspended organisations, by name."""
    statement = select(Organisation).filter_by(verification=Verification.SUSPENDED)
    return list(db.session.scalars(statement.order_by(Organisation.name_key, Organisation.id)))


def load_for_admin(organisation_id: str) -> Organisation:
    """Any organisation; raises NotFound."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound(_("There is no such organisation."))
    return organisation


def _open() -> Select[MembershipRequest]:
    return (
        select(MembershipRequest)
        .where(
            MembershipRequest.state == RequestState.PENDING,
            or_(MembershipRequest.expires_at.is_(None), MembershipRequest.expires_at > utc_now()),
        )
        .order_by(MembershipRequest.created_at, MembershipRequest.id)
    )
