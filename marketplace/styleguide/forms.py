"""A form with one field of every sort, for the style guide."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    FileField,
    Form,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace import languages, vocab


def _choices(vocabulary: str) -> list[SelectChoice]:
    return [SelectChoice(value=slug, label=vocab.label(vocabulary, slug)) for slug in vocab.slugs(vocabulary)]


class CorridorRow(Form):
    """Two places."""

    origin = SelectField(_l("From"), choices=lambda: _countries())
    destination = SelectField(_l("To"), choices=lambda: _countries())


class EndOfPractice(Form):
    """How a practice ended, and in which year."""

    how = RadioField(
        _l("Has it ended?"),
        choices=[
            SelectChoice(value="ongoing", label=_l("It is still running")),
            SelectChoice(value="year", label=_l("It ended in a year that I know")),
            SelectChoice(value="unknown", label=_l("It has ended, I do not know when")),
        ],
    )
    year = IntegerField(_l("Year it ended"))


def _countries() -> list[SelectChoice]:
    names = [(code, languages.country_name(code)) for code in ("AL", "AT", "DE", "IR", "PH", "RS", "XK")]
    return [SelectChoice(value="", label=_l("Any country"))] + [SelectChoice(value=c, label=n) for c, n in names]


class SampleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no type hints
    """One field of every sort."""

    title = StringField(_l("Title"), [DataRequired(_l("Enter a title."))], description=_l("Between 5 and 150 characters."))
    email = EmailField(_l("E-mail address"), [DataRequired(_l("Enter your e-mail address, like name@example.org."))])
    password = PasswordField(_l("Password"), [DataRequired(_l("Enter a password of at least 10 characters."))])
    summary = TextAreaField(
        _l("Summary"),
        [DataRequired(_l("Write a summary."))],
        description=_l("What is done, for whom, between which countries, since when?"),
        render_kw={"data-min-words": 60, "data-max-words": 100, "rows": 5},
    )
    language = SelectField(_l("Language of the text"), choices=[SelectChoice(value="en", label="English")])
    phase = RadioField(_l("Main phase"), [DataRequired(_l("Choose a phase."))], choices=lambda: _choices("phase"))
    target_groups = SelectMultipleField(
        _l("Target groups"),
        choices=lambda: _choices("target_group"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l("Choose all that fit."),
    )
    corridors = FieldList(FormField(CorridorRow), _l("Corridors"), min_entries=2)
    end = FormField(EndOfPractice, _l("End of the practice"))
    starts = DateField(_l("Valid from"))
    attachment = FileField(_l("Attachment"), description=_l("PDF, Word or PowerPoint, at most 25 MB."))
    agree = BooleanField(_l("We may be contacted about this record"))

    def lay_out(self, with_errors: bool) -> None:
        """Fill in a few values, or as many errors as there are rules."""
        self.title.data = "" if with_errors else "زبان آلمانی برای پرستاران"
        if with_errors:
            for field in self:
                if field.flags.required:
                    field.errors = [_message(field)]


def _message(field: Any) -> str:
    return str(next(rule.message for rule in field.validators if isinstance(rule, DataRequired)))
