"""One row of the import format into the answers of a record."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from marketplace import vocab
from marketplace.database import db
from marketplace.exchange import cleaning, coding
from marketplace.exchange.reading import Row
from marketplace.exchange.report import Note
from marketplace.resources.adapting import named, public_practice
from marketplace.resources.answers import INDICATOR_FIELDS
from marketplace.resources.models import Kind, Resource
from marketplace.resources.questions import Answer, Question, questions

# The import format's names, where they differ from the questions'.
_SHARED = {
    "phases": "phase",
    "boosters": "booster",
    "target_groups": "target_group",
    "channels": "channel",
    "languages_of_delivery": "delivery_language",
}
_RENAMED: dict[Kind, dict[str, str]] = {
    Kind.CASE_STUDY: _SHARED,
    Kind.OFFERING: _SHARED | {"languages": "delivery_language"},
    Kind.NEED: _SHARED | {"languages": "delivery_language"},
    Kind.DOCUMENT: _SHARED
    | {
        "languages": "delivery_language",
        "countries": "country",
        "abstract": "summary",
        "kind": "document_kind",
        "author_organisation": "authors",
    },
}
_PROVENANCE = ("source_url", "source_title", "source_date", "additional_sources", "editorial_fields")
# Read elsewhere: by the importer itself, or beside the questions.
_APART = frozenset({"slug", "provider", "partners", "body", *_PROVENANCE})
_NOT_STATED = ("not_stated", "unknown")
LONGEST_BODY = 2_000_000  # characters


def record_answers(kind: Kind, row: Row, text_language: str, note: Note) -> dict[str, Any]:
    """The answers of a row of one of the four kinds, in the shape of `resources.operations.save_draft`.

    What cannot be used is left out and noted. Every question gets an answer, so that a value taken out of
    the file is taken out of the record too; the partners of a practice are left to the caller.
    `text_language` is taken where the row names none.
    """
    given = {_RENAMED[kind].get(name, name): value for name, value in row.items()}
    asked = {question.name: question for question in questions(kind) if question.answer is not Answer.FILES}
    note_unknown_fields(given, asked.keys() | _APART, note)
    answers = {
        name: answer(question, given.get(name), note)
        for name, question in asked.items()
        if name not in _APART
    }
    if not answers["language"]:
        answers["language"] = text_language
        note("language", f"the language of the text is not given; taken as {text_language}")
    answers |= _provenance(given, note)
    if answers.get("end_year") and not given.get("end_status"):
        answers["end_status"] = "year"  # its absence would not say that the practice is still running
    if answers.get("cost") == "paid" and not (answers["cost_amount"] or answers["cost_note"]):
        note("cost", "is paid, but the amount is not given; shown as not stated")
    if kind is Kind.DOCUMENT:
        answers["body"] = cleaning.plain_text(given.get("body"), "body", note)
        answers["source_url"] = answers["source_url"] or answers["url"]
    return answers


def note_unknown_fields(given: Row, known: frozenset[str] | set[str], note: Note) -> None:
    """Name the fields that nothing is made of."""
    for name, value in given.items():
        if name not in known and value not in (None, "", [], {}):
            note(name[:80] or "a field without a name", "there is no such field; left out")


def answer(question: Question, value: Any, note: Note) -> Any:
    """The answer to one question from one value of a file."""
    if question.name.startswith("age_"):
        return cleaning.age(value, question.name, note)
    if question.name == "title":
        return cleaning.title(value, note)
    return _ANSWERS[question.answer](question, value, note)


def _terms(question: Question, value: Any, note: Note) -> list[str]:
    return _at_most(question, coding.terms(value, question.vocabulary, question.name, note), note)


def _corridors(question: Question, value: Any, note: Note) -> list[coding.Pair]:
    return _at_most(question, coding.corridors(value, note), note)


def _at_most(question: Question, values: list[Any], note: Note) -> list[Any]:
    if len(values) > question.most:
        left_out = ", ".join(str(value) for value in values[question.most :])
        note(question.name, f"at most {question.most} are kept; left out: {left_out}")
    return values[: question.most]


def _choice(question: Question, value: Any, note: Note) -> str:
    """One slug; where there is none, what stands for "not stated" in that vocabulary, if anything does."""
    chosen = coding.terms(value, question.vocabulary, question.name, note)
    if len(chosen) > 1:
        note(question.name, f"only one can be kept: {chosen[0]}; left out: {', '.join(chosen[1:])}")
    return chosen[0] if chosen else not_stated(question.vocabulary)


def not_stated(vocabulary: str) -> str:
    """The slug that says that nothing is known, or an empty text."""
    return next((slug for slug in _NOT_STATED if vocab.is_known(vocabulary, slug)), "")


def _schedule(question: Question, value: Any, note: Note) -> dict[str, list[str]]:
    if value in (None, "", {}):
        return {}
    if isinstance(value, dict) and all(isinstance(hours, list) for hours in value.values()):
        return {str(day): [str(hour) for hour in hours] for day, hours in value.items()}
    note(question.name, "expected days with two hours each; left empty")
    return {}


def _indicators(question: Question, value: Any, note: Note) -> list[dict[str, str]]:
    rows = []
    for item in cleaning.items(value):
        if isinstance(item, dict) and set(item) <= set(INDICATOR_FIELDS):
            cells = {name: cleaning.line(cell, question.name, note) for name, cell in item.items()}
            rows.append({name: cell for name, cell in cells.items() if cell})
        else:
            note(question.name, f"expected {', '.join(INDICATOR_FIELDS)}; a row was left out")
    return _at_most(question, rows, note)


def _record(question: Question, value: Any, note: Note) -> str:
    """The id of the practice that an import entered under this slug, or of one given by its address."""
    slug = cleaning.line(value, question.name, note)
    known = db.session.scalar(select(Resource.id).filter_by(import_slug=slug)) if slug else None
    found = public_practice(known or named(slug))
    if slug and found is None:
        note(question.name, f"“{slug[:80]}” is no practice in the library; left empty")
    return found.id if found is not None else ""


_ANSWERS: dict[Answer, Callable[[Question, Any, Note], Any]] = {
    Answer.LINE: lambda q, value, note: cleaning.line(value, q.name, note),
    Answer.TEXT: lambda q, value, note: cleaning.plain_text(value, q.name, note),
    Answer.LANGUAGE: lambda q, value, note: cleaning.line(value, q.name, note),
    Answer.URL: lambda q, value, note: cleaning.web_address(value, q.name, note),
    Answer.YEAR: lambda q, value, note: cleaning.whole_number(value, q.name, note),
    Answer.NUMBER: lambda q, value, note: cleaning.whole_number(value, q.name, note),
    Answer.DATE: lambda q, value, note: cleaning.day(value, q.name, note),
    Answer.LANGUAGES: lambda q, value, note: _at_most(q, coding.language_codes(value, q.name, note), note),
    Answer.COUNTRIES: lambda q, value, note: _at_most(q, coding.countries(value, q.name, note), note),
    Answer.CHOICE: _choice,
    Answer.TERMS: _terms,
    Answer.CORRIDORS: _corridors,
    Answer.SCHEDULE: _schedule,
    Answer.INDICATORS: _indicators,
    Answer.RECORD: _record,
}


def _provenance(given: Row, note: Note) -> dict[str, Any]:
    source_date = cleaning.line(given.get("source_date"), "source_date", note)
    if len(source_date) > 10:
        note("source_date", f"“{source_date[:80]}” is not a date such as 2026-11 or 2026-11-23; left empty")
        source_date = ""
    return {
        "source_url": cleaning.web_address(given.get("source_url"), "source_url", note),
        "source_title": cleaning.line(given.get("source_title"), "source_title", note),
        "source_date": source_date,
        "additional_sources": _additional_sources(given.get("additional_sources"), note),
        "editorial_fields": [
            cleaning.line(name, "editorial_fields", note)
            for name in cleaning.items(given.get("editorial_fields"))
        ],
    }


def _additional_sources(value: Any, note: Note) -> list[dict[str, str]]:
    """Sources as `{url, title}` or as an address alone; one without an address is no source."""
    sources = []
    for item in cleaning.items(value):
        source = item if isinstance(item, dict) else {"url": item}
        url = cleaning.web_address(source.get("url"), "additional_sources", note)
        if url:
            sources.append(
                {"url": url, "title": cleaning.line(source.get("title"), "additional_sources", note)}
            )
    return sources
