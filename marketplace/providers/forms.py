"""Forms about organisations; their rules are in rules.py and the operations."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace import languages, vocab
from marketplace.forms import AddressField, BaseForm, LineField, Required, WebAddressField
from marketplace.providers.models import MemberRole, Organisation
from marketplace.providers.rules import NAME_KINDS, SIDES
from marketplace.providers.uploads import LOGO_MEGABYTES, PROOF_MEGABYTES
from marketplace.providers.wording import name_kind_word, role_choices
from marketplace.wording import word

FACTS = (
    "name",
    "other_names",
    "kinds",
    "side",
    "countries",
    "description",
    "website",
    "languages",
    "founded",
    "contact_email",
    "contact_public",
)


class ManyField(SelectMultipleField):
    """Any number of a list, as checkboxes; a code that is not on it is named by the operation."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, validate_choice=False, **kwargs)


class OtherNameForm(Form):
    """One other name of an organisation."""

    text = LineField(_l("Other name"))
    kind = SelectField(_l("What it is"), validate_choice=False)
    language = SelectField(_l("Language"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind, name_kind_word(kind)) for kind in NAME_KINDS]
        listed = [(language.code, language.own_name) for language in languages.KNOWN_LANGUAGES]
        now = self.language.data
        if now and now not in dict(listed):
            listed.append((now, now))
        self.language.choices = [("", "–"), *listed]


class OrganisationForm(BaseForm):
    """The facts of an organisation."""

    version = HiddenField()
    creation_key = HiddenField()
    name = LineField(_l("Name"), validators=[Required()], description=_l("As you write it yourselves."))
    other_names = FieldList(
        FormField(OtherNameForm),
        _l("Other names"),
        min_entries=1,
        description=_l("Short names, former names, names in other languages: people search for them."),
    )
    kinds = ManyField(_l("Kind of provider"), validators=[Required()])
    side = RadioField(
        _l("Where do you work?"),
        validators=[Required()],
        validate_choice=False,
        description=_l("In countries people leave, in countries they go to, or in both."),
    )
    countries = ManyField(_l("Countries you work in"), validators=[Required()])
    description = TextAreaField(
        _l("What you do"),
        render_kw={"rows": 7},
        description=_l("For whom, since when, with whom. At most 5,000 characters."),
    )
    website = WebAddressField(_l("Website"), description=_l("For example www.example.org."))
    languages = ManyField(_l("Languages you work in"))
    founded = LineField(_l("Founded in the year"), render_kw={"inputmode": "numeric", "size": 6})
    contact_email = AddressField(
        _l("E-mail address for enquiries"), description=_l("An address of the office, not of a person.")
    )
    contact_public = BooleanField(_l("Show this address on the public page"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds.choices = vocab.choices("provider_kind")
        self.side.choices = [(side, word("side", side)) for side in SIDES]
        self.countries.choices = languages.country_choices()
        self.languages.choices = languages.language_choices()

    def answers(self) -> dict[str, Any]:
        """The facts as `operations.create_organisation` takes them; a year that is no number stays text."""
        found = {name: self.data[name] for name in FACTS}
        for name in ("kinds", "countries", "languages"):
            found[name] = found[name] or []
        found["description"] = found["description"] or ""
        found["side"] = found["side"] or ""
        founded = found["founded"].strip()
        found["founded"] = int(founded) if founded.isascii() and founded.isdigit() else founded or None
        found["other_names"] = [
            {key: text or "" for key, text in row.items() if key != "csrf_token"}
            for row in found["other_names"]
            if (row["text"] or "").strip()
        ]
        return found


def facts_of(organisation: Organisation) -> dict[str, Any]:
    """What an organisation's form starts from."""
    found = {name: getattr(organisation, name) for name in FACTS}
    found["other_names"] = [
        {"text": name.text, "kind": name.kind, "language": name.language} for name in organisation.other_names
    ]
    found["founded"] = str(organisation.founded or "")
    return found | {"version": str(organisation.version_id)}


class LogoForm(BaseForm):
    """A picture to show with the organisation."""

    logo = FileField(
        _l("Logo"),
        validators=[Required()],
        description=_l("PNG, JPEG, WebP or GIF, at most %(size)s MB.", size=LOGO_MEGABYTES),
        render_kw={"accept": "image/png,image/jpeg,image/webp,image/gif"},
    )


class InviteForm(BaseForm):
    """Whom to invite, as what."""

    email = AddressField(
        _l("E-mail address"),
        validators=[Required()],
        description=_l("The person needs no account yet. The link works for 14 days."),
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    role = RadioField(
        _l("Role"), validators=[Required()], validate_choice=False, default=MemberRole.EDITOR.value
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = role_choices()


class AskForm(BaseForm):
    """Words to the owners or admins, with a wish to join or a claim."""

    message = TextAreaField(
        _l("Who are you, and what do you do there?"),
        validators=[Required()],
        description=_l("Only those who decide can read this."),
        render_kw={"rows": 5},
    )


class AnswerForm(BaseForm):
    """An answer to somebody, with its reason."""

    reason = TextAreaField(
        _l("Reason"),
        render_kw={"rows": 3},
        description=_l("You must give one when you refuse or suspend. The other side reads it."),
    )
    role = StringField()


class ProofForm(BaseForm):
    """Proof for a verification: an address at the website's domain, or a file."""

    proof = FileField(
        _l("Proof"),
        description=_l(
            "For example an extract of a register or a letter with a stamp. PDF, PNG or JPEG, "
            "at most %(size)s MB. Only admins can open it.",
            size=PROOF_MEGABYTES,
        ),
        render_kw={"accept": "application/pdf,image/png,image/jpeg"},
    )
    note = TextAreaField(_l("Note to the admins"), render_kw={"rows": 3})
