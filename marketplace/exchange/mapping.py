"""One row of the import format into the answers of a record or an organisation."""

from typing import Any

from marketplace import languages
from marketplace.exchange import cleaning
from marketplace.exchange.cleaning import Report
from marketplace.exchange.reading import Row
from marketplace.resources.models import Kind
from marketplace.resources.questions import Answer, Question, questions

# The import format's names, where they differ from the questions'.
_RENAMED: dict[str, dict[str, str]] = {
    Kind.CASE_STUDY: {
        "phases": "phase",
        "boosters": "booster",
        "target_groups": "target_group",
        "channels": "channel",
        "languages_of_delivery": "delivery_language",
    },
    Kind.OFFERING: {
        "phases": "phase",
        "boosters": "booster",
        "target_groups": "target_group",
        "channels": "channel",
        "languages": "delivery_language",
    },
    Kind.NEED: {
        "phases": "phase",
        "boosters": "booster",
        "target_groups": "target_group",
        "channels": "channel",
    },
    Kind.DOCUMENT: {
        "phases": "phase",
        "boosters": "booster",
        "target_groups": "target_group",
        "channels": "channel",
        "languages": "delivery_language",
        "countries": "country",
        "abstract": "summary",
        "kind": "document_kind",
        "author_organisation": "authors",
    },
}
_PROVENANCE = frozenset(
    {"source_url", "source_title", "source_date", "additional_sources", "editorial_fields"}
)
# read elsewhere: by the importer itself, or together with another field
_APART = frozenset({"slug", "provider", "partners", "body", "end_year", "end_status"})
PROVIDER_FIELDS = frozenset(
    {"slug", "name", "kind", "kinds", "country", "countries", "website", "side", "description", "languages"}
    | {"founded", "other_names", "source_url", "source_title"}
)


def record_answers(kind: Kind, row: Row, report: Report) -> dict[str, Any]:
    """The answers of a row of one of the four kinds, in the shape of `resources.operations.save_draft`.

    What cannot be used is left out and reported. Every question gets an answer, so that a value taken out of
    the file is taken out of the record too.
    """
    renamed = {_RENAMED[kind].get(name, name): value for name, value in row.items()}
    asked = {question.name: question for question in questions(kind) if question.answer is not Answer.FILES}
    for name in renamed.keys() - asked.keys() - _PROVENANCE - _APART:
        report(name, "there is no such field; left out")
    answers = {name: _answer(question, renamed.get(name), report) for name, question in asked.items()}
    answers |= _provenance(row, report)
    if kind is Kind.CASE_STUDY:
        answers |= _end_of(row, report)
    if kind is Kind.DOCUMENT:
        answers["body"] = cleaning.plain_text(row.get("body"), "body", report)
        answers["source_url"] = answers["source_url"] or answers["url"]
    return answers


def _answer(question: Question, value: Any, report: Report) -> Any:
    name = question.name
    if name == "title":
        return cleaning.title(value, report)
    if question.answer is Answer.CORRIDORS:
        return cleaning.corridors(value, report)
    if question.answer is Answer.TERMS:
        return cleaning.terms(value, question.vocabulary, name, report)[: question.most]
    if question.answer is Answer.LANGUAGES:
        return cleaning.codes(value, name, languages.is_language, report)
    if question.answer is Answer.COUNTRIES:
        return cleaning.codes(value, name, languages.is_country, report)
    if question.answer in {Answer.YEAR, Answer.NUMBER}:
        return cleaning.whole_number(value, name, report)
    if question.answer is Answer.URL:
        return cleaning.web_address(value, name, report)
    if question.answer is Answer.CHOICE:
        return _choice(question, value, report)
    if question.answer in {Answer.SCHEDULE, Answer.INDICATORS, Answer.PARTNERS}:
        return value or ({} if question.answer is Answer.SCHEDULE else [])
    text = cleaning.plain_text(value, name, report)
    return text or ("en" if question.answer is Answer.LANGUAGE else "")


def _choice(question: Question, value: Any, report: Report) -> str:
    """One slug; where the file has none, what stands for “not stated” in that vocabulary."""
    chosen = cleaning.terms(value, question.vocabulary, question.name, report)
    not_stated = {"cost": "unknown", "evaluation_type": "unknown", "side_sought": "", "document_kind": ""}
    return chosen[0] if chosen else not_stated.get(question.vocabulary, "not_stated")


def _end_of(row: Row, report: Report) -> dict[str, Any]:
    """A year in the file is that year; its absence does not say that the practice is still running."""
    end_year = cleaning.whole_number(row.get("end_year"), "end_year", report)
    status = "year" if end_year else (row.get("end_status") or "not_stated")
    return {"end_year": end_year, "end_status": status}


def _provenance(row: Row, report: Report) -> dict[str, Any]:
    sources = [
        {
            "url": cleaning.web_address(source.get("url"), "additional_sources", report),
            "title": cleaning.plain_text(source.get("title"), "additional_sources", report),
        }
        for source in cleaning.as_list(row.get("additional_sources"))
        if isinstance(source, dict)
    ]
    return {
        "source_url": cleaning.web_address(row.get("source_url"), "source_url", report),
        "source_title": cleaning.plain_text(row.get("source_title"), "source_title", report),
        "source_date": cleaning.plain_text(row.get("source_date"), "source_date", report)[:10],
        "additional_sources": sources,
        "editorial_fields": [str(name) for name in cleaning.as_list(row.get("editorial_fields"))],
    }


def provider_answers(row: Row, report: Report) -> dict[str, Any]:
    """The answers of a row of organisations, in the shape of `providers.operations.list_organisation`."""
    for name in row.keys() - PROVIDER_FIELDS:
        report(name, "there is no such field; left out")
    countries = cleaning.codes(
        row.get("countries") or row.get("country"), "country", languages.is_country, report
    )
    if not countries:
        report("country", "no country is known; left empty")
    return {
        "name": " ".join(cleaning.plain_text(row.get("name"), "name", report).split()),
        "kinds": cleaning.terms(row.get("kinds") or row.get("kind"), "provider_kind", "kind", report),
        "side": (cleaning.terms(row.get("side"), "side", "side", report) or [""])[0],
        "countries": countries,
        "description": cleaning.plain_text(row.get("description"), "description", report),
        "website": cleaning.web_address(row.get("website"), "website", lambda *_: None),
        "languages": cleaning.codes(row.get("languages"), "languages", languages.is_language, report),
        "founded": cleaning.whole_number(row.get("founded"), "founded", report),
        "source_url": cleaning.web_address(row.get("source_url"), "source_url", report),
        "source_title": cleaning.plain_text(row.get("source_title"), "source_title", report),
    }
