"""Forms of the review pages."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField

from marketplace.forms import BaseForm, Required


class DecisionForm(BaseForm):
    """A move with its reason; the reason is obligatory where the table of moves says so."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("The author reads it. Say what is missing or wrong and what to do about it."),
        render_kw={"rows": 5},
    )
    version = HiddenField()

    def seen_version(self) -> int | None:
        """The version of the record that was read; None where that is not said."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else None


class AnswerForm(BaseForm):
    """A message of the author to the reviewers."""

    text = TextAreaField(_l("Your message"), validators=[Required()], render_kw={"rows": 4})


class MessageForm(AnswerForm):
    """A message of a reviewer, to the author or to other reviewers."""

    internal = BooleanField(_l("For reviewers only: the author does not see it"))
