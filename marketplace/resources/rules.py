"""What the answers about a record may be: the same rules whether typed by a person or read from a file."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from marketplace.database import utc_now
from marketplace.errors import Invalid
from marketplace.resources import adapting
from marketplace.resources.answers import check_answer
from marketplace.resources.models import CaseStudy, Document, Kind, Need, Revision
from marketplace.resources.questions import Answer, Question, questions

LEAST_SOUGHT = 50  # characters
MAY_BE_UNKNOWN = frozenset({"document_kind"})  # a source does not say it in our words, and nobody guesses
Messages = dict[str, list[str]]


def count_words(text: str) -> int:
    """Words as an author counts them: runs of characters between blanks."""
    return len(text.split())


def check(kind: Kind | str, answers: Mapping[str, Any]) -> None:
    """Raise Invalid with every message about the given answers of a kind, by field."""
    found = messages_about(kind, answers)
    if found:
        raise Invalid(found)


def messages_about(kind: Kind | str, answers: Mapping[str, Any]) -> Messages:
    """What is wrong with the given answers of a kind, by field; absent and empty ones break no rule here."""
    found: Messages = {}
    for question in questions(kind):
        if question.name in answers and question.answer is not Answer.FILES:
            messages = check_answer(question, answers[question.name])
            if messages:
                found[question.name] = messages
    for name, message in _check_together(answers):
        found.setdefault(name, []).append(message)
    return found


def _check_together(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Rules between two answers of one page."""
    found = []
    for low, high, message in (
        ("start_year", "end_year", _("It cannot have ended before it started.")),
        ("age_min", "age_max", _("The oldest age cannot be below the youngest.")),
        ("valid_from", "valid_to", _("The last day cannot be before the first.")),
    ):
        first, last = answers.get(low), answers.get(high)
        if isinstance(first, int | date) and isinstance(last, type(first)) and last < first:  # type: ignore[operator]
            found.append((high, message))
    return found


def missing(revision: Revision) -> Messages:
    """What still has to be done before a revision can be sent: the task list, by field."""
    found: Messages = {}
    for question in questions(revision.kind):
        value = answer_of(revision, question)
        if question.required and not value:
            if not (question.name in MAY_BE_UNKNOWN and _rests_on_a_source(revision)):
                found[question.name] = [_("This is still missing.")]
        elif question.strict and question.words:
            least, most = question.words
            count = count_words(value)
            if not least <= count <= most:
                found[question.name] = [
                    _(
                        "Write %(least)s to %(most)s words; now it has %(count)s.",
                        least=least,
                        most=most,
                        count=count,
                    )
                ]
    for name, message in _missing_by_kind(revision):
        found.setdefault(name, []).append(message)
    return found


def _missing_by_kind(revision: Revision) -> Iterator[tuple[str, str]]:
    answers = answers_of(revision)
    if isinstance(revision, Document) and not (answers["url"] or answers["files"] or revision.body):
        yield "url", _("Give the address of the document or upload its file.")
    if isinstance(revision, CaseStudy):
        yield from adapting.missing(revision)
    if isinstance(revision, Need):
        yield from _missing_of_need(revision, answers)
    yield from _missing_of_end(answers)
    yield from _missing_of_cost(revision, answers)


def _missing_of_need(need: Need, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if 0 < len(answers["sought"]) < LEAST_SOUGHT:
        yield "sought", _("Say a little more: at least 50 characters.")
    if _is_over(need) and not _rests_on_a_source(need):
        yield "by_when", _("This day is over. Give a later one or none.")
    if answers["corridors"] == [(None, None)]:
        yield "corridors", _("Name at least one country, of origin or of destination.")


def _missing_of_end(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    ended, year = answers.get("end_status") == "year", answers.get("end_year")
    if ended and not year:
        yield "end_year", _("Give the year, or choose another answer above.")
    if year and not ended:
        message = _("You gave the year it ended. Choose the answer that says so, or remove the year.")
        yield "end_status", message


def _missing_of_cost(revision: Revision, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    paid, amount = answers.get("cost") == "paid", answers.get("cost_amount")
    if amount and not paid:
        yield "cost", _("You gave an amount. Choose the answer that says so, or remove the amount.")
    said = (amount and answers.get("cost_currency")) or answers.get("cost_note")
    if paid and not said and not _rests_on_a_source(revision):
        yield "cost_amount", _("Give the amount and the currency, or say in words what it costs.")


def _is_over(need: Need) -> bool:
    """Whether the day by which it is needed has passed everywhere."""
    return need.by_when is not None and need.by_when < utc_now().date() - timedelta(days=1)


def _rests_on_a_source(revision: Revision) -> bool:
    """Whether the project wrote it from a public source, which may say less than the provider could."""
    return revision.resource.entered_by_project and not revision.resource.organisation.is_claimed


def answers_of(revision: Revision) -> dict[str, Any]:
    """All answers of a revision by the name of their question, as `answer_of` gives them."""
    return {question.name: answer_of(revision, question) for question in questions(revision.kind)}


def answer_of(revision: Revision, question: Question) -> Any:
    """The answer a revision holds to a question, in the shape that `operations.save_draft` takes."""
    if question.answer is Answer.CORRIDORS:
        return revision.pairs
    if question.answer in {Answer.TERMS, Answer.LANGUAGES, Answer.COUNTRIES}:
        return revision.slugs(question.name)
    if question.answer is Answer.PARTNERS:
        return [partner.name for partner in revision.partners]  # type: ignore[attr-defined]  # practices only
    if question.answer is Answer.FILES:
        return list(revision.attachments)
    if question.answer is Answer.RECORD:
        return getattr(revision, question.name) or ""
    return getattr(revision, question.name)
