"""What may be typed into the forms about a person."""

from collections.abc import Mapping
from zoneinfo import available_timezones

from flask_babel import gettext as _

from marketplace import languages
from marketplace.accounts import addresses, passwords
from marketplace.errors import Invalid
from marketplace.texts import clean_text, has_control_characters

NAME_LIMIT = 120
_CONTINENTS = frozenset(
    {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
Messages = dict[str, list[str]]


def name_problems(name: str) -> list[str]:
    """The messages about a name, cleaned before."""
    if not name:
        return [_("Enter your name.")]
    if len(name) > NAME_LIMIT:
        return [_("This name is too long. Use at most %(limit)s characters.", limit=NAME_LIMIT)]
    if has_control_characters(name) or "\n" in name or "\t" in name:
        return [_("This name holds characters that cannot be shown. Type it again.")]
    return []


def address_problems(email: str) -> list[str]:
    """The messages about an e-mail address."""
    if not email.strip():
        return [_("Enter an e-mail address.")]
    if addresses.normalise(email) is None:
        return [_("This is not an e-mail address. Write it like name@example.org.")]
    return []


def checked_person(answers: Mapping[str, str]) -> tuple[str, str]:
    """Name and address as stored, from `name`, `email` and `password`; raises Invalid with all messages."""
    name, email = clean_text(answers.get("name", "")), answers.get("email", "")
    found = {
        "name": name_problems(name),
        "email": address_problems(email),
        "password": passwords.problems(answers.get("password", ""), name, email),
    }
    refuse(found)
    return name, known_address(email)


def checked_name(text: str) -> str:
    """A name as it is stored; raises Invalid."""
    name = clean_text(text)
    refuse({"name": name_problems(name)})
    return name


def checked_address(text: str) -> str:
    """An address as it is stored; raises Invalid."""
    refuse({"email": address_problems(text)})
    return known_address(text)


def known_address(text: str) -> str:
    """The stored spelling of an address that has been checked."""
    address = addresses.normalise(text)
    if address is None:
        raise ValueError("not an address")
    return address


def checked_language(code: str) -> str:
    """A language of the interface; raises Invalid for any other."""
    if languages.enabled_language(code) is None:
        refuse({"language": [_("Choose one of the languages in the list.")]})
    return code


def time_zones() -> list[str]:
    """Time zones to choose from, by name: those of places, and UTC."""
    places = (name for name in available_timezones() if name.partition("/")[0] in _CONTINENTS)
    return ["UTC", *sorted(places)]


def checked_time_zone(name: str) -> str:
    """A time zone of the list; raises Invalid for any other."""
    if name not in time_zones():
        refuse({"time_zone": [_("Choose one of the time zones in the list.")]})
    return name


def refuse(found: Messages) -> None:
    """Raise Invalid if any field has a message."""
    kept = {field: messages for field, messages in found.items() if messages}
    if kept:
        raise Invalid(kept)
