"""Forms about collections and saved searches; their rules are in rules.py and the operations."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, SelectField, TextAreaField

from marketplace.accounts.models import User
from marketplace.forms import BaseForm, LineField, Required
from marketplace.resources.queries import organisations_to_write_for
from marketplace.shelves import wording
from marketplace.shelves.models import Frequency, Visibility
from marketplace.shelves.queries import Listed
from marketplace.shelves.rules import MOST_ITEMS

NEW = "new"


class CollectionForm(BaseForm):
    """What a collection is called, what it is for, and who may read it."""

    title = LineField(_l("Name of the collection"), validators=[Required()])
    description = TextAreaField(
        _l("What it is for"), render_kw={"rows": 4}, description=_l("At most 2,000 characters.")
    )
    visibility = RadioField(
        _l("Who may read it?"),
        validators=[Required()],
        validate_choice=False,
        default=Visibility.PRIVATE.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visibility.choices = wording.visibility_choices()


class NewCollectionForm(CollectionForm):
    """The same, and whose it is to be."""

    organisation = SelectField(_l("Whose collection is it?"), validate_choice=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = organisations_to_write_for(user)
        self.organisation.choices = [("", _("Mine alone")), *((one.id, one.name) for one in organisations)]
        if not organisations:
            del self.organisation


class AddForm(BaseForm):
    """Into which collection a record goes, with a note."""

    collection = RadioField(_l("Into which collection?"), validators=[Required()], validate_choice=False)
    title = LineField(_l("Name of the new collection"))
    note = TextAreaField(
        _l("Note"), render_kw={"rows": 3}, description=_l("Why it is here. At most 500 characters.")
    )

    def __init__(self, listed: list[Listed], holding: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = [one for one in listed if one.records < MOST_ITEMS or one.collection.id in holding]
        self.collection.choices = [
            *((one.collection.id, _label(one, holding)) for one in open_ones),
            (NEW, _("A new collection")),
        ]
        self.collection.data = self.collection.data or self.collection.choices[0][0]


class NoteForm(BaseForm):
    """What is said about a record."""

    note = TextAreaField(_l("Note"))


def _label(one: Listed, holding: set[str]) -> str:
    title = one.collection.title
    return (
        _("%(collection)s (it is there already)", collection=title) if one.collection.id in holding else title
    )


class SearchForm(BaseForm):
    """What a saved search is called, and how often it writes."""

    name = LineField(_l("Name of the search"), validators=[Required()])
    frequency = RadioField(
        _l("Mail me what is new"),
        validators=[Required()],
        validate_choice=False,
        default=Frequency.WEEKLY.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frequency.description = _(
            "At seven in the morning in your time zone, %(zone)s. Without anything new there is no mail.",
            zone=current_user.time_zone.replace("_", " "),
        )
        self.frequency.choices = wording.frequency_choices()
