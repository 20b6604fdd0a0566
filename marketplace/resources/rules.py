"""What an answer may be: checked the same way whether a person types it or a file is imported."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from babel.numbers import list_currencies
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace import languages, vocab
from marketplace.database import utc_now
from marketplace.errors import Invalid
from marketplace.resources.models import Kind, Revision
from marketplace.resources.questions import Answer, Question, questions

FIRST_YEAR = 1950
INDICATOR_FIELDS = ("indicator", "value", "unit", "period", "source", "method")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?")

Messages = dict[str, list[str]]


def clean_text(text: str) -> str:
    """Text as it is stored: NFC, lines ended by a line feed, no blanks at the ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def has_control_characters(text: str) -> bool:
    """Whether a text holds characters that no page can show. Joiners and direction marks are letters' own."""
    return any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in text)


def count_words(text: str) -> int:
    """Words as an author counts them: runs of characters between blanks."""
    return len(text.split())


def check(kind: Kind | str, answers: Mapping[str, Any]) -> None:
    """Check the given answers of a kind; raises Invalid with every message, by field. Absent ones are not asked for."""
    found: Messages = {}
    for question in questions(kind):
        if question.name in answers and question.answer is not Answer.FILES:
            messages = check_answer(question, answers[question.name])
            if messages:
                found[question.name] = messages
    for name, message in _check_together(answers):
        found.setdefault(name, []).append(message)
    if found:
        raise Invalid(found)


def check_answer(question: Question, value: Any) -> list[str]:
    """The messages about one answer; an empty answer breaks no rule here."""
    if value in (None, "", [], {}, ()):
        return []
    return _CHECKS[question.answer](question, value)


def _line(question: Question, value: str) -> list[str]:
    if "\n" in value:
        return [_("Write this on one line.")]
    return _text(question, value)


def _text(question: Question, value: str) -> list[str]:
    if has_control_characters(value):
        return [
            _("This text holds characters that cannot be shown. Type it again or paste it as plain text.")
        ]
    if len(value) > question.limit:
        return [
            _(
                "This is too long: %(length)s characters. Shorten it to %(limit)s.",
                length=len(value),
                limit=question.limit,
            )
        ]
    if question.name == "title" and len(value) < 5:
        return [_("The title is too short. Write at least five characters.")]
    if question.name == "cost_amount" and not _AMOUNT.fullmatch(value):
        return [_("Write the amount as a number, for example 25.50.")]
    if question.name == "cost_currency" and value not in list_currencies():
        return [_("“%(code)s” is not a currency. Use three letters, for example EUR.", code=value)]
    if question.name == "time_zone" and not _is_time_zone(value):
        return [_("“%(zone)s” is not a time zone. Use a name such as Europe/Tirane.", zone=value)]
    return []


def _is_time_zone(name: str) -> bool:
    from zoneinfo import available_timezones

    return name in available_timezones()


def _url(question: Question, value: str) -> list[str]:
    try:
        parts = urlsplit(value)
        complete = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        complete = False
    if not complete or re.search(r"\s", value) or has_control_characters(value):
        return [_("This is not a web address. It must start with https:// or http://.")]
    return _text(question, value)


def _choice(question: Question, value: str) -> list[str]:
    return [] if vocab.is_known(question.vocabulary, value) else [_unknown(value)]


def _terms(question: Question, value: list[str]) -> list[str]:
    unknown = [_unknown(slug) for slug in value if not vocab.is_known(question.vocabulary, slug)]
    return unknown or _too_many(question, value)


def _countries(question: Question, value: list[str]) -> list[str]:
    return [_unknown(code) for code in value if not languages.is_country(code)] or _too_many(question, value)


def _language(question: Question, value: str) -> list[str]:
    return [] if languages.is_language(value) else [_unknown(value)]


def _languages(question: Question, value: list[str]) -> list[str]:
    return [_unknown(code) for code in value if not languages.is_language(code)] or _too_many(question, value)


def _corridors(question: Question, value: list[tuple[str | None, str | None]]) -> list[str]:
    messages = [
        _unknown(code)
        for pair in value
        for code in pair
        if code is not None and not languages.is_country(code)
    ]
    if any(origin is not None and origin == destination for origin, destination in value):
        messages.append(_("Origin and destination must be two different countries."))
    if len(set(value)) < len(value):
        messages.append(_("The same corridor stands here twice. Remove one."))
    if (None, None) in value and len(value) > 1:
        messages.append(
            _("“Any country to any country” includes the others. Remove it, or remove the others.")
        )
    return messages or _too_many(question, value)


