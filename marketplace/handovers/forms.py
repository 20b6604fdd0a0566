"""What is asked about a hand-over."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from marketplace import vocab
from marketplace.forms import BaseForm, LineField, Required
from marketplace.handovers.models import Side
from marketplace.handovers.wording import given_choices


class _CheckboxesField(SelectMultipleField):
    """Several of a list."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class HandOverForm(BaseForm):
    """Which of two records comes first, what is handed over, for whom, since when."""

    side = RadioField(_l("Which comes first?"), validators=[Required()], validate_choice=False)
    gives = _CheckboxesField(_l("What is handed over?"), validate_choice=False)
    note = TextAreaField(
        _l("How does it work?"),
        render_kw={"rows": 3},
        description=_l("Who gives what to whom, in one or two sentences. At most 500 characters."),
    )
    target_groups = _CheckboxesField(_l("For whom?"), validate_choice=False)
    for_whom = LineField(_l("For whom, in your own words"))
    since = LineField(_l("Since when?"), description=_l("A year such as 2024, or a day such as 2024-05-31."))

    def __init__(self, own: str, other: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.side.choices = [(Side.BEFORE.value, _order(own, other)), (Side.AFTER.value, _order(other, own))]
        self.gives.choices = given_choices()
        self.target_groups.choices = vocab.choices("target_group")


def _order(first: str, second: str) -> str:
    return _(
        "First “%(first)s” before departure, then “%(second)s” after arrival", first=first, second=second
    )


class DeclineForm(BaseForm):
    """Why not."""

    reason = TextAreaField(_l("Why not?"), render_kw={"rows": 3})


class EndForm(BaseForm):
    """Since when it is over, and why."""

    ended_on = LineField(_l("Last day"), widget=DateInput())
    reason = TextAreaField(_l("Why does it end?"), render_kw={"rows": 3})
