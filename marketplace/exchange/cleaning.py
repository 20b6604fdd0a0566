"""Dirty texts and figures made clean where that is sure, and each change noted; nothing is guessed."""

import html
import re
from datetime import date
from typing import Any

import nh3

from marketplace import texts
from marketplace.exchange.report import Note
from marketplace.providers.rules import is_web_address
from marketplace.texts import with_scheme

TITLE_LIMIT = 150
# "No limit", as some data bases write it where an age is asked for.
NO_LIMIT_AGES = (200, 999)

_TAG = re.compile(
    r"(?i)<!--|</?(?:a|abbr|article|aside|b|blockquote|body|br|center|code|div|dd|dl|dt|em|figure|font|footer|form"
    r"|h[1-6]|head|header|hr|html|i|iframe|img|input|li|link|main|meta|nav|object|ol|p|pre|s|script|section|small"
    r"|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|thead|title|tr|u|ul|video)\b[^>]*>"
)
_ENTITY = re.compile(r"&(#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,20});")
_BREAK = re.compile(r"(?i)<\s*(?:br|hr|/p|/div|/h[1-6]|/tr|/ul|/ol|/dd|/dt|/blockquote)\b[^>]*>")
_ITEM = re.compile(r"(?i)<\s*li\b[^>]*>")
_CELL = re.compile(r"(?i)<\s*/t[dh]\s*>")
_LINK = re.compile(r"""(?is)<\s*a\b[^>]*\bhref\s*=\s*["'](https?://[^"']+)["'][^>]*>(.*?)<\s*/\s*a\s*>""")
# Control characters, and halves of characters, which JSON can write.
_CANNOT_BE_SHOWN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")


def plain_text(value: Any, name: str, note: Note) -> str:
    """A text without markup, entities and unprintable characters; a list or a mapping is no text."""
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        note(name, "expected a text; left empty")
        return ""
    text = str(value)
    if (_TAG.search(text) or _ENTITY.search(text)) and (plain := _without_markup(text)) != text:
        text = plain
        note(name, "HTML was turned into plain text")
    if _CANNOT_BE_SHOWN.search(text):
        text = _CANNOT_BE_SHOWN.sub("", text)
        note(name, "characters that cannot be shown were removed")
    return texts.clean_text(text)


def _without_markup(text: str) -> str:
    """Words, list items and addresses of links stay; entities are decoded once."""
    text = _LINK.sub(_words_of_link, text)
    text = _CELL.sub(" ", _ITEM.sub("\n- ", _BREAK.sub("\n", text)))
    text = nh3.clean(text, tags=set(), clean_content_tags={"script", "style"})
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in html.unescape(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _words_of_link(match: re.Match[str]) -> str:
    address, words = match.groups()
    return words if address in words else f"{words} ({address})"


def line(value: Any, name: str, note: Note) -> str:
    """A text on one line."""
    return " ".join(plain_text(value, name, note).split())


def title(value: Any, note: Note) -> str:
    """A title on one line; an over-long one ends at a word with an ellipsis."""
    text = line(value, "title", note)
    if len(text) <= TITLE_LIMIT:
        return text
    shortened = text[: TITLE_LIMIT - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    note("title", f"too long ({len(text)} characters), shortened to {len(shortened)}; in full: {text}")
    return shortened


def whole_number(value: Any, name: str, note: Note) -> int | None:
    """A whole number, or None; anything else is left out and named."""
    if value in (None, ""):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return int(value)
    note(name, f"“{_short(value)}” is not a whole number; left empty")
    return None


def year(value: Any, name: str, note: Note) -> int | None:
    """A year of four digits; any other number is left out and named."""
    number = whole_number(value, name, note)
    if number is not None and not 1000 <= number <= 9999:
        note(name, f"{number} is not a year; left empty")
        return None
    return number


def age(value: Any, name: str, note: Note) -> int | None:
    """An age in years; the figures that stand for "no limit" become what they mean."""
    number = whole_number(value, name, note)
    if number in NO_LIMIT_AGES:
        note(name, f"{number} stands for no limit; left empty")
        return None
    return number


def day(value: Any, name: str, note: Note) -> date | None:
    """A date written as year, month and day, or None."""
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        note(name, f"“{_short(value)}” is not a date such as 2026-11-23; left empty")
        return None


def web_address(value: Any, name: str, note: Note) -> str:
    """An http(s) address; one without a scheme gets https."""
    text = plain_text(value, name, note)
    if not text or is_web_address(text):
        return text
    complete = with_scheme(text)
    if complete != text:
        note(name, f"https:// was put before “{complete.removeprefix('https://')}”")
        return complete
    note(name, f"“{_short(text)}” is not a web address; left empty")
    return ""


def items(value: Any) -> list[Any]:
    """A list as it is; a text split at semicolons (CSV); nothing as an empty list."""
    if value in (None, ""):
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return value if isinstance(value, list) else [value]


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"
