"""What is done to the words of records: create, save, confirm. Moves through the states are in moves.py."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from marketplace import events, outbox
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid, NotAllowed, Stale
from marketplace.providers.models import MemberRole, Organisation
from marketplace.resources import adapting, lifecycle, rules, versions
from marketplace.resources.models import (
    KINDS,
    CaseStudy,
    Confirmation,
    Kind,
    PracticePartner,
    Resource,
    Revision,
    RevisionCorridor,
    RevisionTerm,
    State,
)
from marketplace.resources.questions import Answer, Page, Question, questions
from marketplace.texts import clean_text
from marketplace.transaction import operation

INDEX_TOPIC = "index"
_LONGEST_SLUG = 40
PROVENANCE = (
    "source_url",
    "source_title",
    "source_date",
    "additional_sources",
    "editorial_fields",
    "licence",
)


def slugify(title: str) -> str:
    """The readable end of an address: letters and digits of any script, whole words up to 40 characters.

    A page of results holds a dozen; a letter outside ASCII is six bytes of an address.
    """
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", title).casefold()).strip("-")
    if len(words) > _LONGEST_SLUG:
        words = words[: _LONGEST_SLUG + 1].rpartition("-")[0] or words[:_LONGEST_SLUG]
    return words or "record"


def may_write_for(user: User, organisation: Organisation) -> bool:
    """Whether a person may write records of an organisation; admins write for those that nobody runs."""
    if any(m.user_id == user.id and m.role != MemberRole.VIEWER for m in organisation.memberships):
        return True
    return user.is_admin and not organisation.is_claimed


@operation
def create_draft(
    kind: Kind,
    organisation: Organisation,
    user: User,
    answers: Mapping[str, Any],
    *,
    creation_key: str | None = None,
    import_slug: str | None = None,
) -> Revision:
    """Start a record: its address and an empty first draft with the given answers.

    `creation_key` is a hidden field of the form: sent twice, the record of the first time is returned.
    Raises NotAllowed for another organisation's, Invalid for answers that break a rule.
    """
    if not may_write_for(user, organisation):
        raise NotAllowed(_("You may not write records for this organisation."))
    if creation_key:
        creation_key = f"{user.id}:{creation_key}"[
            :64
        ]  # a key is the person's own: nobody can take another's
        existing = db.session.scalar(db.select(Resource).filter_by(creation_key=creation_key))
        if existing is not None:
            return existing.latest_revision
    resource = Resource(
        kind=kind,
        slug=slugify(str(answers.get("title", ""))),
        organisation=organisation,
        created_by_id=user.id,
        creation_key=creation_key,
        import_slug=import_slug,
    )
    db.session.add(resource)
    revision = KINDS[kind](resource=resource, number=1, author=user, state=State.DRAFT)
    db.session.add(revision)
    _write(revision, answers)
    events.record("create", resource, actor_id=user.id, to_state=State.DRAFT, revision=1)
    return revision


@operation
def save_draft(
    revision: Revision, user: User, answers: Mapping[str, Any], version_id: int | None = None
) -> Revision:
    """Save some answers of a draft. `version_id` is what the form was made from.

    Raises Stale where somebody saved meanwhile, NotAllowed, Conflict where it is no draft any more, Invalid.
    """
    require_editable(revision, user)
    if version_id is not None and revision.version_id != version_id:
        raise Stale(
            _("Somebody else saved this record while you were writing. Both versions are shown below.")
        )
    _write(revision, answers)
    return revision


@operation
def save_page(
    revision: Revision, page: Page, user: User, answers: Mapping[str, Any], token: str
) -> rules.Messages:
    """Save those answers of a page that are right; the messages about the others, which stay as they were.

    `token` is `versions.token()` of what the form was made from. Raises Stale where somebody has saved this
    page meanwhile, NotAllowed, and Conflict where it is no draft any more.
    """
    require_editable(revision, user)
    if not versions.is_current(revision, page, token):
        raise Stale(_("Somebody else saved this page while you were writing."))
    answers = {name: _clean(value) for name, value in answers.items()}
    messages = rules.messages_about(revision.kind, answers)
    messages = adapting.messages_about(revision, answers) | messages
    changed = {
        question.name: answers[question.name]
        for question in page.questions
        if question.name in answers
        and question.name not in messages
        and answers[question.name] != rules.answer_of(revision, question)
    }
    if changed:
        _write(revision, changed)
    return messages


def require_editable(revision: Revision, user: User) -> None:
    """Raise unless this person may change the words of this revision now."""
    if lifecycle.Part.EDITOR not in lifecycle.parts_of(user, revision):
        raise NotAllowed(_("You may not edit this record."))
    if revision.state not in {State.DRAFT, State.CHANGES_REQUESTED}:
        raise Conflict(_("This version cannot be edited now."))


def _clean(value: Any) -> Any:
    """An answer with its texts as they are stored, in lists and rows too."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_clean(part) for part in value)
    return value


