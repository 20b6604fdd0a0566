"""What is done to organisations themselves: enter, change, verify, suspend.

People are in membership.py and requests.py.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, BinaryIO

from flask_babel import gettext as _

from marketplace import events, storage
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, NotAllowed, Stale
from marketplace.providers import hooks, rules, uploads
from marketplace.providers.duplicates import SimilarListed, similar
from marketplace.providers.models import (
    MemberRole,
    Membership,
    Organisation,
    OrganisationName,
    Verification,
)
from marketplace.providers.roles import lock, may_edit
from marketplace.providers.verification import reinstate, suspend, verify
from marketplace.texts import clean_text
from marketplace.transaction import operation

__all__ = [
    "create_organisation",
    "list_organisation",
    "reinstate",
    "remove_logo",
    "set_logo",
    "slugify",
    "suspend",
    "update_organisation",
    "verify",
]

SLUG_LENGTH = 70  # the column has room for a number behind it


def slugify(name: str) -> str:
    """The readable address of an organisation: letters and digits of any script."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]+", "-", folded)[:SLUG_LENGTH].strip("-") or "provider"


@operation
def create_organisation(
    user: User,
    answers: Mapping[str, Any],
    *,
    creation_key: str | None = None,
    look_for_similar: bool = False,
) -> Organisation:
    """Enter one's own organisation and become its owner.

    `answers`: name, kinds, side, countries and, if wished, description, website, languages, founded,
    contact_email, contact_public, other_names (rows of text, language, kind). `creation_key` is a hidden
    field of the form: sent twice, the organisation of the first time is returned. Raises Invalid, and where
    `look_for_similar` says so, SimilarListed when it may be listed already.
    """
    if creation_key:
        existing = db.session.scalar(
            db.select(Organisation).filter_by(creation_key=creation_key, created_by_id=user.id)
        )
        if existing is not None:
            return existing
    answers = _cleaned(answers)
    rules.check(answers, complete=True)
    if look_for_similar and (listed := similar(answers)):
        raise SimilarListed(listed)
    organisation = _enter(user, answers, slugify(answers["name"]), creation_key)
    organisation.claimed_at = utc_now()
    organisation.memberships.append(Membership(user_id=user.id, role=MemberRole.OWNER))
    db.session.flush()
    events.record("create", organisation, actor_id=user.id, to_state="claimed")
    return organisation


@operation
def list_organisation(user: User, answers: Mapping[str, Any], *, slug: str | None = None) -> Organisation:
    """Enter an organisation that nobody runs yet, from a public source (`source_url`, `source_title`).

    Kind and country may be unknown. For admins and whoever imports in their name. `slug` fixes its address.
    Raises NotAllowed, Conflict where the slug is taken, and Invalid.
    """
    if not user.is_admin:
        raise NotAllowed(_("Only admins can list organisations of others."))
    if slug is not None and _slug_exists(slug):
        raise Conflict(_("There is an organisation at the address “%(slug)s” already.", slug=slug))
    answers = _cleaned(answers)
    rules.check(answers, complete=True, listed=True)
    organisation = _enter(user, answers, slug or slugify(answers["name"]), None)
    events.record("list", organisation, actor_id=user.id, to_state="unclaimed")
    return organisation


def _enter(user: User, answers: Mapping[str, Any], slug: str, creation_key: str | None) -> Organisation:
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
    _require_editor(user, organisation)
    if version_id is not None and organisation.version_id != version_id:
        raise Stale(_("Somebody else saved this organisation while you were writing. Compare both versions."))
    answers = _cleaned(answers)
    rules.check(answers, complete=False, listed=not organisation.is_claimed)
    shown = (organisation.name, organisation.website)
    _write(organisation, answers)
    if organisation.is_verified and shown != (organisation.name, organisation.website):
        organisation.changed_since_verified = True
    organisation.updated_at = utc_now()
    db.session.flush()
    events.record("update", organisation, actor_id=user.id, fields=sorted(answers))
    hooks.public_changed(organisation)
    return organisation


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
def set_logo(organisation: Organisation, user: User, content: BinaryIO) -> None:
    """Show this picture with the organisation, made anew (see uploads.py). Raises NotAllowed and Invalid."""
    lock(organisation)
    _require_editor(user, organisation)
    blob = storage.keep(uploads.remake_logo(content), uploads.LOGO_TYPE)
    organisation.logo_sha256 = blob.sha256
    events.record("set_logo", organisation, actor_id=user.id)


@operation
def remove_logo(organisation: Organisation, user: User) -> None:
    """Show no picture any more. Raises NotAllowed."""
    lock(organisation)
    _require_editor(user, organisation)
    organisation.logo_sha256 = None
    events.record("remove_logo", organisation, actor_id=user.id)


def _require_editor(user: User, organisation: Organisation) -> None:
    if not may_edit(user, organisation):
        raise NotAllowed(_("You may read this organisation but not change it."))
