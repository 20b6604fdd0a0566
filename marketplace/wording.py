"""The product's own words for kinds, states and clocks: one place, so that they are the same everywhere."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

_WORDS: dict[str, dict[str, LazyString]] = {
    "kind": {
        "case_study": _l("Practice"),
        "offering": _l("Offering"),
        "need": _l("Need"),
        "document": _l("Document"),
        "provider": _l("Provider"),
    },
    "kinds": {
        "case_study": _l("Practices"),
        "offering": _l("Offerings"),
        "need": _l("Needs"),
        "document": _l("Documents"),
        "provider": _l("Providers"),
    },
    "state": {
        "draft": _l("Draft"),
        "submitted": _l("Sent for review"),
        "resubmitted": _l("Sent again"),
        "in_review": _l("In review"),
        "changes_requested": _l("Changes requested"),
        "published": _l("Published"),
        "superseded": _l("Replaced by a newer version"),
        "declined": _l("Declined"),
        "withdrawn": _l("Withdrawn"),
        "archived": _l("Archived"),
    },
    "task": {
        "done": _l("Done"),
        "incomplete": _l("Incomplete"),
        "not_started": _l("Not started"),
        "optional": _l("Optional"),
        "error": _l("Needs attention"),
    },
    "clock": {
        "in_date": _l("In date"),
        "due": _l("Confirmation due"),
        "reminded": _l("Confirmation due"),
        "overdue": _l("Confirmation overdue"),
        "demoted": _l("Confirmation overdue"),
        "hidden": _l("Hidden until confirmed"),
    },
    "verification": {
        "unverified": _l("Not verified yet"),
        "pending": _l("Being verified"),
        "verified": _l("Verified"),
        "suspended": _l("Suspended"),
    },
    "side": {
        "origin": _l("Country of origin"),
        "destination": _l("Country of destination"),
        "both": _l("Both sides"),
    },
    "action": {
        "create": _l("Started"),
        "send": _l("Sent for review"),
        "take": _l("Taken by a reviewer"),
        "give_back": _l("Given back to the queue"),
        "request_changes": _l("Changes requested"),
        "resend": _l("Sent again"),
        "publish": _l("Published"),
        "supersede": _l("Replaced by a newer version"),
        "propose_decline": _l("Second reviewer asked: decline proposed"),
        "decline": _l("Declined"),
        "appeal": _l("Another look asked for"),
        "withdraw": _l("Withdrawn"),
        "archive": _l("Archived"),
        "restore": _l("New version started from an old text"),
        "revise": _l("New version started"),
        "take_down": _l("Taken down"),
        "confirm": _l("Confirmed as still true"),
        "expire": _l("Expired"),
    },
    "outcome": {
        "found_here": _l("Found here"),
        "found_elsewhere": _l("Found elsewhere"),
        "withdrawn": _l("Not sought any more"),
        "expired": _l("Expired"),
    },
    "ended": {
        "found_here": _l("This need was met: what was looked for was found here."),
        "found_elsewhere": _l("This need was met: what was looked for was found elsewhere."),
        "withdrawn": _l("The organisation does not look for this any more."),
        "expired": _l("This need has expired: nobody has confirmed it in time."),
    },
    "coverage": {
        "covered": _l("Covered on both sides"),
        "one_sided": _l("One side only"),
        "stale": _l("Out of date"),
        "empty": _l("No help yet"),
    },
}


def word(group: str, slug: str) -> str:
    """The word for a slug of a group, or the slug itself if it has none; KeyError for an unknown group."""
    words = _WORDS[group]
    return str(words[slug]) if slug in words else slug.replace("_", " ").capitalize()
