"""What one answer may be, by its shape: each check answers its messages, none where all is well."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace import languages, vocab
from marketplace.database import utc_now
from marketplace.resources.questions import Answer, Question
from marketplace.texts import has_control_characters

FIRST_YEAR = 1950
INDICATOR_FIELDS = ("indicator", "value", "unit", "period", "source", "method")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?")


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
    return name in available_timezones()


def _url(question: Question, value: str) -> list[str]:
    try:
        parts = urlsplit(value)
        complete = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        complete = False
    if not complete or re.search(r"\s", value) or has_control_characters(value):
        return [_("This is not a web address. Write it like www.example.org or https://example.org/page.")]
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
    messages = [_unknown(code) for pair in value for code in pair if code and not languages.is_country(code)]
    if any(code == "" for pair in value for code in pair):
        messages.append(_("Choose both sides of a corridor. “Any country” is an answer too."))
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


def _record(question: Question, value: str) -> list[str]:
    if re.fullmatch(r"\w{1,12}", value):
        return []
    return [_("This is not the address of a practice in the library.")]


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
    Answer.RECORD: _record,
}
