"""The words of collections and saved searches for their choices."""

from typing import Any

from flask_babel import lazy_gettext as _l

from marketplace.shelves.models import Frequency, Visibility

_VISIBILITIES = {
    Visibility.PRIVATE: _l("Private"),
    Visibility.LINK: _l("By link"),
    Visibility.PUBLIC: _l("Public"),
}
_EXPLAINED = {
    Visibility.PRIVATE: _l("Private: only you, or the members of the organisation it belongs to"),
    Visibility.LINK: _l("By link: whoever has the link, without signing in"),
    Visibility.PUBLIC: _l("Public: everybody, and search engines find it"),
}
_FREQUENCIES = {
    Frequency.NEVER: _l("No mails"),
    Frequency.DAILY: _l("Every day"),
    Frequency.WEEKLY: _l("Every Monday"),
}


def visibility_word(visibility: str) -> Any:
    """Who may read a collection, in a word or two."""
    return _VISIBILITIES[Visibility(visibility)]


def frequency_word(frequency: str) -> Any:
    """How often a saved search writes."""
    return _FREQUENCIES[Frequency(frequency)]


def visibility_choices() -> list[tuple[str, Any]]:
    """The choices of a form, with what each means."""
    return [(visibility.value, word) for visibility, word in _EXPLAINED.items()]


def frequency_choices() -> list[tuple[str, Any]]:
    """The choices of a form."""
    return [(frequency.value, word) for frequency, word in _FREQUENCIES.items()]
