"""Forms of introductions; their rules are in rules.py and the operations."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, TextAreaField

from marketplace.forms import BaseForm, Required
from marketplace.introductions import wording
from marketplace.providers.models import Organisation
from marketplace.resources.queries import public_of


class AskForm(BaseForm):
    """In whose name, about which record of one's own, and a few words."""

    record = HiddenField()
    organisation = SelectField(
        _l("In whose name do you ask?"), validators=[Required()], validate_choice=False
    )
    own_record = SelectField(_l("A record of yours that belongs to it"), validate_choice=False)
    text = TextAreaField(
        _l("Your message"),
        validators=[Required()],
        description=_l(
            "Who you are, what you would like to talk about, and what you bring. 20 to 3,000 characters."
        ),
        render_kw={"rows": 8, "maxlength": 6000},
    )

    def __init__(self, organisations: list[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation.choices = [(one.id, one.name) for one in organisations]
        records = [(record, one) for one in organisations for record in public_of(one)]
        self.own_record.choices = [
            ("", _("No record")),
            *((record.id, record.live_revision.title) for record, _one in records if record.live_revision),
        ]
        if len(organisations) < 2:
            del self.organisation
        if not records:
            del self.own_record


class MessageForm(BaseForm):
    """A message to the other side."""

    text = TextAreaField(_l("Your message"), validators=[Required()], render_kw={"rows": 4})


class DeclineForm(BaseForm):
    """Why an introduction is declined."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[Required()],
        description=_l("The other side reads it."),
        render_kw={"rows": 3},
    )


class AgreeForm(BaseForm):
    """What was agreed."""

    kind = RadioField(_l("What have you agreed on?"), validators=[Required()], validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = list(wording.KINDS.items())


class CloseForm(BaseForm):
    """Why it ends without an agreement."""

    result = RadioField(_l("Why does it end?"), validators=[Required()], validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result.choices = list(wording.RESULTS.items())


class ReportForm(BaseForm):
    """What is wrong."""

    text = TextAreaField(_l("What is wrong?"), validators=[Required()], render_kw={"rows": 5})


class SettleForm(BaseForm):
    """What came of a report."""

    outcome = TextAreaField(
        _l("What did you find and do?"),
        validators=[Required()],
        description=_l("Moderators read it, nobody else."),
        render_kw={"rows": 4},
    )
