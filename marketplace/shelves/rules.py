"""What a collection, a note and a saved search may be."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from marketplace.errors import Invalid
from marketplace.shelves.models import Frequency, Visibility
from marketplace.texts import clean_text, has_control_characters

MOST_ITEMS = 200
MOST_COLLECTIONS = 100  # of one owner
MOST_SEARCHES = 50  # of one person
TITLE_LIMIT = 120
DESCRIPTION_LIMIT = 2_000
NOTE_LIMIT = 500
QUERY_LIMIT = 2_000


class Answers:
    """Takes answers one by one and gathers what is wrong with them."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given
        self._errors: dict[str, list[str]] = {}

    def text(self, name: str, limit: int, *, needed: str = "", lines: bool = True) -> str:
        """A cleaned text of at most `limit` characters; `needed` is the message where it may not be empty."""
        text = clean_text(str(self._given.get(name) or ""))
        if not lines:
            text = " ".join(text.split())
        if needed and not text:
            self.refuse(name, needed)
        elif len(text) > limit:
            self.refuse(name, _too_long(text, limit))
        elif has_control_characters(text):
            self.refuse(name, _("Remove the characters that cannot be shown."))
        return text

    def choice(self, name: str, choices: type[Visibility] | type[Frequency]) -> str:
        """One of the values of an enumeration."""
        value = str(self._given.get(name) or "")
        if value not in tuple(choices):
            self.refuse(name, _("Choose one of these."))
        return value

    def refuse(self, name: str, message: str) -> None:
        """Add a message about a field."""
        self._errors.setdefault(name, []).append(message)

    def settle(self) -> None:
        """Raise Invalid with all messages, if there are any."""
        if self._errors:
            raise Invalid(self._errors)


def _too_long(text: str, limit: int) -> str:
    return _(
        "This is too long: %(length)s characters. Shorten it to %(limit)s.",
        length=str(len(text)),
        limit=str(limit),
    )
