"""Answers as words in the reader's language: one way for facts boxes, previews, comparisons and mails."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from babel.dates import get_day_names
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from marketplace import languages, vocab
from marketplace.resources.adapting import title_of
from marketplace.resources.answers import WEEKDAYS
from marketplace.resources.models import Attachment
from marketplace.resources.questions import Answer, Question


def text_of(question: Question, value: Any) -> str:
    """An answer as plain text, lists with one entry a line; empty where nothing is stated."""
    if value in (None, "", [], {}, ()):
        return ""
    if question.answer is Answer.CHOICE and value in {"not_stated", "unknown"}:
        return ""
    return _TEXTS.get(question.answer, _plain)(question, value)


def country_of(code: str | None) -> str:
    """A country's name, or the words for an open side."""
    return languages.country_name(code) if code else _("any country")


def _plain(_question: Question, value: Any) -> str:
    return str(value)


def _choice(question: Question, value: str) -> str:
    return vocab.label(question.vocabulary, value)


def _terms(question: Question, value: Sequence[str]) -> str:
    return "\n".join(vocab.label(question.vocabulary, slug) for slug in value)


def _corridors(_question: Question, value: Sequence[tuple[str | None, str | None]]) -> str:
    """In words: an arrow would point the wrong way in a line that runs from right to left."""
    pairs = [(country_of(origin), country_of(destination)) for origin, destination in value]
    return "\n".join(_("From %(origin)s to %(destination)s", origin=o, destination=d) for o, d in pairs)


def _countries(_question: Question, value: Sequence[str]) -> str:
    return "\n".join(languages.country_name(code) for code in value)


def _languages(_question: Question, value: Sequence[str]) -> str:
    return "\n".join(languages.language_name(code) for code in value)


def _language(_question: Question, value: str) -> str:
    return languages.language_name(value)


def _date(_question: Question, value: date) -> str:
    return str(format_date(value, "long"))


def _schedule(_question: Question, value: Mapping[str, Sequence[str]]) -> str:
    names = get_day_names("wide", locale=get_locale() or "en")
    return "\n".join(
        f"{names[position]} {value[day][0]}–{value[day][1]}"
        for position, day in enumerate(WEEKDAYS)
        if day in value
    )


def _indicators(_question: Question, value: Sequence[Mapping[str, str]]) -> str:
    lines = []
    for row in value:
        figure = " ".join(part for part in (row.get("value"), row.get("unit")) if part)
        more = ", ".join(row[key] for key in ("period", "source", "method") if row.get(key))
        lines.append(f"{row.get('indicator', '')}: {figure}" + (f" ({more})" if more else ""))
    return "\n".join(lines)


def _partners(_question: Question, value: Sequence[str]) -> str:
    return "\n".join(value)


def _files(_question: Question, value: Sequence[Attachment]) -> str:
    return "\n".join(attachment.name for attachment in value)


def _record(_question: Question, value: str) -> str:
    return title_of(value)


_TEXTS: dict[Answer, Callable[[Question, Any], str]] = {
    Answer.CHOICE: _choice,
    Answer.TERMS: _terms,
    Answer.CORRIDORS: _corridors,
    Answer.COUNTRIES: _countries,
    Answer.LANGUAGES: _languages,
    Answer.LANGUAGE: _language,
    Answer.DATE: _date,
    Answer.SCHEDULE: _schedule,
    Answer.INDICATORS: _indicators,
    Answer.PARTNERS: _partners,
    Answer.FILES: _files,
    Answer.RECORD: _record,
}
