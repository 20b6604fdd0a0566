"""Text as people type it: how it is cleaned before it is stored, and what it must not hold."""

import unicodedata


def clean_text(text: str) -> str:
    """Text as it is stored: NFC, lines ended by a line feed, no blanks at the ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def has_control_characters(text: str) -> bool:
    """Whether a text holds characters that no page can show. Joiners and direction marks are letters' own."""
    return any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in text)
