"""Text as people type it: how it is cleaned before it is stored, and what it must not hold."""

import re
import unicodedata

# all of Unicode's control characters but the tab and the line feed
_CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]")

# a host with a dot whose last part is letters, as people type it: www.example.org, example.org:8080/page
_BARE_ADDRESS = re.compile(
    r"(?://)?([\w-]+(?:\.[\w-]+)*\.(?:[^\W\d_]{2,}|xn--[\w-]+)(?::\d{1,5})?(?:[/?#]\S*)?)"
)

_CONTACT = re.compile(r"@|://|\bwww\.|(?:\d[\W_]*){6,}")


def clean_text(text: str) -> str:
    """Text as it is stored: NFC, lines ended by a line feed, no blanks at the ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def with_scheme(text: str) -> str:
    """A web address that was typed without its scheme with https:// before it; anything else as it is."""
    bare = _BARE_ADDRESS.fullmatch(text.strip())
    return f"https://{bare[1]}" if bare else text


def has_control_characters(text: str) -> bool:
    """Whether a text holds characters that no page can show. Joiners and direction marks are letters' own."""
    return _CONTROL.search(text) is not None


def has_contact(text: str) -> bool:
    """Whether a text seems to hold an address, a link, a phone number or a number of a person."""
    return _CONTACT.search(text) is not None
