"""`marketplace import`: rows become drafts, are sent and approved, by the operations that a person uses."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import DomainError, Invalid
from marketplace.exchange import mapping
from marketplace.exchange.cleaning import Remark
from marketplace.exchange.reading import Row
from marketplace.providers import operations as provider_operations
from marketplace.providers.models import Organisation
from marketplace.providers.rules import name_key
from marketplace.resources import operations
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource, Revision, State
from marketplace.resources.moves import move
from marketplace.resources.questions import Answer, questions
from marketplace.resources.rules import answer_of
from marketplace.transaction import transaction

OWN_LIBRARY_SLUG = "headstart-library"
OWN_LIBRARY = {"name": "Headstart Marketplace library", "side": "both"}

Progress = Callable[[int], None]
Remarker = Callable[..., None]  # field, text, error=False


@dataclass
class Report:
    """What an import did: rows by outcome, and what was noticed about single rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_alone: int = 0
    remarks: list[Remark] = field(default_factory=list)

    @property
    def errors(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.error]


class ImportRefused(Exception):  # noqa: N818  # the answer to a file, not a fault of the program
    """Some row could not be taken, so none was."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{len(report.errors)} rows could not be imported; nothing was changed")
        self.report = report


class _DryRun(Exception):  # noqa: N818  # a signal
    """Ends the transaction of a rehearsal."""


def import_rows(
    kind: str,
    rows: Iterable[tuple[int, Row]],
    user: User,
    *,
    publish: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda done: None,
) -> Report:
    """Take all rows of a file or none: repeatable by `slug`, so that a second run changes nothing.

    `kind` is `provider` or a record kind; `user` an admin, who writes for organisations that nobody runs.
    Raises ImportRefused with the report of all rows.
    """
    report = Report()
    seen: set[str] = set()
    try:
        with transaction():
            for done, (number, row) in enumerate(rows, start=1):
                _import_row(kind, number, row, user, publish, report, seen)
                progress(done)
            if report.errors:
                raise ImportRefused(report)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def _import_row(
    kind: str, number: int, row: Row, user: User, publish: bool, report: Report, seen: set[str]
) -> None:
    slug = str(row.get("slug") or "").strip()

    def remark(name: str, text: str, error: bool = False) -> None:
        report.remarks.append(Remark(number, slug, name, text, error))

    if not slug:
        remark("slug", "is missing: it is what makes an import repeatable", error=True)
        return
    if slug in seen:
        remark("slug", "stands twice in this file", error=True)
        return
    seen.add(slug)
    try:
        if kind == "provider":
            outcome = _import_provider(slug, row, user, remark)
        else:
            outcome = _import_record(Kind(kind), slug, row, user, publish, remark)
    except Invalid as invalid:
        for name, messages in invalid.fields.items():
            for message in messages:
                remark(name, message, error=True)
    except DomainError as error:
        remark("", error.message, error=True)
    else:
        setattr(report, outcome, getattr(report, outcome) + 1)


def _import_provider(slug: str, row: Row, user: User, remark: Remarker) -> str:
    answers = mapping.provider_answers(row, remark)
    existing = db.session.scalar(db.select(Organisation).filter_by(slug=slug))
    if existing is not None:
        return _update_provider(existing, answers, user, remark)
    twin = db.session.scalar(
        db.select(Organisation)
        .filter_by(name_key=name_key(answers["name"]))
        .order_by(Organisation.id)
        .limit(1)
    )
    if twin is not None:
        remark("name", f"spelt almost as “{twin.name}” ({twin.slug}): listed apart, an admin can merge them")
    provider_operations.list_organisation(user, answers, slug=slug)
    return "created"


def _update_provider(organisation: Organisation, answers: Row, user: User, remark: Remarker) -> str:
    if organisation.is_claimed:
        remark("slug", "is kept by the organisation itself now; left alone")
        return "left_alone"
    if all(getattr(organisation, name) == value for name, value in answers.items()):
        return "unchanged"
    provider_operations.update_organisation(organisation, user, answers, organisation.version_id)
    return "updated"


def _import_record(kind: Kind, slug: str, row: Row, user: User, publish: bool, remark: Remarker) -> str:
    answers = mapping.record_answers(kind, row, remark)
    organisation = _organisation_of(row, user)
    if kind is Kind.CASE_STUDY:
        answers["partners"] = [_partner_name(str(partner), remark) for partner in row.get("partners") or []]
    existing = db.session.scalar(db.select(Resource).filter_by(import_slug=slug))
    if existing is None:
        revision = operations.create_draft(kind, organisation, user, answers, import_slug=slug)
        _send_and_publish(revision, user, publish)
        return "created"
    if existing.kind != kind:
        raise Invalid({"slug": [f"is the slug of another kind of record ({existing.kind})"]})
    return _update_record(existing, answers, user, publish, remark)


def _update_record(
    resource: Resource, answers: dict[str, Any], user: User, publish: bool, remark: Remarker
) -> str:
    """Change what differs, as a new version that is approved again; what somebody works on is left alone."""
    latest = resource.latest_revision
    if resource.organisation.is_claimed:
        remark("slug", "is kept by the organisation itself now; left alone")
        return "left_alone"
    if _same_answers(latest, answers):
        if publish and latest.state == State.DRAFT:
            _send_and_publish(latest, user, publish)
            return "updated"
        return "unchanged"
    if latest.state == State.PUBLISHED:
        latest = move(latest, Action.REVISE, user)
    if latest.state != State.DRAFT:
        remark("slug", f"is in the state {latest.state}; left alone")
        return "left_alone"
    operations.save_draft(latest, user, answers)
    _send_and_publish(latest, user, publish)
    return "updated"


def _same_answers(revision: Revision, answers: dict[str, Any]) -> bool:
    asked = {
        question.name: question
        for question in questions(revision.kind)
        if question.answer is not Answer.FILES
    }
    return all(
        (answer_of(revision, asked[name]) if name in asked else getattr(revision, name)) == value
        for name, value in answers.items()
    )


def _send_and_publish(revision: Revision, user: User, publish: bool) -> None:
    if publish:
        for action in (Action.SEND, Action.TAKE, Action.PUBLISH):
            move(revision, action, user)


def _organisation_of(row: Row, user: User) -> Organisation:
    """The organisation a row names; a document that names none belongs to the project's own library."""
    slug = row.get("provider")
    if not slug and "provider" not in row:
        slug = OWN_LIBRARY_SLUG
    organisation = db.session.scalar(db.select(Organisation).filter_by(slug=str(slug)))
    if organisation is None and slug == OWN_LIBRARY_SLUG:
        organisation = provider_operations.list_organisation(user, OWN_LIBRARY, slug=slug)
    if organisation is None:
        raise Invalid({"provider": [f"there is no organisation “{slug}”: import the providers first"]})
    return organisation


def _partner_name(slug: str, remark: Remarker) -> str:
    name = db.session.scalar(db.select(Organisation.name).filter_by(slug=slug))
    if name is None:
        remark("partners", f"“{slug}” is no organisation here; kept as a name")
    return name or slug
