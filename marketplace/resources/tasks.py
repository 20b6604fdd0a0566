"""The task list of a record: what stands on each page of the editor, and what is still missing."""

from dataclasses import dataclass

from marketplace.resources import display, rules
from marketplace.resources.models import Kind, Revision
from marketplace.resources.questions import PAGES, Page, Question


@dataclass(frozen=True)
class Task:
    """One page of the editor: `state` is done, incomplete, not_started or optional; `missing` by field."""

    page: Page
    state: str
    missing: rules.Messages


def tasks(revision: Revision) -> list[Task]:
    """The pages of a record in order, each with its state."""
    missing = rules.missing(revision)
    return [_task(revision, page, missing) for page in PAGES[Kind(revision.kind)]]


def _task(revision: Revision, page: Page, missing: rules.Messages) -> Task:
    names = {question.name for question in page.questions}
    here = {name: messages for name, messages in missing.items() if name in names}
    begun = any(is_answered(revision, question) for question in page.questions if question.name != "language")
    asked = any(question.required for question in page.questions)
    if here:
        return Task(page, "incomplete" if begun else "not_started", here)
    return Task(page, "done" if begun or asked else "optional", here)


def is_answered(revision: Revision, question: Question) -> bool:
    """Whether something is stated; "not stated" is no answer."""
    return bool(display.text_of(question, rules.answer_of(revision, question)))


def page_with(kind: Kind | str, field: str) -> Page:
    """The page that asks for a field; raises StopIteration for a field that no page has."""
    return next(page for page in PAGES[Kind(kind)] if any(q.name == field for q in page.questions))


@dataclass(frozen=True)
class Given:
    """One answer in words, and the page it is given on."""

    page: Page
    question: Question
    text: str


def answers(revision: Revision) -> list[Given]:
    """Every question of a record in order, with its answer in words, empty where nothing is stated."""
    return [
        Given(page, question, display.text_of(question, rules.answer_of(revision, question)))
        for page in PAGES[Kind(revision.kind)]
        for question in page.questions
    ]
