"""Rows of records: drafts, then sent, taken and approved, by the operations that a person uses."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace import events
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.events import AuditEvent
from marketplace.exchange import cleaning, mapping
from marketplace.exchange.organisations import IMPORTED
from marketplace.exchange.reading import Row
from marketplace.exchange.report import Note, Outcome
from marketplace.providers import operations as provider_operations
from marketplace.providers.models import Organisation
from marketplace.providers.rules import name_key
from marketplace.resources import operations
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource, Revision, State
from marketplace.resources.moves import move
from marketplace.resources.questions import Answer, questions
from marketplace.resources.rules import answer_of

OWN_LIBRARY_SLUG = "headstart-library"
OWN_LIBRARY = {
    "name": "Headstart Marketplace library",
    "side": "both",
    "description": "Documents that this marketplace keeps for everybody.",
}
_SLUG_LENGTH = 120
_TO_PUBLIC = (Action.SEND, Action.TAKE, Action.PUBLISH)


@dataclass(frozen=True)
class Import:
    """What holds for all rows of a file; the organisations met so far are kept by slug."""

    kind: Kind
    user: User
    publish: bool
    text_language: str
    organisations: dict[str, Organisation] = field(default_factory=dict)


def load_existing(slugs: Iterable[str]) -> dict[str, Resource]:
    """The records that these rows made before, by slug, with all their words, in a few statements."""
    statement = (
        select(Resource)
        .where(Resource.import_slug.in_(list(slugs)))
        .options(selectinload(Resource.revisions))
    )
    return {resource.import_slug or "": resource for resource in db.session.scalars(statement)}


def enter(how: Import, slug: str, row: Row, existing: Resource | None, note: Note) -> Outcome:
    """Make the record of a row, or a new version of it where something differs. Raises DomainError."""
    if len(slug) > _SLUG_LENGTH or not slug.isprintable() or " " in slug:
        raise Invalid({"slug": [f"must have no blanks and at most {_SLUG_LENGTH} characters"]})
    organisation = _organisation_of(how, row)
    answers = mapping.record_answers(how.kind, row, how.text_language, note)
    if not answers["title"]:
        raise Invalid({"title": ["is missing"]})
    if len(answers.get("body", "")) > mapping.LONGEST_BODY:
        raise Invalid({"body": [f"is too long: at most {mapping.LONGEST_BODY} characters"]})
    if how.kind is Kind.CASE_STUDY:
        answers["partners"] = _partners(row.get("partners"), note)
    if existing is not None:
        return _update(how, existing, organisation, answers, note)
    if organisation.is_claimed:
        note("provider", "keeps its records itself now; left alone")
        return Outcome.LEFT_ALONE
    revision = operations.create_draft(how.kind, organisation, how.user, answers, import_slug=slug)
    _finish(how, revision)
    return Outcome.CREATED


def _update(
    how: Import, resource: Resource, organisation: Organisation, answers: dict[str, Any], note: Note
) -> Outcome:
    """Change what differs, as a new version that is approved again; what people work on is left alone."""
    if resource.kind != how.kind:
        raise Invalid({"slug": [f"is the slug of another kind of record ({resource.kind})"]})
    if resource.organisation_id != organisation.id:
        note("provider", f"stays {resource.organisation.slug}: a record cannot change its organisation")
    latest = resource.latest_revision
    same = _has(latest, answers)
    if same and not (how.publish and latest.state == State.DRAFT):
        return Outcome.UNCHANGED
    reason = _why_left_alone(resource)
    if reason:
        note("slug", f"{reason}; left alone")
        return Outcome.LEFT_ALONE
    if latest.state == State.PUBLISHED:
        latest = move(latest, Action.REVISE, how.user)
    if not same:
        operations.save_draft(latest, how.user, answers)
    _finish(how, latest)
    return Outcome.UPDATED


def _why_left_alone(resource: Resource) -> str:
    latest = resource.latest_revision
    if resource.organisation.is_claimed:
        return "is kept by the organisation itself now"
    if latest.state not in {State.PUBLISHED, State.DRAFT}:
        return f"is in the state {latest.state}"
    last = db.session.scalar(
        select(AuditEvent.details)
        .filter_by(object_type=Resource.__tablename__, object_id=resource.id, action=IMPORTED)
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    return "" if last == _mark(latest) else "was changed here since the last import"


def _mark(revision: Revision) -> dict[str, Any]:
    """What the import event keeps, to tell later whether a person has gone on from there."""
    return {"revision": revision.number, "written": revision.updated_at.isoformat()}


def _finish(how: Import, revision: Revision) -> None:
    if how.publish:
        for action in _TO_PUBLIC:
            move(revision, action, how.user)
    event = events.record(IMPORTED, revision.resource, actor_id=how.user.id)
    event.details = _mark(revision)


def _has(revision: Revision, answers: dict[str, Any]) -> bool:
    asked = {q.name: q for q in questions(revision.kind) if q.answer is not Answer.FILES}
    return all(
        (answer_of(revision, asked[name]) if name in asked else getattr(revision, name)) == value
        for name, value in answers.items()
    )


def _organisation_of(how: Import, row: Row) -> Organisation:
    """The organisation a row names; a document that names none belongs to the project's own library."""
    slug = str(row.get("provider") or "").strip()
    if not slug and how.kind is Kind.DOCUMENT:
        slug = OWN_LIBRARY_SLUG
    if slug not in how.organisations:
        organisation = db.session.scalar(select(Organisation).filter_by(slug=slug))
        if organisation is None and slug == OWN_LIBRARY_SLUG:
            organisation = _own_library(how.user)
        if organisation is None:
            raise Invalid({"provider": [_no_such_organisation(slug) if slug else "no organisation is named"]})
        how.organisations[slug] = organisation.merged_into or organisation
    return how.organisations[slug]


def _own_library(user: User) -> Organisation:
    organisation = provider_operations.list_organisation(user, OWN_LIBRARY, slug=OWN_LIBRARY_SLUG)
    provider_operations.verify(organisation, user, note="The library of the project itself")
    return organisation


def _no_such_organisation(slug: str) -> str:
    twin = db.session.scalar(
        select(Organisation.slug).filter_by(name_key=name_key(slug)).order_by(Organisation.id).limit(1)
    )
    hint = f"“{twin}” has this name" if twin else "import the providers first"
    return f"there is no organisation with the slug “{slug[:80]}”: {hint}"


def _partners(value: Any, note: Note) -> list[str]:
    """Names of partners: of our organisation where a slug is given, else as they are written."""
    names = []
    for item in cleaning.items(value):
        slug = cleaning.line(item, "partners", note)
        name = db.session.scalar(select(Organisation.name).filter_by(slug=slug))
        if name is None:
            note("partners", f"“{slug[:80]}” is no organisation here; kept as a name")
        names.append(name or slug)
    return [name for name in dict.fromkeys(names) if name]
