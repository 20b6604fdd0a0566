"""Dirty input made clean where that is sure, and reported row by row; nothing is guessed."""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import nh3

from marketplace import languages, texts, vocab

TITLE_LIMIT = 150
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_ENTITY = re.compile(r"&(#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,20});")
_BREAKS = re.compile(r"(?i)<\s*(br|/p|/div|/h[1-6]|/tr|/ul|/ol)\b[^>]*>")
_ITEMS = re.compile(r"(?i)<\s*li\b[^>]*>")

Report = Callable[[str, str], None]  # field, what was done


@dataclass(frozen=True)
class Remark:
    """What was noticed about a row. An error keeps the whole file out; other remarks say what was done."""

    row: int
    slug: str
    field: str
    text: str
    error: bool = False

    def __str__(self) -> str:
        place = f"row {self.row} ({self.slug})" if self.slug else f"row {self.row}"
        return f"{place}, {self.field}: {self.text}" if self.field else f"{place}: {self.text}"


def plain_text(value: Any, name: str, report: Report) -> str:
    """A text without markup, entities and unprintable characters; a list or a mapping is no text."""
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        report(name, "expected a text; left empty")
        return ""
    text = str(value)
    if _TAG.search(text) or _ENTITY.search(text):
        text = _without_markup(text)
        report(name, "HTML was turned into plain text")
    if texts.has_control_characters(text):
        text = "".join(char for char in text if not texts.has_control_characters(char))
        report(name, "characters that cannot be shown were removed")
    return texts.clean_text(text)


def _without_markup(text: str) -> str:
    text = _ITEMS.sub("\n- ", _BREAKS.sub("\n", text))
    text = nh3.clean(text, tags=set(), clean_content_tags={"script", "style"})
    text = html.unescape(html.unescape(text))  # exports often escape twice
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def title(value: Any, report: Report) -> str:
    """A title on one line; an over-long one ends at a word with an ellipsis."""
    text = " ".join(plain_text(value, "title", report).split())
    if len(text) <= TITLE_LIMIT:
        return text
    shortened = text[: TITLE_LIMIT - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    report("title", f"too long ({len(text)} characters), shortened to {len(shortened)}; in full: {text}")
    return shortened


def codes(value: Any, name: str, known: Callable[[str], bool], report: Report) -> list[str]:
    """The known codes of a list, each once; others are left out and named."""
    kept: list[str] = []
    for item in as_list(value):
        code = str(item).strip()
        if not known(code):
            report(name, f"“{code}” is not a known code; left out")
        elif code not in kept:
            kept.append(code)
    return kept


def terms(value: Any, vocabulary: str, name: str, report: Report) -> list[str]:
    """The known terms of a vocabulary."""
    return codes(value, name, lambda slug: vocab.is_known(vocabulary, slug), report)


def corridors(value: Any, report: Report) -> list[tuple[str | None, str | None]]:
    """Pairs from `{origin, destination}` or `AL>DE`; an absent country is any, an unknown one no pair."""
    pairs: list[tuple[str | None, str | None]] = []
    for item in as_list(value):
        pair = _pair(item)
        if pair is None:
            report("corridors", f"“{item}” is not a pair of countries; left out")
        elif any(code is not None and not languages.is_country(code) for code in pair):
            report("corridors", f"{pair[0]} → {pair[1]} has an unknown country; left out")
        elif pair[0] is not None and pair[0] == pair[1]:
            report("corridors", f"{pair[0]} → {pair[1]} has the same country twice; left out")
        elif pair not in pairs:
            pairs.append(pair)
    if (None, None) in pairs and len(pairs) > 1:
        pairs.remove((None, None))
        report("corridors", "“any → any” stood beside named corridors; left out")
    return pairs


def _pair(item: Any) -> tuple[str | None, str | None] | None:
    origin: Any
    destination: Any
    if isinstance(item, str) and item.count(">") == 1:
        origin, destination = item.split(">")
    elif isinstance(item, dict) and set(item) <= {"origin", "destination"}:
        origin, destination = item.get("origin"), item.get("destination")
    else:
        return None
    return _side(origin), _side(destination)


def _side(code: Any) -> str | None:
    return None if code in (None, "", "*", "any") else str(code).strip()


def whole_number(value: Any, name: str, report: Report) -> int | None:
    """A whole number, or None; anything else is left out and named."""
    if value in (None, ""):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value.strip()):
        return int(value)
    report(name, f"“{value}” is not a whole number; left empty")
    return None


def web_address(value: Any, name: str, report: Report) -> str:
    """An http(s) address; one without a scheme gets https."""
    text = plain_text(value, name, lambda *_: None)
    if not text or re.match(r"(?i)https?://", text):
        return text
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text):
        report(name, f"https:// was put before “{text}”")
        return f"https://{text}"
    report(name, f"“{text[:80]}” is not a web address; left empty")
    return ""


def as_list(value: Any) -> Iterable[Any]:
    """A list as it is; a text split at semicolons (CSV); nothing as an empty list."""
    if value in (None, ""):
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return value if isinstance(value, list) else [value]
