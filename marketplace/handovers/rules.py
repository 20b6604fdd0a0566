"""Which two records can be the ends of a hand-over, and what can be said about it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from marketplace import vocab
from marketplace.database import utc_now
from marketplace.errors import Invalid
from marketplace.handovers import queries
from marketplace.handovers.hooks import are_apart
from marketplace.handovers.models import Given, Side
from marketplace.resources.models import Resource
from marketplace.resources.queries import published_by_ids
from marketplace.resources.sides import helps_after, helps_before
from marketplace.texts import clean_text, has_control_characters

FIRST_YEAR = 1950
NOTE_LIMIT = 500
FOR_WHOM_LIMIT = 300
REASON_LIMIT = 1000

Answers = Mapping[str, Any]


def check_records(before: Resource, after: Resource) -> None:
    """Raise Invalid (field `other`) unless the first can hand people over to the second."""
    message = _about_each(before, after) or _about_both(before, after)
    if message:
        raise Invalid({"other": [message]})


def _about_each(before: Resource, after: Resource) -> str | None:
    if before.id == after.id:
        return _("A record cannot hand over to itself. Choose another one.")
    public = {record.id for record in published_by_ids([before.id, after.id])}
    for record in (before, after):
        title = record.latest_revision.title
        if record.kind not in queries.KINDS:
            return _("“%(title)s” is no offering and no practice.", title=title)
        if record.id not in public:
            return _("“%(title)s” is not in the library now.", title=title)
        if not record.organisation.is_claimed:
            return _(
                "Nobody acts for %(organisation)s here yet, so nobody could accept.",
                organisation=record.organisation.name,
            )
    return None


def _about_both(before: Resource, after: Resource) -> str | None:
    first, second = before.live_revision, after.live_revision
    if first is None or second is None:
        return _("One of the records is not in the library now.")
    if not helps_before(frozenset(first.slugs("phase")), before.organisation.side):
        return _("“%(title)s” does not help before departure by its phases.", title=first.title)
    if not helps_after(frozenset(second.slugs("phase")), after.organisation.side):
        return _("“%(title)s” does not help after arrival by its phases.", title=second.title)
    both_say = bool(first.pairs and second.pairs)
    if both_say and not any(queries.fit(one, other) for one in first.pairs for other in second.pairs):
        return _("The two records have no corridor in common. Add it to one of them first.")
    if are_apart(before.organisation_id, after.organisation_id):
        return impossible()
    if queries.open_one(before.id, after.id) is not None:
        return _("There is such a hand-over already, or somebody has proposed it.")
    return None


def impossible() -> str:
    """What both hear where one of the two organisations wants no contact; not which."""
    return _("A hand-over between these two organisations is not possible.")


def suggested_side(own: Resource, other: Resource) -> Side:
    """The end at which a record most likely stands beside another one."""
    revision, theirs = own.live_revision, other.live_revision
    if revision is None or theirs is None:
        return Side.BEFORE
    mine, their = frozenset(revision.slugs("phase")), frozenset(theirs.slugs("phase"))
    fits = helps_before(mine, own.organisation.side) and helps_after(their, other.organisation.side)
    return Side.BEFORE if fits else Side.AFTER


def checked(answers: Answers) -> dict[str, Any]:
    """What is said about a hand-over, cleaned; raises Invalid with every message by field."""
    note, for_whom = (clean_text(str(answers.get(name) or "")) for name in ("note", "for_whom"))
    since = str(answers.get("since") or "").strip()
    gives, groups = list(answers.get("gives") or ()), list(answers.get("target_groups") or ())
    found = {
        "gives": _about_gives(gives, note),
        "target_groups": _about_choice(groups, vocab.slugs("target_group")),
        "note": _about_text(note, NOTE_LIMIT),
        "for_whom": _about_text(for_whom, FOR_WHOM_LIMIT),
        "since": _about_since(since),
    }
    if any(found.values()):
        raise Invalid({name: [message] for name, message in found.items() if message})
    return {
        "gives": [one.value for one in Given if one in gives],
        "note": note,
        "target_groups": [slug for slug in vocab.slugs("target_group") if slug in groups],
        "for_whom": for_whom,
        "since": since,
    }


def _about_gives(gives: Sequence[str], note: str) -> str | None:
    if not gives and not note:
        return _("Say what is handed over: choose something or write it below.")
    return _about_choice(gives, tuple(Given))


def _about_choice(chosen: Iterable[str], known: Collection[str]) -> str | None:
    return _("Choose from the list.") if any(one not in known for one in chosen) else None


def _about_text(text: str, limit: int) -> str | None:
    if len(text) <= limit and not has_control_characters(text):
        return None
    return _("Write plain text of at most %(most)s characters.", most=str(limit))


def _about_since(since: str) -> str | None:
    if not since or _is_past(since):
        return None
    return _("Write a year such as 2024, or a day such as 2024-05-31, not in the future.")


def _is_past(since: str) -> bool:
    today = utc_now().date()
    if re.fullmatch(r"[0-9]{4}", since):
        return FIRST_YEAR <= int(since) <= today.year
    day = as_day(since)
    return day is not None and day.year >= FIRST_YEAR and day <= today


def as_day(text: str) -> date | None:
    """A day written as year, month and day, else None."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def checked_end(since: str, text: str) -> date:
    """The day a hand-over ended; raises Invalid for `ended_on`. Empty is today."""
    today = utc_now().date()
    day = as_day(text.strip()) if text.strip() else today
    if day is None or day > today or day.isoformat()[: len(since)] < since:
        raise Invalid(
            {"ended_on": [_("Write a day from its beginning until today, as year, month and day.")]}
        )
    return day


def checked_reason(text: str) -> str:
    """A reason for the other side, cleaned; raises Invalid for `reason`."""
    reason = clean_text(text)
    if len(reason) > REASON_LIMIT or has_control_characters(reason):
        message = _("Write plain text of at most %(most)s characters.", most=f"{REASON_LIMIT:,}")
        raise Invalid({"reason": [message]})
    return reason
