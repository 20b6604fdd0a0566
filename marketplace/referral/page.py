"""What a slip shows: each record short enough for one sheet, with a code to scan, and all as plain text."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from marketplace import vocab
from marketplace.database import utc_now
from marketplace.languages import external_url
from marketplace.library.forms import with_parameters
from marketplace.providers.models import Organisation
from marketplace.referral.codes import qr_svg
from marketplace.referral.forms import ALSO, MOST_RECORDS, Choice
from marketplace.resources.models import Offering, Resource, Revision
from marketplace.resources.queries import published_by_ids
from marketplace.resources.record_view import Fact, RecordView, record_view
from marketplace.wording import word

COST = ("cost", "cost_amount", "cost_currency", "cost_note")
FACTS = ("places", *COST, "delivery_language", "waiting_time")
_SHEET = 1400  # characters of running text that a sheet has room for, all records together
_LONGEST = 400
_TITLE_IN_MAIL = 120


def facets(choice: Choice) -> list[dict[str, Any]]:
    """The groups of boxes to tick beside the corridor, as `macros/filters.html` shows them."""
    also = [(kind.value, word("kinds", kind)) for kind in ALSO]
    return [
        _facet("booster", _("Kind of help"), vocab.choices("booster"), choice.boosters),
        _facet("target", _("Target group"), vocab.choices("target_group"), choice.targets),
        _facet("also", _("Show these too"), also, choice.also),
    ]


def _facet(name: str, label: str, pairs: list[tuple[str, str]], chosen: tuple[str, ...]) -> dict[str, Any]:
    options = [
        {"value": code, "label": text, "checked": code in chosen, "count": None} for code, text in pairs
    ]
    return {"name": name, "label": label, "options": options}


@dataclass(frozen=True)
class Entry:
    """One record on the slip."""

    resource: Resource
    revision: Revision
    view: RecordView
    room: int

    @property
    def organisation(self) -> Organisation:
        """Who offers it."""
        return self.resource.organisation

    @property
    def url(self) -> str:
        """The permanent address, in the language of the slip."""
        return external_url("library.read", resource_id=self.resource.id)

    @property
    def code(self) -> Markup:
        """The permanent address to scan."""
        return qr_svg(self.url)

    @property
    def facts(self) -> list[Fact]:
        """The lines that a person needs at the door; the parts of the cost are one line."""
        shown = [fact for fact in self.view.facts if fact.name in FACTS]
        cost = " ".join(fact.value for fact in shown if fact.name in COST and fact.value)
        return [
            Fact(fact.name, _("Cost"), cost, "", False) if fact.name == "cost" else fact
            for fact in shown
            if fact.name == "cost" or fact.name not in COST
        ]

    @property
    def is_offering(self) -> bool:
        """Whether it is something to apply for."""
        return isinstance(self.revision, Offering)

    @property
    def text(self) -> str:
        """How to apply for an offering, what another record is about; cut to the room there is."""
        text = self.revision.how_to_apply if isinstance(self.revision, Offering) else self.view.lead
        return shortened(text, self.room)

    @property
    def apply_url(self) -> str:
        """Where to apply on the web, "" where that is not stated."""
        return self.revision.apply_url if isinstance(self.revision, Offering) else ""

    @property
    def contact(self) -> str:
        """The provider's mail address if they made it public, else their website."""
        provider = self.organisation
        return provider.contact_email if provider.contact_public else provider.website


@dataclass(frozen=True)
class Slip:
    """One page for a person: the records that were ticked, as far as they are public."""

    choice: Choice
    entries: list[Entry]
    missing: list[str]
    left_out: int

    @property
    def path(self) -> str:
        """The address of this page from the root of the site."""
        return with_parameters(url_for("referral.slip"), self.choice.slip_pairs())

    @property
    def site(self) -> str:
        """The address of the marketplace, for paper."""
        return external_url("library.home")

    @property
    def day(self) -> date:
        """The day on which it was made."""
        return utc_now().date()

    @property
    def back(self) -> str:
        """The way back to the list with the same ticks."""
        return with_parameters(url_for("referral.pick"), self.choice.slip_pairs())

    @property
    def url(self) -> str:
        """The address to share."""
        return with_parameters(external_url("referral.slip"), self.choice.slip_pairs())

    @cached_property
    def as_text(self) -> str:
        """The list as plain text, with the addresses."""
        blocks = [f"{number}. {_as_text(entry)}" for number, entry in enumerate(self.entries, 1)]
        return "\n\n".join([*blocks, _("This list: %(address)s", address=self.url)])

    @property
    def mail_url(self) -> str:
        """Opens the counsellor's own mail program with the list; nothing is sent from here."""
        body = self.as_text.replace("\n", "\r\n")
        return f"mailto:?subject={quote(_('Help for you'))}&body={quote(body)}"


def slip_of(choice: Choice) -> Slip:
    """The slip for what was ticked: at most MOST_RECORDS; what is not public is a gap, not an error."""
    asked = choice.records[:MOST_RECORDS]
    found = [
        (resource, live)
        for resource in published_by_ids(asked)
        if (live := resource.live_revision) is not None
    ]
    room = min(_LONGEST, _SHEET // max(1, len(found)))
    entries = [Entry(resource, live, record_view(live), room) for resource, live in found]
    known = {entry.resource.id for entry in entries}
    missing = [one for one in asked if one not in known]
    return Slip(choice, entries, missing, len(choice.records) - len(asked))


def shortened(text: str, room: int) -> str:
    """A text in at most so many characters, cut after a whole word where there is one, then "…"."""
    text = " ".join(text.split())
    if len(text) <= room:
        return text
    whole, _space, _rest = text[: room - 1].rpartition(" ")
    return (whole or text[: room - 1]) + "…"


def _as_text(entry: Entry) -> str:
    title = shortened(entry.revision.title, _TITLE_IN_MAIL)
    lines = [title, entry.organisation.name, entry.contact, entry.url]
    return "\n".join(line for line in lines if line)
