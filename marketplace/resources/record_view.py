"""What the page of a record shows, whoever looks at it: facts, numbered sections, figures, files, sources."""

from dataclasses import dataclass, field
from typing import Any

from marketplace.resources import adapting, display, rules
from marketplace.resources.models import Kind, Revision
from marketplace.resources.questions import Answer, Question, questions

LEADS = {"summary", "sought"}  # the paragraph a record opens with
SHOWN_APART = LEADS | {"title", "corridors", "source_url", "source_title"}
# worth a "not stated": a reader asks for these, and their absence says something
EXPECTED = {
    "approach",
    "challenge",
    "cost",
    "delivery_language",
    "document_kind",
    "eligibility",
    "end_status",
    "evaluation",
    "evaluation_type",
    "how_to_apply",
    "lessons",
    "licence",
    "results",
    "start_year",
    "target_group",
    "transferability",
    "year",
}
_SECTIONS = {Answer.TEXT, Answer.INDICATORS}
_APART = {Answer.FILES, Answer.PARTNERS}


@dataclass(frozen=True)
class Fact:
    """One line of the facts box; `value` is empty where nothing is stated, `url` where it is an address."""

    name: str
    label: str
    value: str
    url: str
    editorial: bool


@dataclass(frozen=True)
class Section:
    """One numbered section: people's own text, and the rows of figures that belong to it."""

    name: str
    number: int
    label: str
    text: str
    editorial: bool
    figures: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class RecordView:
    """All that the record's body shows beside what the revision itself says in one word."""

    lead: str
    lead_is_editorial: bool
    facts: list[Fact]
    sections: list[Section]
    has_editorial: bool
    run_elsewhere: int  # organisations that have adapted a practice


def record_view(revision: Revision) -> RecordView:
    """How a revision is shown to the public. Empty answers are left out unless readers expect them."""
    asked = [question for question in questions(revision.kind) if question.name not in SHOWN_APART]
    lead = next(q for q in questions(revision.kind) if q.name in _leads(revision))
    return RecordView(
        lead=rules.answer_of(revision, lead),
        lead_is_editorial=lead.name in revision.editorial_fields,
        facts=[fact for q in asked if q.answer not in _SECTIONS | _APART and (fact := _fact(revision, q))],
        sections=_sections(revision, [q for q in asked if q.answer in _SECTIONS]),
        has_editorial=bool(revision.editorial_fields),
        run_elsewhere=adapting.run_elsewhere(revision),
    )


def _leads(revision: Revision) -> set[str]:
    return {"sought"} if revision.kind == Kind.NEED else {"summary"}


def _fact(revision: Revision, question: Question) -> Fact | None:
    stored = rules.answer_of(revision, question)
    value = "" if _is_idle(revision, question) else _on_one_line(question, stored)
    if not value and question.name not in EXPECTED:
        return None
    url = stored if question.answer is Answer.URL else ""
    return Fact(question.name, str(question.label), value, url, question.name in revision.editorial_fields)


def _is_idle(revision: Revision, question: Question) -> bool:
    """Whether an answer belongs to another answer that was not given, such as the amount of what is free."""
    if question.only_if is None:
        return False
    name, value = question.only_if
    return bool(getattr(revision, name) != value)


def _on_one_line(question: Question, stored: Any) -> str:
    return " · ".join(display.text_of(question, stored).splitlines())


def _sections(revision: Revision, asked: list[Question]) -> list[Section]:
    figures = getattr(revision, "indicators", [])
    found: list[Section] = []
    for question in asked:
        if question.answer is Answer.INDICATORS:
            continue
        text = rules.answer_of(revision, question)
        rows = figures if question.name == "results" else []
        if text or rows or question.name in EXPECTED:
            editorial = question.name in revision.editorial_fields
            found.append(Section(question.name, len(found) + 1, str(question.label), text, editorial, rows))
    if revision.kind == Kind.DOCUMENT and revision.body:  # type: ignore[attr-defined]  # documents only
        found.append(Section("body", len(found) + 1, "", revision.body, False))  # type: ignore[attr-defined]
    return found
