"""Forms about a person. Rules and messages come from operations."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # typed for 3.2 only

from marketplace.accounts.rules import time_zones
from marketplace.forms import AddressField, BaseForm, LineField, Required, SecretField
from marketplace.languages import enabled_languages


class RegisterForm(BaseForm):
    """Ask for an account."""

    name = LineField(_l("Your name"), validators=[Required()], render_kw={"autocomplete": "name"})
    email = AddressField(_l("E-mail address"), validators=[Required()])
    password = SecretField(
        _l("Password"),
        "new-password",
        validators=[Required()],
        description=_l("At least 12 characters. Four unusual words in a row make a good one."),
    )


class SignInForm(BaseForm):
    """Come in."""

    email = AddressField(
        _l("E-mail address"), validators=[Required()], render_kw={"autocomplete": "username"}
    )
    password = SecretField(_l("Password"), validators=[Required()])


class ResetForm(BaseForm):
    """Ask for a link to set a new password."""

    email = AddressField(_l("E-mail address"), validators=[Required()])


class NewPasswordForm(BaseForm):
    """Set a new password by a mailed link."""

    password = SecretField(
        _l("New password"),
        "new-password",
        validators=[Required()],
        description=_l("At least 12 characters. Four unusual words in a row make a good one."),
    )


class ButtonForm(BaseForm):
    """A button and nothing to fill in."""


class NameForm(BaseForm):
    """Another name."""

    name = LineField(
        _l("Your name"),
        validators=[Required()],
        description=_l("Members of your organisations and reviewers see it."),
        render_kw={"autocomplete": "name"},
    )


class LanguageForm(BaseForm):
    """The language of mails and pages."""

    language = SelectField(_l("Language"), validators=[Required()], validate_choice=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [
            SelectChoice(value=language.code, label=language.own_name) for language in enabled_languages()
        ]


class TimeZoneForm(BaseForm):
    """The time zone of what pages and mails say about times."""

    time_zone = SelectField(_l("Time zone"), validators=[Required()], validate_choice=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.time_zone.choices = [
            SelectChoice(value=name, label=name.replace("_", " ")) for name in time_zones()
        ]


class PasswordForm(BaseForm):
    """Another password."""

    password = SecretField(_l("Password you have now"), validators=[Required()])
    new_password = SecretField(
        _l("New password"),
        "new-password",
        validators=[Required()],
        description=_l("At least 12 characters. Four unusual words in a row make a good one."),
    )


class AddressForm(BaseForm):
    """Another address."""

    email = AddressField(_l("New e-mail address"), validators=[Required()])
    password = SecretField(_l("Your password"), validators=[Required()])


class DeleteForm(BaseForm):
    """The end of an account."""

    password = SecretField(_l("Your password"), validators=[Required()])
