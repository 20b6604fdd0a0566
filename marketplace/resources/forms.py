"""Forms of the workspace; those of the editor are made from the questions of a page."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    TextAreaField,
)

from marketplace import languages, vocab
from marketplace.errors import Invalid
from marketplace.forms import BaseForm, LineField, Required
from marketplace.resources import adapting, rules, versions
from marketplace.resources.answers import INDICATOR_FIELDS, WEEKDAYS
from marketplace.resources.fields import ANY, FIELDS, choices_of
from marketplace.resources.models import Revision
from marketplace.resources.questions import Answer, Page, Question
from marketplace.texts import clean_text

MAIN = "main_booster"


class ReasonForm(BaseForm):
    """A move that asks for a reason, or for a moment's thought."""

    reason = TextAreaField(_l("Reason"), render_kw={"rows": 5})
    revision = HiddenField()


class CloseNeedForm(BaseForm):
    """How the search of a need ended."""

    outcome = RadioField(_l("How did it end?"), [Required()], validate_choice=False)
    found = LineField(
        _l("What did you find here?"),
        description=_l("The address of a record or provider on this site, or the provider's name."),
    )
    note = TextAreaField(
        _l("Note"), description=_l("Only your organisation and the reviewers read it."), render_kw={"rows": 4}
    )


class SendForm(BaseForm):
    """The last step before a record goes to the reviewers."""

    true_today = BooleanField(_l("I confirm that this is true today"), [Required()])
    version = HiddenField()

    def seen_version(self) -> int:
        """The version that was read before it was confirmed; 0, which none has, where that is not said."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else 0


class PageForm(BaseForm):
    """One page of the editor. Its fields bear the names of the questions."""

    page: Page
    version = HiddenField()

    def read(self) -> tuple[dict[str, Any], rules.Messages]:
        """The answers in the shapes that operations take; messages about what only a form can get wrong."""
        answers = {
            question.name: _FROM_FIELD.get(question.answer, _as_it_is)(self[question.name].data)
            for question in self.page.questions
            if question.answer is not Answer.FILES
        }
        answers |= {name: read(answers[name]) for name, read in _MONEY.items() if name in answers}
        # a group of radio buttons of which none was sent was not on the page
        radios = [q.name for q in self.page.questions if q.answer is Answer.CHOICE]
        answers = {name: value for name, value in answers.items() if value != "" or name not in radios}
        return answers, self._put_main_first(answers)

    def _put_main_first(self, answers: dict[str, Any]) -> rules.Messages:
        if MAIN not in self:
            return {}
        chosen, main = answers["booster"], self[MAIN].data
        if main and vocab.is_known("booster", main):
            answers["booster"] = [main, *(slug for slug in chosen if slug != main)]
        elif len(chosen) > 1:
            del answers["booster"]
            return {MAIN: [_("You chose several kinds of help. Say which is the main one.")]}
        return {}

    def add_errors(self, invalid: Invalid) -> None:
        """As for any form; a message about the opening hours stands above their rows."""
        fields = dict(invalid.fields)
        for name in invalid.fields:
            field = self._fields.get(name)
            if isinstance(field, FormField):
                field.form.form_errors = [*field.form.form_errors, *fields.pop(name)]
        super().add_errors(Invalid(fields))

    def add_row(self, name: str) -> None:
        """One more empty row, for those whose browser runs no scripts."""
        field = self._fields.get(name)
        if isinstance(field, FieldList) and len(field.entries) < (field.max_entries or 0):
            field.append_entry()

    def fields_of(self, question: Question) -> MultiDict[str, str]:
        """What a browser would send for one question."""
        found = MultiDict(_sent(self[question.name]))
        if question.name == "booster":
            found.add(MAIN, self[MAIN].data or "")
        return found


def page_form(page: Page, revision: Revision, sent: Mapping[str, Any] | None = None) -> PageForm:
    """The form of a page: what was sent, or else what is stored."""
    fields: dict[str, Any] = {"page": page}
    data: dict[str, Any] = {"version": versions.token(revision, page)}
    for question in page.questions:
        fields[question.name] = FIELDS[question.answer](question)
        stored = rules.answer_of(revision, question)
        data[question.name] = _TO_FIELD.get(question.answer, _as_it_is)(stored)
        if question.name == "booster":
            fields[MAIN] = _main_booster()
            data[MAIN] = stored[0] if stored else ""
    form: PageForm = type("QuestionsForm", (PageForm,), fields)(formdata=sent, data=data)
    _keep_rare_languages(form)
    return form


def _main_booster() -> Any:
    choices = choices_of(vocab.choices("booster"), _l("Choose the main one"))
    return SelectField(_l("Main kind of help"), choices=choices, validate_choice=False)


def _keep_rare_languages(form: PageForm) -> None:
    """A language that is known but not on the short list stays a choice where it was chosen."""
    for question in form.page.questions:
        if question.answer in {Answer.LANGUAGE, Answer.LANGUAGES}:
            field = form[question.name]
            listed = {choice.value for choice in field.choices}
            chosen = field.data if isinstance(field.data, list) else [field.data]
            rare = [code for code in chosen if code and code not in listed and languages.is_language(code)]
            field.choices += choices_of([(code, languages.language_name(code)) for code in rare])


def _sent(field: Field) -> Iterator[tuple[str, str]]:
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from _sent(entry)
    elif isinstance(field, FormField):
        for part in field.form:
            yield from _sent(part)
    elif isinstance(field.data, list):
        yield from ((field.name, value) for value in field.data)
    else:
        yield field.name, str(field.data or "")


def _as_it_is(value: Any) -> Any:
    return value or ""


def _list(value: Any) -> list[str]:
    return list(value or [])


def _whole(text: str) -> int | str | None:
    """A whole number; text that is none is handed on, for the rules to say so."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= 9 else text or None


def _amount(text: str) -> str:
    """An amount with a point and plain digits, also where it was typed as half of the world does: 25,50."""
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text.strip())
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
    Answer.RECORD: lambda text: adapting.named(text or ""),
}
_MONEY: dict[str, Callable[[str], str]] = {
    "cost_amount": _amount,
    "cost_currency": lambda code: code.strip().upper(),
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
