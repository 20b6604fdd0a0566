"""What all forms share: the rules live in operations, a form only asks and shows what they answered."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.fields import Field
from wtforms.widgets import EmailInput, PasswordInput

from marketplace.errors import Invalid
from marketplace.texts import with_scheme

EMAIL_LIMIT = 254
NAME_LIMIT = 120
LINE_LIMIT = 300
TEXT_LIMIT = 20_000
PASSWORD_LIMIT = 1_024


class Required:
    """Marks a question as one that must be answered (no "(optional)" beside it); the operation checks it."""

    field_flags = {"required": True}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Nothing is checked here, so that all messages about a form come together."""


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A form with CSRF token. Its fields bear the names that operations use in `errors.Invalid`."""

    def add_errors(self, invalid: Invalid) -> None:
        """Put each message of an operation at its field; one without a field stands above the form."""
        for name, messages in invalid.fields.items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors.extend(messages)
            else:
                field.errors = [*field.errors, *messages]

    def answers(self) -> dict[str, Any]:
        """What was typed, by field, without the CSRF token: the plain data that operations take."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}


def text_or_empty(value: str | None) -> str:
    """A field that was not sent at all counts as an empty one."""
    return value or ""


class LineField(StringField):
    """One line of text; never None."""

    @property
    def text(self) -> str:
        """What was typed."""
        return self.data or ""

    def __init__(self, label: Any = "", **kwargs: Any) -> None:
        super().__init__(label, filters=[text_or_empty], **kwargs)


class WebAddressField(LineField):
    """A web address; one that was typed without its scheme gets https."""

    def __init__(self, label: Any = "", **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "url", "dir": "ltr"})
        super().__init__(label, **kwargs)
        self.filters = [*self.filters, with_scheme]


class AddressField(LineField):
    """An e-mail address; never None."""

    widget = EmailInput()

    def __init__(self, label: Any = "", **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"autocomplete": "email", "inputmode": "email"})
        super().__init__(label, **kwargs)


class SecretField(LineField):
    """A password; never None, never sent back. `autocomplete` tells password managers which one."""

    widget = PasswordInput()

    def __init__(self, label: Any = "", autocomplete: str = "current-password", **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"autocomplete": autocomplete})
        super().__init__(label, **kwargs)