def _too_many(question: Question, value: list[Any]) -> list[str]:
    if len(value) <= question.most:
        return []
    return [ngettext("Choose at most %(num)s.", "Choose at most %(num)s.", question.most)]


def _unknown(code: object) -> str:
    return _("“%(code)s” is not on the list. Choose one from the list.", code=str(code)[:60])


def _year(question: Question, value: Any) -> list[str]:
    last = utc_now().year + 1
    if isinstance(value, int) and FIRST_YEAR <= value <= last:
        return []
    return [_("Write a year between %(first)s and %(last)s.", first=str(FIRST_YEAR), last=str(last))]


def _number(question: Question, value: Any) -> list[str]:
    top = 120 if question.name.startswith("age_") else 100_000
    if isinstance(value, int) and 0 <= value <= top:
        return []
    return [_("Write a whole number between 0 and %(top)s.", top=top)]


def _date(question: Question, value: Any) -> list[str]:
    if isinstance(value, date) and FIRST_YEAR <= value.year <= 2100:
        return []
    return [_("This is not a date. Write it as year, month and day.")]


def _schedule(question: Question, value: Mapping[str, list[str]]) -> list[str]:
    for day, hours in value.items():
        if day not in WEEKDAYS or len(hours) != 2 or not all(_TIME.fullmatch(str(hour)) for hour in hours):
            return [_("Write both hours of a day as hours and minutes, for example 09:00.")]
        if hours[0] >= hours[1]:
            return [_("The closing hour must be later than the opening hour.")]
    return []


def _indicators(question: Question, value: list[dict[str, str]]) -> list[str]:
    messages = _too_many(question, value)
    for row in value:
        if set(row) - set(INDICATOR_FIELDS) or any(len(cell) > question.limit for cell in row.values()):
            messages.append(
                _("A cell of a row is too long. Shorten it to %(limit)s characters.", limit=question.limit)
            )
        elif any(has_control_characters(cell) for cell in row.values()):
            messages.append(_("A row holds characters that cannot be shown."))
        elif not row.get("indicator") or not row.get("value"):
            messages.append(_("Each row needs at least what was counted and the figure."))
    return messages[:1]


def _partners(question: Question, value: list[str]) -> list[str]:
    if any(len(name) > 200 or has_control_characters(name) for name in value):
        return [_("The name of a partner is too long or holds characters that cannot be shown.")]
    return _too_many(question, value)


_CHECKS: dict[Answer, Callable[[Question, Any], list[str]]] = {
    Answer.LINE: _line,
    Answer.TEXT: _text,
    Answer.CHOICE: _choice,
    Answer.TERMS: _terms,
    Answer.CORRIDORS: _corridors,
    Answer.LANGUAGE: _language,
    Answer.LANGUAGES: _languages,
    Answer.COUNTRIES: _countries,
    Answer.YEAR: _year,
    Answer.NUMBER: _number,
    Answer.DATE: _date,
    Answer.URL: _url,
    Answer.SCHEDULE: _schedule,
    Answer.INDICATORS: _indicators,
    Answer.PARTNERS: _partners,
}


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


def _missing_by_kind(revision: Revision) -> list[tuple[str, str]]:
    answers = {question.name: answer_of(revision, question) for question in questions(revision.kind)}
    found = []
    if revision.kind == Kind.DOCUMENT and not answers["url"] and not answers["files"]:
        found.append(("url", _("Give the address of the document or upload its file.")))
    if revision.kind == Kind.NEED and 0 < len(answers["sought"]) < 50:
        found.append(("sought", _("Say a little more: at least 50 characters.")))
    if revision.kind == Kind.NEED and answers["corridors"] == [(None, None)]:
        found.append(("corridors", _("Name at least one country, of origin or of destination.")))
    if answers.get("end_status") == "year" and not answers.get("end_year"):
        found.append(("end_year", _("Give the year, or choose another answer above.")))
    if (
        answers.get("cost") == "paid"
        and not (answers["cost_amount"] and answers["cost_currency"])
        and not answers["cost_note"]
    ):
        found.append(("cost_amount", _("Give the amount and the currency, or say in words what it costs.")))
    return found


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
    return getattr(revision, question.name)
