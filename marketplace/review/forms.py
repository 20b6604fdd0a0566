"""Forms of the review pages."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField

from marketplace.forms import BaseForm, Required


class DecisionForm(BaseForm):
    """A move with its reason; the reason is obligatory where the table of moves says so."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("The author reads it. Say what is missing or wrong and what to do about it."),
        render_kw={"rows": 5},
    )


class AnswerForm(BaseForm):
    """A message of the author to the reviewers."""

    text = TextAreaField(_l("Your message"), validators=[Required()], render_kw={"rows": 4})


class MessageForm(AnswerForm):
    """A message of a reviewer, to the author or to other reviewers."""

    internal = BooleanField(_l("For reviewers only: the author does not see it"))
