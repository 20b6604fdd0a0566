"""The form of a visitor who misses a service, and that of the moderator who looks at it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField

from marketplace import languages, vocab
from marketplace.errors import DomainError, NotFound
from marketplace.forms import BaseForm, LineField, Required, text_or_empty

_SHOWN = 60


def read_pair(origin: str, destination: str) -> tuple[str, str]:
    """The pair of an address; raises NotFound for unknown countries, DomainError (400) for one twice."""
    for code in (origin, destination):
        if not languages.is_country(code):
            raise NotFound(_("“%(code)s” is not known here.", code=code[:_SHOWN]))
    if origin == destination:
        raise DomainError(_("A corridor leads from one country to another. Choose two different countries."))
    return origin, destination


class MissingForm(BaseForm):
    """What is missing. `website` is seen by programs only: what fills it in is none of our readers."""

    booster = SelectField(_l("Kind of help"), [Required()], validate_choice=False)
    phase = SelectField(_l("Phase"), validate_choice=False)
    target_group = SelectField(_l("Target group"), validate_choice=False)
    language = SelectField(
        _l("Language"), validate_choice=False, description=_l("The language in which help is needed.")
    )
    text = TextAreaField(
        _l("What is missing?"),
        [Required()],
        filters=[text_or_empty],
        description=_l("At most 500 characters. Do not write names, addresses or phone numbers."),
        render_kw={"rows": 4, "maxlength": 500},
    )
    website = LineField(_l("Leave this empty"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.booster.choices = [("", _("Choose a kind of help")), *vocab.choices("booster")]
        self.phase.choices = [("", _("not stated")), *vocab.choices("phase")]
        self.target_group.choices = [("", _("not stated")), *vocab.choices("target_group")]
        self.language.choices = [("", _("not stated")), *languages.language_choices()]


class DecisionForm(BaseForm):
    """Why a report does not count."""

    reason = TextAreaField(
        _l("Reason"),
        filters=[text_or_empty],
        description=_l("Needed if you reject it. Other moderators read it."),
        render_kw={"rows": 3},
    )
