"""Closing a need: what its organisation says became of it, and what others read of that."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Conflict, Invalid
from marketplace.providers import queries as providers
from marketplace.providers.models import Organisation
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Need, NeedOutcome, Outcome, Resource
from marketplace.resources.moves import move
from marketplace.resources.queries import published_by_ids
from marketplace.texts import clean_text, has_control_characters
from marketplace.transaction import operation
from marketplace.wording import word

NOTE_LIMIT = 1_000
FOUND_LIMIT = 1_000
OWN_OUTCOMES = (Outcome.FOUND_HERE, Outcome.FOUND_ELSEWHERE, Outcome.WITHDRAWN)
_RECORD = re.compile(r"/library/(\w+)")
_PROVIDER = re.compile(r"/providers/([^/?#\s]+)")


@operation
def close_need(resource: Resource, user: User, answers: Mapping[str, Any]) -> NeedOutcome:
    """Take a public need out of the library and say how the search ended.

    Answers: outcome (one of OWN_OUTCOMES); found, the address of a record or provider here or a provider's
    name, only where it was found here; note. Raises Invalid by field, Conflict for what is no public need,
    NotAllowed for those who do not write for it.
    """
    need = resource.live_revision
    if not isinstance(need, Need):
        raise Conflict(_("Only a need that is in the library can be closed."))
    closing = _checked(resource, answers)
    closing.revision_id = need.id
    move(need, Action.ARCHIVE, user, closing.note or word("outcome", closing.outcome))
    db.session.add(closing)
    return closing


def _checked(resource: Resource, answers: Mapping[str, Any]) -> NeedOutcome:
    wrong: dict[str, list[str]] = {}
    outcome, note = str(answers.get("outcome") or ""), clean_text(str(answers.get("note") or ""))
    if outcome not in OWN_OUTCOMES:
        wrong["outcome"] = [_("Choose how your search ended.")]
    if len(note) > NOTE_LIMIT or has_control_characters(note):
        wrong["note"] = [_("Write the note as plain text of at most 1,000 characters.")]
    closing = NeedOutcome(outcome=outcome, note=note)
    found = clean_text(str(answers.get("found") or ""))
    if found and outcome != Outcome.FOUND_HERE:
        wrong["found"] = [_("Leave this empty, or choose that you found it here.")]
    elif found and not _link(closing, found[:FOUND_LIMIT], resource):
        wrong["found"] = [_("Paste the address of its page here, or write the name of the provider exactly.")]
    if wrong:
        raise Invalid(wrong)
    return closing


def _link(closing: NeedOutcome, found: str, need: Resource) -> bool:
    """Note the public record or provider that an address or a name stands for; False where there is none."""
    if match := _RECORD.search(found):
        closing.found_resource_id = next(
            (one.id for one in published_by_ids([match[1]]) if one.id != need.id), None
        )
        return closing.found_resource_id is not None
    named = _PROVIDER.search(found)
    same = Organisation.slug == named[1] if named else Organisation.name == found
    statement = providers.public().where(same).order_by(Organisation.id).limit(1)
    organisation = db.session.scalar(statement)
    closing.found_organisation_id = organisation.id if organisation is not None else None
    return organisation is not None


def outcomes_of(resources: Iterable[Resource]) -> dict[str, NeedOutcome]:
    """How the latest version of each record ended, by record, where it is a need that was closed."""
    latest = {one.latest_revision.id: one.id for one in resources}
    statement = select(NeedOutcome).where(NeedOutcome.revision_id.in_(latest))
    return {latest[one.revision_id]: one for one in db.session.scalars(statement)}


def found_names(closing: NeedOutcome) -> str:
    """The title or the name of what was found here, "" where that is not told or public no more."""
    if closing.found_resource_id is not None:
        shown = published_by_ids([closing.found_resource_id])
        return shown[0].live_revision.title if shown and shown[0].live_revision else ""
    if closing.found_organisation_id is not None:
        organisation = db.session.get(Organisation, closing.found_organisation_id)
        return organisation.name if organisation is not None else ""
    return ""
