"""A form with one field of every sort, for the style guide."""

from typing import Any

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
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # typed for 3.2 only
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace import languages, vocab


def _choices(vocabulary: str) -> list[SelectChoice]:
    return [SelectChoice(value=slug, label=vocab.label(vocabulary, slug)) for slug in vocab.slugs(vocabulary)]


_CODES = ("AL", "AT", "DE", "IR", "PH", "RS", "XK")


class CorridorRow(Form):
    """Two places."""

    origin = SelectField("From", choices=lambda: _countries())
    destination = SelectField("To", choices=lambda: _countries())


class EndOfPractice(Form):
    """How a practice ended, and in which year."""

    how = RadioField(
        "Has it ended?",
        choices=[
            SelectChoice(value="ongoing", label="It is still running"),
            SelectChoice(value="year", label="It ended in a year that I know"),
            SelectChoice(value="unknown", label="It has ended, I do not know when"),
        ],
    )
    year = IntegerField("Year it ended")


def _countries() -> list[SelectChoice]:
    names: list[tuple[str, Any]] = [(code, languages.country_name(code)) for code in _CODES]
    return [SelectChoice(value="", label="Any country")] + [SelectChoice(value=c, label=n) for c, n in names]


class SampleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no type hints
    """One field of every sort."""

    title = StringField(
        "Title", [DataRequired("Enter a title.")], description="Between 5 and 150 characters."
    )
    email = EmailField("E-mail address", [DataRequired("Enter your e-mail address.")])
    password = PasswordField(
        "Password",
        [DataRequired("Enter a password of at least 10 characters.")],
        render_kw={"autocomplete": "new-password"},
    )
    summary = TextAreaField(
        "Summary",
        [DataRequired("Write a summary.")],
        description="What is done, for whom, between which countries, since when?",
        render_kw={"data-min-words": 60, "data-max-words": 100, "rows": 5},
    )
    language = SelectField("Language of the text", choices=[SelectChoice(value="en", label="English")])
    phase = RadioField("Main phase", [DataRequired("Choose a phase.")], choices=lambda: _choices("phase"))
    target_groups = SelectMultipleField(
        "Target groups",
        choices=lambda: _choices("target_group"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description="Choose all that fit.",
    )
    corridors = FieldList(FormField(CorridorRow), "Corridors", min_entries=2)
    end = FormField(EndOfPractice, "End of the practice")
    starts = DateField("Valid from")
    attachment = FileField("Attachment", description="PDF, Word or PowerPoint, at most 25 MB.")
    agree = BooleanField("We may be contacted about this record")

    def lay_out(self, with_errors: bool) -> None:
        """Fill in a few values, or as many errors as there are rules."""
        self.title.data = "" if with_errors else "زبان آلمانی برای پرستاران"
        if with_errors:
            for field in self:
                if field.flags.required:
                    field.errors = [_message(field)]


def _message(field: Any) -> str:
    return str(next(rule.message for rule in field.validators if isinstance(rule, DataRequired)))
