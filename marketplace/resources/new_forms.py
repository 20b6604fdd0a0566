"""What is asked to start a record, and the answers that its address brings along."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField

from marketplace import languages, vocab
from marketplace.forms import BaseForm, LineField, Required
from marketplace.providers.models import Organisation
from marketplace.resources import adapting
from marketplace.resources.fields import choices_of
from marketplace.resources.models import Kind


class NewRecordForm(BaseForm):
    """What is needed to start a record. A key of its own makes two presses of the button one record."""

    organisation_id = SelectField(
        _l("Organisation"), [Required()], validate_choice=False, render_kw={"dir": "auto"}
    )
    title = LineField(
        _l("Title"),
        validators=[Required()],
        description=_l("Say what it is in one line. You can change it later."),
    )
    language = SelectField(
        _l("Language of this text"),
        [Required()],
        validate_choice=False,
        description=_l("The language you write this record in."),
    )
    creation_key = HiddenField()

    def offer(self, organisations: list[Organisation]) -> None:
        """Fill the lists to choose from."""
        self.organisation_id.choices = choices_of([(one.id, one.name) for one in organisations])
        self.language.choices = choices_of(languages.language_choices())


def first_answers(args: Mapping[str, str]) -> dict[str, Any]:
    """Answers that the address of a new record brings along: origin, destination, booster, and the practice
    that a new one is adapted from. What is not known is left out.
    """
    pair = [
        code if languages.is_country(code) else None
        for code in (args.get("origin", ""), args.get("destination", ""))
    ]
    found: dict[str, Any] = {}
    if any(pair) and pair[0] != pair[1]:
        found["corridors"] = [tuple(pair)]
    if vocab.is_known("booster", args.get("booster", "")):
        found["booster"] = [args["booster"]]
    if args.get("kind") == Kind.CASE_STUDY and adapting.public_practice(args.get(adapting.PARENT, "")):
        found[adapting.PARENT] = args[adapting.PARENT]
    return found
