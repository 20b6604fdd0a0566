"""What may be said of an organisation: the same rules whether a person types it or a file is imported."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

from marketplace import languages, vocab
from marketplace.accounts.addresses import normalise
from marketplace.database import utc_now
from marketplace.errors import Invalid
from marketplace.texts import has_control_characters

NAME_LENGTH = (2, 200)
DESCRIPTION_LENGTH = 5_000
WEBSITE_LENGTH = 500
SOURCE_LENGTHS = {"source_url": 1_000, "source_title": 500}
REASON_LENGTH = 3_000
MOST_NAMES = 20
MOST_LANGUAGES = 60
FIRST_YEAR = 1000
SIDES = ("origin", "destination", "both")
NAME_KINDS = ("acronym", "former", "translation")
REQUIRED = ("name", "kinds", "side", "countries")
REQUIRED_OF_LISTED = ("name", "side")  # what its source does not say stays empty

Messages = dict[str, list[str]]


def name_key(name: str) -> str:
    """A name folded for comparing: case, blanks, punctuation, width and accents make no difference."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    bare = unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", folded))
    return re.sub(r"[\W_]+", "", bare)[:200]


def name_keys(name: str) -> set[str]:
    """The folded forms a name may be met under: whole, without its brackets, and what stands in them."""
    parts = [name, re.sub(r"\([^()]*\)", " ", name), *re.findall(r"\(([^()]{2,})\)", name)]
    return {key for key in map(name_key, parts) if key}


def check(answers: Mapping[str, Any], *, complete: bool, listed: bool = False) -> None:
    """Check answers about an organisation; raises Invalid with every message, by field.

    `complete` asks for the obligatory ones too; otherwise absent ones are left alone. `listed` is for an
    organisation that nobody runs: kind and country may be unknown.
    """
    required = REQUIRED_OF_LISTED if listed else REQUIRED
    found: Messages = {}
    for name, value in answers.items():
        if name not in _CHECKS:
            found[name] = [_("There is no such field.")]
        elif value in (None, "", [], ()):
            if name in required:
                found[name] = [_missing(name)]
        elif messages := _CHECKS[name](value):
            found[name] = messages
    for name in required if complete else ():
        if name not in answers:
            found[name] = [_missing(name)]
    if not answers.get("contact_email", True) and answers.get("contact_public"):
        found.setdefault("contact_email", []).append(_("Give the address that is to be shown."))
    if found:
        raise Invalid(found)


def check_reason(reason: str, *, field: str = "reason", required: bool = True) -> None:
    """Check what one person writes to another with a decision or a request; raises Invalid under `field`."""
    if required and not reason:
        raise Invalid({field: [_("Write a reason: the other side will read it.")]})
    if len(reason) > REASON_LENGTH or has_control_characters(reason):
        raise Invalid({field: [_("Write plain text of at most 3,000 characters.")]})


def _missing(name: str) -> str:
    return {
        "name": _("Write the name of the organisation."),
        "kinds": _("Choose at least one kind of provider."),
        "side": _("Choose the side on which the organisation works."),
        "countries": _("Choose at least one country."),
    }[name]


def _name(value: str) -> list[str]:
    least, most = NAME_LENGTH
    if "\n" in value or "\t" in value or has_control_characters(value):
        return [_("Write the name on one line, as plain text.")]
    if len(value) > most:
        return [_too_long(value, most)]
    if len(value) < least or not name_key(value):
        return [_("The name is too short. Write at least two characters.")]
    return []


def _other_names(value: list[Mapping[str, str]]) -> list[str]:
    if len(value) > MOST_NAMES:
        return [_("Give at most %(most)s other names.", most=MOST_NAMES)]
    messages = []
    for row in value:
        messages += _name(row.get("text", ""))
        if row.get("language") and not languages.is_language(row["language"]):
            messages.append(_unknown(row["language"]))
        if row.get("kind", "translation") not in NAME_KINDS:
            messages.append(_unknown(row["kind"]))
    return list(dict.fromkeys(messages))


def _kinds(value: list[str]) -> list[str]:
    return [_unknown(slug) for slug in value if not vocab.is_known("provider_kind", slug)]


def _side(value: str) -> list[str]:
    return [] if value in SIDES else [_unknown(value)]


def _countries(value: list[str]) -> list[str]:
    return [_unknown(code) for code in value if not languages.is_country(code)]


def _languages(value: list[str]) -> list[str]:
    if len(value) > MOST_LANGUAGES:
        return [_("Choose at most %(most)s languages.", most=MOST_LANGUAGES)]
    return [_unknown(code) for code in value if not languages.is_language(code)]


def _description(value: str) -> list[str]:
    if has_control_characters(value):
        return [
            _("This text holds characters that cannot be shown. Type it again or paste it as plain text.")
        ]
    return [_too_long(value, DESCRIPTION_LENGTH)] if len(value) > DESCRIPTION_LENGTH else []


def _web_address(limit: int) -> Callable[[str], list[str]]:
    def messages(value: str) -> list[str]:
        if not is_web_address(value):
            return [
                _("This is not a web address. Write it like www.example.org or https://example.org/page.")
            ]
        return [_too_long(value, limit)] if len(value) > limit else []

    return messages


def is_web_address(text: str) -> bool:
    """Whether a text is an http(s) address with a host and without blanks."""
    try:
        parts = urlsplit(text)
        complete = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
    return complete and not re.search(r"\s", text) and not has_control_characters(text)


def _founded(value: Any) -> list[str]:
    last = utc_now().year
    if isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= last:
        return []
    return [_("Write a year between %(first)s and %(last)s.", first=str(FIRST_YEAR), last=str(last))]


def check_email(value: str) -> list[str]:
    """The messages about a mail address; nothing is looked up."""
    return [] if normalise(value) else [_("This is not an e-mail address. Write it like name@example.org.")]


def _source_title(value: str) -> list[str]:
    limit = SOURCE_LENGTHS["source_title"]
    if has_control_characters(value):
        return [_("This text holds characters that cannot be shown.")]
    return [_too_long(value, limit)] if len(value) > limit else []


def _anything(_value: Any) -> list[str]:
    return []


def _too_long(value: str, limit: int) -> str:
    return _(
        "This is too long: %(length)s characters. Shorten it to %(limit)s.", length=len(value), limit=limit
    )


def _unknown(code: object) -> str:
    return _("“%(code)s” is not on the list. Choose one from the list.", code=str(code)[:60])


_CHECKS: dict[str, Callable[[Any], list[str]]] = {
    "name": _name,
    "other_names": _other_names,
    "kinds": _kinds,
    "side": _side,
    "countries": _countries,
    "description": _description,
    "website": _web_address(WEBSITE_LENGTH),
    "languages": _languages,
    "founded": _founded,
    "contact_email": check_email,
    "contact_public": _anything,
    "source_url": _web_address(SOURCE_LENGTHS["source_url"]),
    "source_title": _source_title,
}