def _write(revision: Revision, answers: Mapping[str, Any]) -> None:
    """Put checked answers into the columns and rows of a revision."""
    answers = {name: _clean(value) for name, value in answers.items()}
    rules.check(revision.kind, answers)
    wrong_parent = adapting.messages_about(revision, answers)
    if wrong_parent:
        raise Invalid(wrong_parent)
    by_name = {question.name: question for question in questions(revision.kind)}
    for name, value in answers.items():
        if name in by_name:
            _write_answer(revision, by_name[name], value)
        elif name in PROVENANCE or (name == "body" and revision.kind == Kind.DOCUMENT):
            setattr(revision, name, value)
        else:
            raise Invalid({name: [_("There is no such field.")]})
    if revision.number == 1 and revision.resource.first_published_at is None:
        revision.resource.slug = slugify(revision.title)
    revision.updated_at = utc_now()


def _write_answer(revision: Revision, question: Question, value: Any) -> None:
    if question.answer is Answer.CORRIDORS:
        revision.corridors = [
            RevisionCorridor(position=position, origin=origin, destination=destination)
            for position, (origin, destination) in enumerate(value)
        ]
    elif question.answer in {Answer.TERMS, Answer.LANGUAGES, Answer.COUNTRIES}:
        others = [term for term in revision.terms if term.vocabulary != question.name]
        known = {term.slug: term for term in revision.terms if term.vocabulary == question.name}
        chosen = []
        for position, slug in enumerate(dict.fromkeys(value)):
            term = known.get(slug) or RevisionTerm(vocabulary=question.name, slug=slug)
            term.position = position
            chosen.append(term)
        revision.terms = others + chosen
    elif question.answer is Answer.PARTNERS:
        _write_partners(revision, value)
    elif question.answer is Answer.RECORD:
        setattr(revision, question.name, value or None)
    elif question.answer is not Answer.FILES:
        setattr(revision, question.name, value)


def _write_partners(revision: Revision, names: list[str]) -> None:
    """Partners as names; one that is an organisation of ours is linked to it."""
    if not isinstance(revision, CaseStudy):
        raise TypeError("only practices have partners")
    rows = []
    for position, name in enumerate(dict.fromkeys(names)):
        organisation = db.session.scalar(
            db.select(Organisation).filter_by(name=name).order_by(Organisation.id).limit(1)
        )
        rows.append(
            PracticePartner(
                position=position, name=name, organisation_id=organisation.id if organisation else None
            )
        )
    revision.partners.clear()
    db.session.flush()
    revision.partners = rows


def queue_indexing(resource: Resource) -> None:
    """Have the index follow the database: a visible record is added to it, any other removed."""
    outbox.add(INDEX_TOPIC, resource.id)


@operation
def confirm(resource: Resource, user: User) -> None:
    """Record that the provider says a published record is still true.

    Raises NotAllowed for those who do not write for it, Conflict while it is not published.
    """
    if resource.live_revision is None:
        raise Conflict(_("Only a published record can be confirmed."))
    if lifecycle.Part.EDITOR not in lifecycle.parts_of(user, resource.live_revision):
        raise NotAllowed(_("Only the organisation itself can confirm its records."))
    add_confirmation(resource, user, "provider")
    events.record("confirm", resource, actor_id=user.id, revision=resource.live_revision.number)
    queue_indexing(resource)


def add_confirmation(resource: Resource, user: User, by: str) -> None:
    """Write down who says now that the record is true; `by` is `provider` or `moderator`."""
    resource.confirmed_at = utc_now()
    db.session.add(Confirmation(resource_id=resource.id, user_id=user.id, by=by, at=resource.confirmed_at))
