"""What is done to organisations themselves: enter, change, verify, suspend. People are in membership.py."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from marketplace import events
from marketplace.accounts.models import SiteRole, User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid, NotAllowed, Stale
from marketplace.providers import hooks, rules
from marketplace.providers.models import (
    MemberRole,
    Membership,
    Organisation,
    OrganisationName,
    Verification,
)
from marketplace.texts import clean_text
from marketplace.transaction import operation

SLUG_LENGTH = 70  # the column has room for a number behind it


def slugify(name: str) -> str:
    """The readable address of an organisation: letters and digits of any script."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]+", "-", folded)[:SLUG_LENGTH].strip("-") or "provider"


def role_of(user: User, organisation: Organisation) -> MemberRole | None:
    """The part a person plays in an organisation, or None."""
    return next((MemberRole(m.role) for m in organisation.memberships if m.user_id == user.id), None)


def require_owner(user: User, organisation: Organisation) -> None:
    """Raise NotAllowed unless this person runs the organisation."""
    if role_of(user, organisation) is not MemberRole.OWNER:
        raise NotAllowed(_("Only an owner of the organisation can do this."))


def lock(organisation: Organisation) -> None:
    """Keep other transactions from changing the organisation or its members before this one ends."""
    db.session.refresh(organisation, with_for_update=True)


@operation
def create_organisation(
    user: User, answers: Mapping[str, Any], *, creation_key: str | None = None
) -> Organisation:
    """Enter one's own organisation and become its owner.

    `answers`: name, kinds, side, countries and, if wished, description, website, languages, founded,
    contact_email, contact_public, other_names (rows of text, language, kind). `creation_key` is a hidden
    field of the form: sent twice, the organisation of the first time is returned. Raises Invalid.
    """
    if creation_key:
        existing = db.session.scalar(
            db.select(Organisation).filter_by(creation_key=creation_key, created_by_id=user.id)
        )
        if existing is not None:
            return existing
    organisation = _enter(user, answers, slugify(str(answers.get("name", ""))), creation_key)
    organisation.claimed_at = utc_now()
    organisation.memberships.append(Membership(user_id=user.id, role=MemberRole.OWNER))
    db.session.flush()
    events.record("create", organisation, actor_id=user.id, to_state="claimed")
    return organisation


@operation
def list_organisation(user: User, answers: Mapping[str, Any], *, slug: str | None = None) -> Organisation:
    """Enter an organisation that nobody runs yet, from a public source (`source_url`, `source_title`).

    For admins and whoever imports in their name. `slug` fixes its address. Raises NotAllowed, Conflict where
    the slug is taken, and Invalid.
    """
    if not user.is_admin:
        raise NotAllowed(_("Only admins can list organisations of others."))
    if slug is not None and _slug_exists(slug):
        raise Conflict(_("There is an organisation at the address “%(slug)s” already.", slug=slug))
    if not answers.get("source_url"):
        raise Invalid({"source_url": [_("Name the public source that this comes from.")]})
    organisation = _enter(user, answers, slug or slugify(str(answers.get("name", ""))), None)
    events.record("list", organisation, actor_id=user.id, to_state="unclaimed")
    return organisation


def _enter(user: User, answers: Mapping[str, Any], slug: str, creation_key: str | None) -> Organisation:
    answers = _cleaned(answers)
    rules.check(answers, complete=True)
    organisation = Organisation(
        slug=_free_slug(slug),
        creation_key=creation_key,
        created_by_id=user.id,
        verification=Verification.UNVERIFIED,
    )
    _write(organisation, answers)
    db.session.add(organisation)
    db.session.flush()
    return organisation


@operation
def update_organisation(
    organisation: Organisation, user: User, answers: Mapping[str, Any], version_id: int | None = None
) -> Organisation:
    """Change some facts of an organisation. `version_id` is what the form was made from.

    Raises NotAllowed (owners and editors; admins while nobody runs it), Stale where somebody saved meanwhile,
    and Invalid.
    """
    lock(organisation)
    if not may_edit(user, organisation):
        raise NotAllowed(_("You may read this organisation but not change it."))
    if version_id is not None and organisation.version_id != version_id:
        raise Stale(_("Somebody else saved this organisation while you were writing. Compare both versions."))
    answers = _cleaned(answers)
    rules.check(answers, complete=False)
    _write(organisation, answers)
    organisation.updated_at = utc_now()
    db.session.flush()
    events.record("update", organisation, actor_id=user.id, fields=sorted(answers))
    hooks.public_changed(organisation)
    return organisation


def may_edit(user: User, organisation: Organisation) -> bool:
    """Whether a person may change the facts: its owners and editors, an admin while nobody runs it."""
    role = role_of(user, organisation)
    if role is not None:
        return role is not MemberRole.VIEWER
    return user.has_role(SiteRole.ADMIN) and not organisation.is_claimed


def _cleaned(answers: Mapping[str, Any]) -> dict[str, Any]:
    cleaned: dict[str, Any] = {
        name: clean_text(v) if isinstance(v, str) else v for name, v in answers.items()
    }
    if cleaned.get("other_names"):
        rows = [{key: clean_text(text) for key, text in row.items()} for row in cleaned["other_names"]]
        cleaned["other_names"] = [row for row in rows if row.get("text")]
    for name in ("kinds", "countries", "languages"):
        if cleaned.get(name):
            cleaned[name] = list(dict.fromkeys(cleaned[name]))
    return cleaned


def _write(organisation: Organisation, answers: Mapping[str, Any]) -> None:
    """Put checked answers into the columns and rows."""
    for name, value in answers.items():
        if name == "other_names":
            organisation.other_names = [
                OrganisationName(
                    text=row["text"],
                    name_key=rules.name_key(row["text"]),
                    language=row.get("language", ""),
                    kind=row.get("kind") or "translation",
                )
                for row in value or []
            ]
        else:
            setattr(organisation, name, value)
    organisation.name_key = rules.name_key(organisation.name)


def _slug_exists(slug: str) -> bool:
    return db.session.scalar(db.select(Organisation.id).filter_by(slug=slug)) is not None


def _free_slug(slug: str) -> str:
    candidate, number = slug, 1
    while _slug_exists(candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


@operation
def verify(organisation: Organisation, admin: User, note: str = "") -> None:
    """Say that an organisation is real and speaks for itself. `note` is for the event log.

    Raises NotAllowed, and Conflict where it is verified, suspended or merged.
    """
    _require_admin(admin)
    lock(organisation)
    if organisation.verification not in {Verification.UNVERIFIED, Verification.PENDING}:
        raise Conflict(_("This organisation cannot be verified now. Look at its state."))
    latest = organisation.evidence[-1] if organisation.evidence else None
    pending = organisation.verification == Verification.PENDING
    organisation.verified_how = latest.kind if latest is not None and pending else ""
    organisation.verified_at = utc_now()
    set_verification(organisation, Verification.VERIFIED, admin, "verify", note)


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
