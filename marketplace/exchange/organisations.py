"""Rows of organisations: listed as ones that nobody runs yet, changed while nobody does."""

import re
from typing import Any

from sqlalchemy import select

from marketplace import events
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.events import AuditEvent
from marketplace.exchange import cleaning, coding
from marketplace.exchange.mapping import note_unknown_fields
from marketplace.exchange.reading import Row
from marketplace.exchange.report import Note, Outcome
from marketplace.providers import duplicates, operations
from marketplace.providers.models import Organisation
from marketplace.providers.rules import NAME_KINDS

IMPORTED = "import"  # the event that marks what the file, and no person, has written
_SLUG = re.compile(r"[^\W_]+(?:[-_.][^\W_]+)*")
_SLUG_LENGTH = 80
_FIELDS = frozenset(
    {"slug", "name", "kind", "kinds", "country", "countries", "website", "side", "description", "languages"}
    | {"founded", "other_names", "source_url", "source_title"}
)


def enter(slug: str, row: Row, user: User, note: Note) -> Outcome:
    """List the organisation of a row, or change what differs. Raises DomainError."""
    if not _SLUG.fullmatch(slug) or len(slug) > _SLUG_LENGTH:
        raise Invalid({"slug": [f"must be letters and digits joined by hyphens, at most {_SLUG_LENGTH}"]})
    answers = _answers(row, note)
    existing = db.session.scalar(select(Organisation).filter_by(slug=slug))
    if existing is not None:
        return _update(existing, answers, user, note)
    for twin in duplicates.similar(answers):
        note(
            "name",
            f"is much like “{twin.name}” ({twin.slug}): listed apart, an admin can merge them",
        )
    organisation = operations.list_organisation(user, answers, slug=slug)
    events.record(IMPORTED, organisation, actor_id=user.id)
    return Outcome.CREATED


def _update(organisation: Organisation, answers: dict[str, Any], user: User, note: Note) -> Outcome:
    if all(_current(organisation, name) == value for name, value in answers.items()):
        return Outcome.UNCHANGED
    if organisation.is_claimed:
        note("slug", "is kept by the organisation itself now; left alone")
        return Outcome.LEFT_ALONE
    if organisation.merged_into is not None:
        note("slug", f"was merged into {organisation.merged_into.slug}; left alone")
        return Outcome.LEFT_ALONE
    if not _is_as_imported(organisation):
        note("slug", "was changed here since the last import; left alone")
        return Outcome.LEFT_ALONE
    operations.update_organisation(organisation, user, answers, organisation.version_id)
    events.record(IMPORTED, organisation, actor_id=user.id)
    return Outcome.UPDATED


def _current(organisation: Organisation, name: str) -> Any:
    if name != "other_names":
        return getattr(organisation, name)
    rows = [{"text": o.text, "language": o.language, "kind": o.kind} for o in organisation.other_names]
    return sorted(rows, key=lambda row: row["text"])


def _is_as_imported(organisation: Organisation) -> bool:
    """Whether nobody has changed it by hand since a file has written it."""
    last = db.session.scalar(
        select(AuditEvent.action)
        .where(
            AuditEvent.object_type == Organisation.__tablename__,
            AuditEvent.object_id == organisation.id,
            AuditEvent.action.in_([IMPORTED, "update"]),
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    return last == IMPORTED


def _answers(row: Row, note: Note) -> dict[str, Any]:
    """The answers of a row, in the shape of `providers.operations.list_organisation`."""
    note_unknown_fields(row, _FIELDS, note)
    countries = coding.countries(row.get("countries") or row.get("country"), "country", note)
    if not countries:
        note("country", "no country is known; shown as not stated")
    sides = coding.terms(row.get("side"), "side", "side", note)
    return {
        "name": cleaning.line(row.get("name"), "name", note),
        "other_names": _other_names(row.get("other_names"), note),
        "kinds": coding.terms(row.get("kinds") or row.get("kind"), "provider_kind", "kind", note),
        "side": sides[0] if sides else "",
        "countries": countries,
        "description": cleaning.plain_text(row.get("description"), "description", note),
        "website": cleaning.web_address(row.get("website"), "website", note),
        "languages": coding.language_codes(row.get("languages"), "languages", note),
        "founded": cleaning.year(row.get("founded"), "founded", note),
        "source_url": cleaning.web_address(row.get("source_url"), "source_url", note),
        "source_title": cleaning.line(row.get("source_title"), "source_title", note),
    }


def _other_names(value: Any, note: Note) -> list[dict[str, str]]:
    """Names as texts, or as `{text, language, kind}`."""
    rows = []
    for item in cleaning.items(value):
        given = item if isinstance(item, dict) else {"text": item}
        languages = coding.language_codes(given.get("language"), "other_names", note)
        kind = given.get("kind") or "translation"
        if kind not in NAME_KINDS:
            note("other_names", f"“{kind}” is not a kind of name; taken as translation")
            kind = "translation"
        text = cleaning.line(given.get("text"), "other_names", note)
        rows.append({"text": text, "language": languages[0] if languages else "", "kind": kind})
    return sorted((row for row in rows if row["text"]), key=lambda row: row["text"])
