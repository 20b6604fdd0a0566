"""Answers as the fields of the editor hold them: from what was typed to what is stored, and back.

What cannot be read is handed on as it was typed, for the rules to say so.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from marketplace import languages
from marketplace.resources import adapting
from marketplace.resources.answers import INDICATOR_FIELDS, WEEKDAYS
from marketplace.resources.fields import ANY
from marketplace.resources.questions import Answer, Question
from marketplace.texts import clean_text, with_scheme


def from_field(question: Question, typed: Any) -> Any:
    """What was typed or chosen, as an answer to the question."""
    read = _BY_NAME.get(question.name) or _FROM_FIELD.get(question.answer, _as_it_is)
    return read(typed)


def to_field(question: Question, stored: Any) -> Any:
    """What is stored, as the field of the question shows it."""
    return _TO_FIELD.get(question.answer, _as_it_is)(stored)


def _as_it_is(value: Any) -> Any:
    return value or ""


def _list(value: Any) -> list[str]:
    return list(value or [])


def _whole(text: str) -> int | str | None:
    """A whole number; text that is none is handed on, for the rules to say so."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= 9 else text or None


def _amount(text: str | None) -> str:
    """An amount with a point and plain digits, also where it was typed as half of the world does: 25,50."""
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in (text or "").strip())
    return re.sub(r"[,٫](?=\d{1,2}$)", ".", plain)


def _day(text: str) -> date | str | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return text.strip() or None


def _pairs(rows: list[dict[str, str]]) -> list[tuple[str | None, str | None]]:
    """The rows in which something was chosen; None is any country, empty a side that was not chosen."""
    sides = [(row["origin"] or "", row["destination"] or "") for row in rows]
    return [
        (None if origin == ANY else origin, None if destination == ANY else destination)
        for origin, destination in sides
        if origin or destination
    ]


def _hours(times: dict[str, str | None]) -> dict[str, list[str]]:
    found = {day: [(times[f"{day}_{end}"] or "").strip() for end in ("opens", "closes")] for day in WEEKDAYS}
    return {day: hours for day, hours in found.items() if any(hours)}


def _figures(rows: list[dict[str, str | None]]) -> list[dict[str, str]]:
    found = [{name: clean_text(row[name] or "") for name in INDICATOR_FIELDS} for row in rows]
    return [row for row in found if any(row.values())]


def _lines(text: str) -> list[str]:
    return [line for line in map(clean_text, text.splitlines()) if line]


def _hours_in_fields(stored: dict[str, list[str]]) -> dict[str, str]:
    ends = ("opens", "closes")
    return {f"{day}_{end}": hours[n] for day, hours in (stored or {}).items() for n, end in enumerate(ends)}


def _pairs_in_fields(stored: list[tuple[str | None, str | None]]) -> list[dict[str, str]]:
    return [{"origin": origin or ANY, "destination": destination or ANY} for origin, destination in stored]


_FROM_FIELD: dict[Answer, Callable[[Any], Any]] = {
    Answer.TERMS: _list,
    Answer.LANGUAGES: _list,
    Answer.COUNTRIES: _list,
    Answer.YEAR: _whole,
    Answer.NUMBER: _whole,
    Answer.DATE: _day,
    Answer.CORRIDORS: _pairs,
    Answer.SCHEDULE: _hours,
    Answer.INDICATORS: _figures,
    Answer.PARTNERS: _lines,
    Answer.URL: lambda text: with_scheme(text or ""),
    Answer.RECORD: lambda text: adapting.named(text or ""),
}
_BY_NAME: dict[str, Callable[[Any], Any]] = {
    "cost_amount": _amount,
    "cost_currency": lambda code: (code or "").strip().upper(),
}
_TO_FIELD: dict[Answer, Callable[[Any], Any]] = {
    Answer.TERMS: _list,
    Answer.LANGUAGES: _list,
    Answer.COUNTRIES: _list,
    Answer.YEAR: lambda number: "" if number is None else str(number),
    Answer.NUMBER: lambda number: "" if number is None else str(number),
    Answer.DATE: lambda day: day.isoformat() if day else "",
    Answer.CORRIDORS: _pairs_in_fields,
    Answer.SCHEDULE: _hours_in_fields,
    Answer.INDICATORS: list,
    Answer.PARTNERS: "\n".join,
    Answer.RECORD: lambda record: f"{languages.base_url()}/library/{record}" if record else "",
    Answer.FILES: lambda _files: None,
}
