"""Proof that an organisation is real and speaks for itself: asked for by an owner, judged by an admin."""

from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from flask_babel import gettext as _

from marketplace import events, storage
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.providers import hooks, notices, rules, uploads
from marketplace.providers.models import (
    EvidenceKind,
    Organisation,
    Verification,
    VerificationEvidence,
)
from marketplace.providers.roles import lock, require_owner
from marketplace.texts import clean_text
from marketplace.transaction import operation

_DATA = Path(__file__).resolve().parent.parent / "data"
# Anybody can have an address there, so it proves nothing.
PUBLIC_MAIL_HOSTS = frozenset((_DATA / "public_mail_hosts.txt").read_text(encoding="utf-8").split())


def domain_evidence(user: User, organisation: Organisation) -> str | None:
    """The domain a person's confirmed address shares with the website, or None.

    The same domain counts, and one below the other (`hungary.iom.int`, `iom.int`); public mail hosts never.
    """
    if not user.email or user.email_confirmed_at is None:
        return None
    mail = user.email.rpartition("@")[2].lower().rstrip(".")
    site = (urlsplit(organisation.website).hostname or "").rstrip(".").removeprefix("www.")
    if "." not in mail or "." not in site or mail in PUBLIC_MAIL_HOSTS:
        return None
    related = mail == site or mail.endswith("." + site) or site.endswith("." + mail)
    return mail if related else None


@operation
def ask_by_address(organisation: Organisation, owner: User, note: str = "") -> None:
    """Ask for verification because of one's address at the website's domain.

    Raises NotAllowed, Conflict where it is verified or suspended, and Invalid.
    """
    note = _require_may_ask(organisation, owner, note)
    domain = domain_evidence(owner, organisation)
    if domain is None:
        raise Invalid(
            {
                "proof": [
                    _("Your confirmed address is not at the domain of the website. Upload a proof instead.")
                ]
            }
        )
    _add_evidence(organisation, owner, EvidenceKind.EMAIL_DOMAIN, domain, note)


@operation
def ask_by_document(
    organisation: Organisation, owner: User, content: BinaryIO, name: str, note: str = ""
) -> None:
    """Ask for verification with an uploaded proof (PDF, PNG or JPEG). Raises as `ask_by_address`."""
    note = _require_may_ask(organisation, owner, note)
    media_type = uploads.check_proof(content)
    blob = storage.keep(content, media_type)
    _add_evidence(
        organisation, owner, EvidenceKind.DOCUMENT, uploads.shown_name(name, media_type), note, blob.sha256
    )


def _require_may_ask(organisation: Organisation, owner: User, note: str) -> str:
    """Check everything that needs no look at the proof; the note as it is stored."""
    lock(organisation)
    require_owner(owner, organisation)
    if organisation.verification not in {Verification.UNVERIFIED, Verification.PENDING}:
        raise Conflict(_("This organisation is verified or suspended: there is nothing to ask for."))
    if len(organisation.evidence) >= uploads.MOST_PROOFS:
        raise Conflict(_("There is enough proof already. Wait for the answer."))
    note = clean_text(note)
    rules.check_reason(note, field="note", required=False)
    return note


def _add_evidence(
    organisation: Organisation,
    owner: User,
    kind: EvidenceKind,
    value: str,
    note: str,
    blob_sha256: str | None = None,
) -> None:
    organisation.evidence.append(
        VerificationEvidence(kind=kind, value=value, note=note, blob_sha256=blob_sha256, given_by_id=owner.id)
    )
    set_verification(organisation, Verification.PENDING, owner, "ask_verification", "")


@operation
def verify(organisation: Organisation, admin: User, note: str = "") -> None:
    """Say that an organisation is real and speaks for itself. `note` is for the event log.

    Raises NotAllowed, and Conflict where it is suspended, or verified and unchanged since.
    """
    _require_admin(admin)
    lock(organisation)
    again = organisation.is_verified and organisation.changed_since_verified
    if not again and organisation.verification not in {Verification.UNVERIFIED, Verification.PENDING}:
        raise Conflict(_("This organisation cannot be verified now. Look at its state."))
    if not again:
        asked = organisation.verification == Verification.PENDING and organisation.evidence
        organisation.verified_how = organisation.evidence[-1].kind if asked else ""
    organisation.verified_at = utc_now()
    organisation.changed_since_verified = False
    set_verification(organisation, Verification.VERIFIED, admin, "verify", note)
    notices.verified(organisation)


@operation
def refuse(organisation: Organisation, admin: User, reason: str) -> None:
    """Say no to the proof given.

    Raises NotAllowed, Conflict where nobody asked, and Invalid without a reason.
    """
    _require_admin(admin)
    lock(organisation)
    reason = clean_text(reason)
    rules.check_reason(reason)
    if organisation.verification != Verification.PENDING:
        raise Conflict(_("Nobody waits for the verification of this organisation."))
    set_verification(organisation, Verification.UNVERIFIED, admin, "refuse_verification", reason)
    notices.verification_refused(organisation, reason)


@operation
def suspend(organisation: Organisation, admin: User, reason: str) -> None:
    """Take an organisation and all its records out of sight.

    Raises NotAllowed, Conflict where it is suspended, and Invalid without a reason.
    """
    _require_admin(admin)
    lock(organisation)
    reason = clean_text(reason)
    rules.check_reason(reason)
    if organisation.verification == Verification.SUSPENDED:
        raise Conflict(_("This organisation is suspended already."))
    set_verification(organisation, Verification.SUSPENDED, admin, "suspend", reason)
    notices.suspended(organisation, reason)


@operation
def reinstate(organisation: Organisation, admin: User, note: str = "") -> None:
    """End a suspension: verified again if it was before.

    Raises NotAllowed, and Conflict where it is not suspended.
    """
    _require_admin(admin)
    lock(organisation)
    if organisation.verification != Verification.SUSPENDED:
        raise Conflict(_("This organisation is not suspended."))
    state = Verification.VERIFIED if organisation.verified_at else Verification.UNVERIFIED
    set_verification(organisation, state, admin, "reinstate", note)
    notices.reinstated(organisation)


def set_verification(
    organisation: Organisation, state: Verification, actor: User, action: str, note: str
) -> None:
    """Change the state with its event and tell the followers; the caller has checked the rest."""
    before = organisation.verification
    organisation.verification = state
    db.session.flush()
    events.record(
        action, organisation, actor_id=actor.id, from_state=before, to_state=state, note=clean_text(note)
    )
    hooks.public_changed(organisation)


def _require_admin(user: User) -> None:
    if not user.is_admin:
        raise NotAllowed(_("Only admins verify organisations."))
