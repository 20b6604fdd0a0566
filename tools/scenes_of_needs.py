"""Needs and missing services for the pictures: one sought, one met, reports that count and one that waits."""

from marketplace.accounts.models import User
from marketplace.demand import operations as demand
from marketplace.demand.models import DemandReport
from marketplace.providers.models import Organisation
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource
from marketplace.resources.moves import move
from marketplace.resources.operations import create_draft
from marketplace.resources.outcomes import close_need

ANSWERS = {
    "language": "en",
    "corridors": [("AL", "DE")],
    "phase": ["pre_departure"],
    "booster": ["language_training"],
    "sought": "A school that teaches nurses the language of the wards before they leave, in the evening.",
    "side_sought": "origin",
}
REPORTS = (("AL", "DE", "women"), ("AL", "DE", ""), ("AF", "PT", ""))


def make(organisation: Organisation, author: User, moderator: User) -> dict[str, str]:
    """The ids that addresses need, by name."""
    sought, met = (
        _published(organisation, author, moderator, title)
        for title in ("We look for a language school", "We look for a nurse who teaches")
    )
    close_need(met, author, {"outcome": "found_here", "found": organisation.name, "note": "They met in May."})
    for origin, destination, target in REPORTS:
        text = "Nobody helps with the diploma before leaving."
        demand.decide(_reported(origin, destination, target, text), moderator, "accepted")
    waiting = _reported("AF", "PT", "", "کسی برای شناسایی مدرک پرستاری پیش از سفر کمک نمی‌کند.")
    return {"need": sought.id, "need_met": met.id, "missing": waiting.id}


def _reported(origin: str, destination: str, target: str, text: str) -> DemandReport:
    answers = {"booster": "skills_recognition", "target_group": target, "text": text}
    return demand.report((origin, destination), answers)


def _published(organisation: Organisation, author: User, moderator: User, title: str) -> Resource:
    need = create_draft(Kind.NEED, organisation, author, {**ANSWERS, "title": title})
    need = move(move(need, Action.SEND, author), Action.TAKE, moderator)
    return move(need, Action.PUBLISH, moderator).resource
