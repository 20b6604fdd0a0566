"""The field of a form for each shape of answer, and the way from stored answer to field and back."""

from collections.abc import Callable
from typing import Any

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    FieldList,
    Form,
    FormField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # typed for 3.2 only
from wtforms.widgets import CheckboxInput, DateInput, ListWidget, URLInput

from marketplace import languages, vocab
from marketplace.forms import Required, text_or_empty
from marketplace.resources.answers import WEEKDAYS
from marketplace.resources.questions import Answer, Question

ANY = "any"  # what a form says for an open side; empty is "not chosen yet"
MOST_RADIOS = 6

Made = Callable[[Question], Any]


def choices_of(pairs: list[tuple[str, str]], first: Any = None) -> list[Any]:
    """Values and labels as WTForms wants them, behind an empty choice that says `first`."""
    found = [SelectChoice(value=value, label=label) for value, label in pairs]
    return [SelectChoice(value="", label=first), *found] if first is not None else found


def _country_choices() -> list[Any]:
    pairs = [(ANY, str(_l("Any country"))), *languages.country_choices()]
    return choices_of(pairs, _l("Choose a country"))


class CorridorRow(Form):
    """Two places; either may be any country."""

    origin = SelectField(_l("From"), choices=_country_choices, validate_choice=False)
    destination = SelectField(_l("To"), choices=_country_choices, validate_choice=False)


class IndicatorRow(Form):
    """One figure and how it was come by."""

    indicator = StringField(_l("What was counted"))
    value = StringField(_l("Figure"))
    unit = StringField(_l("Unit"))
    period = StringField(_l("Period"))
    source = StringField(_l("Source"))
    method = StringField(_l("How it was counted"))


class CheckboxField(SelectMultipleField):
    """Several of a list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def day_name(position: int) -> str:
    """The name of a day of the week in the reader's language; 0 is Monday."""
    return str(get_day_names("wide", locale=get_locale() or "en")[position])


def _hours_form() -> type[Form]:
    """Two times for each day of the week; a time is text so that a wrong one can be shown again."""
    fields: dict[str, Any] = {}
    for position, day in enumerate(WEEKDAYS):
        name = day_name(position)
        for end, label in (
            ("opens", _("%(day)s, opens", day=name)),
            ("closes", _("%(day)s, closes", day=name)),
        ):
            fields[f"{day}_{end}"] = StringField(label, render_kw={"placeholder": "00:00", "size": "5"})
    return type("HoursForm", (Form,), fields)


def _common(question: Question) -> dict[str, Any]:
    return {"description": question.hint, "validators": [Required()] if question.required else []}


def _line(question: Question) -> Any:
    return StringField(question.label, filters=[text_or_empty], **_common(question))


def _number(question: Question) -> Any:
    attributes = {"inputmode": "numeric", "size": "8"}
    return StringField(question.label, filters=[text_or_empty], render_kw=attributes, **_common(question))


def _text(question: Question) -> Any:
    attributes: dict[str, Any] = {"rows": 6}
    if question.words:
        least, most = question.words
        attributes |= {"rows": max(4, most // 14), "data-max-words": most}
        attributes |= {"data-min-words": least} if least else {}
    return TextAreaField(question.label, filters=[text_or_empty], render_kw=attributes, **_common(question))


def _choice(question: Question) -> Any:
    pairs = vocab.choices(question.vocabulary)
    if len(pairs) <= MOST_RADIOS:
        return RadioField(
            question.label, choices=choices_of(pairs), validate_choice=False, **_common(question)
        )
    choices = choices_of(pairs, _l("Choose one"))
    return SelectField(question.label, choices=choices, validate_choice=False, **_common(question))


def _list(pairs: Callable[[Question], list[tuple[str, str]]]) -> Made:
    def make(question: Question) -> Any:
        choices = choices_of(pairs(question))
        return CheckboxField(question.label, choices=choices, validate_choice=False, **_common(question))

    return make


def _language(question: Question) -> Any:
    choices = choices_of(languages.language_choices(), _l("Choose a language"))
    return SelectField(question.label, choices=choices, validate_choice=False, **_common(question))


def _rows(row: type[Form]) -> Made:
    def make(question: Question) -> Any:
        return FieldList(
            FormField(row), question.label, min_entries=1, max_entries=question.most + 5, **_common(question)
        )

    return make


FIELDS: dict[Answer, Made] = {
    Answer.LINE: _line,
    Answer.TEXT: _text,
    Answer.CHOICE: _choice,
    Answer.TERMS: _list(lambda question: vocab.choices(question.vocabulary)),
    Answer.CORRIDORS: _rows(CorridorRow),
    Answer.LANGUAGE: _language,
    Answer.LANGUAGES: _list(lambda _question: languages.language_choices()),
    Answer.COUNTRIES: _list(lambda _question: languages.country_choices()),
    Answer.YEAR: _number,
    Answer.NUMBER: _number,
    Answer.DATE: lambda question: StringField(
        question.label, filters=[text_or_empty], widget=DateInput(), **_common(question)
    ),
    Answer.URL: lambda question: StringField(
        question.label, filters=[text_or_empty], widget=URLInput(), **_common(question)
    ),
    Answer.SCHEDULE: lambda question: FormField(_hours_form(), question.label, description=question.hint),
    Answer.INDICATORS: _rows(IndicatorRow),
    Answer.PARTNERS: lambda question: TextAreaField(
        question.label, filters=[text_or_empty], render_kw={"rows": 5}, **_common(question)
    ),
    Answer.RECORD: _line,
    Answer.FILES: lambda question: MultipleFileField(question.label, **_common(question)),
}
