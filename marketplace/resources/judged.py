"""The answers that a reviewer asked to change, kept so that what comes back can be compared with them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from marketplace.database import db
from marketplace.resources import rules
from marketplace.resources.models import JudgedVersion, Resource, Revision, State
from marketplace.resources.questions import Answer, Question, questions


@dataclass(frozen=True)
class KeptFile:
    """What is known of a file that may be gone: an `Attachment` to whoever only asks for its name."""

    name: str
    sha256: str


def keep(revision: Revision) -> None:
    """Keep the answers of a version as they are now, in the place of those that were kept before."""
    given = rules.answers_of(revision)
    answers = {one.name: _stored(one, given[one.name]) for one in questions(revision.kind)}
    _remove(revision)
    db.session.add(
        JudgedVersion(resource_id=revision.resource_id, revision_number=revision.number, answers=answers)
    )


def forget(revision: Revision) -> None:
    """Nothing is kept of what is decided: the version itself stays as it is from then on.

    Of a first version, decided as it was first sent, nothing was kept: imports go without the statement.
    """
    if revision.number > 1 or revision.taken_from_state == State.RESUBMITTED:
        _remove(revision)


def _remove(revision: Revision) -> None:
    db.session.execute(db.delete(JudgedVersion).where(JudgedVersion.resource_id == revision.resource_id))


def answers(resource: Resource) -> dict[str, Any] | None:
    """The answers when changes were last asked for, in the shapes of `rules.answer_of`; None for none."""
    kept = db.session.get(JudgedVersion, resource.id)
    if kept is None:
        return None
    by_name = {question.name: question for question in questions(resource.kind)}
    return {name: _read(by_name[name], value) for name, value in kept.answers.items() if name in by_name}


def _stored(question: Question, value: Any) -> Any:
    if question.answer is Answer.DATE:
        return value.isoformat() if value else None
    if question.answer is Answer.FILES:
        return [{"name": file.name, "sha256": file.sha256} for file in value]
    return value


def _read(question: Question, value: Any) -> Any:
    if question.answer is Answer.DATE:
        return date.fromisoformat(value) if value else None
    if question.answer is Answer.FILES:
        return [KeptFile(**file) for file in value]
    return value
