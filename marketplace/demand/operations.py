"""What is done with demand: report a service that is missing, accept or reject a report."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete

from marketplace import events, languages, vocab
from marketplace.access import Access, may
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.demand.models import COUNTS_FOR, REASON_LIMIT, TEXT_LIMIT, DemandReport, ReportState
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.texts import clean_text, has_contact, has_control_characters
from marketplace.transaction import operation

_TERMS = ("booster", "phase", "target_group")


@operation
def report(pair: tuple[str, str], answers: Mapping[str, Any]) -> DemandReport:
    """Write down a service that is missing, for moderators to look at; reports that are over are deleted.

    Answers: booster; phase, target_group, language, each may be empty; text of at most TEXT_LIMIT characters
    without addresses and phone numbers. Raises Invalid by field.
    """
    db.session.execute(delete(DemandReport).where(DemandReport.created_at < utc_now() - COUNTS_FOR))
    found = DemandReport(
        origin=pair[0],
        destination=pair[1],
        text=clean_text(str(answers.get("text") or "")),
        **_codes(answers),
    )
    messages = {name: [text] for name, text in _wrong(found).items()}
    if messages:
        raise Invalid(messages)
    db.session.add(found)
    db.session.flush()
    events.record("missing_reported", found, actor_id=None, to_state=ReportState.WAITING)
    return found


def _codes(answers: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(answers.get(name) or "") for name in (*_TERMS, "language")}


def _wrong(found: DemandReport) -> dict[str, str]:
    """What is wrong with a report, by field."""
    wrong = {
        name: _("Choose one of these.")
        for name in _TERMS
        if (code := getattr(found, name)) and not vocab.is_known(name, code)
    }
    if found.language and not languages.is_language(found.language):
        wrong["language"] = _("Choose one of these.")
    if not found.booster:
        wrong["booster"] = _("Choose the kind of help that is missing.")
    if message := _wrong_text(found.text):
        wrong["text"] = message
    return wrong


def _wrong_text(text: str) -> str | None:
    if not text:
        return _("Say in a few words what is missing.")
    if len(text) > TEXT_LIMIT or has_control_characters(text):
        return _("Write plain text of at most 500 characters.")
    if has_contact(text):
        return _("Leave out addresses, links, phone numbers and other long numbers.")
    return None


@operation
def decide(found: DemandReport, user: User, decision: str, reason: str = "") -> None:
    """Let a report count (`accepted`), or not (`rejected`, with a reason).

    Raises NotAllowed, Conflict for one that was decided meanwhile, Invalid.
    """
    if not may(user, Access.MODERATOR):
        raise NotAllowed(_("Only moderators and admins can do this."))
    if found.state != ReportState.WAITING:
        raise Conflict(_("Somebody has decided on this report meanwhile."))
    reason = clean_text(reason)
    if decision not in {ReportState.ACCEPTED, ReportState.REJECTED}:
        raise Invalid({"": [_("Choose one of these.")]})
    if decision == ReportState.REJECTED and not reason:
        raise Invalid({"reason": [_("Write a reason, for other moderators.")]})
    if len(reason) > REASON_LIMIT or has_control_characters(reason):
        raise Invalid({"reason": [_("Write plain text of at most 500 characters.")]})
    found.state, found.decided_at = decision, utc_now()
    found.decided_by_id, found.reason = user.id, reason
    events.record(
        f"missing_{decision}",
        found,
        actor_id=user.id,
        from_state=ReportState.WAITING,
        to_state=decision,
        note=reason,
    )
