"""Codes and pairs of countries: the known ones are taken, the others left out and named."""

import re
from collections.abc import Callable
from typing import Any

from marketplace import languages, vocab
from marketplace.exchange.cleaning import items
from marketplace.exchange.report import Note

Pair = tuple[str | None, str | None]
ANY = frozenset({"", "*", "any"})
_WRITTEN_PAIR = re.compile(r"\s*([A-Za-z*]*)\s*(?:>|→|-)\s*([A-Za-z*]*)\s*")


def codes(value: Any, name: str, known: Callable[[str], bool], note: Note) -> list[str]:
    """The known codes of a list, each once."""
    kept: list[str] = []
    for item in items(value):
        code = str(item).strip()
        if not known(code):
            note(name, f"“{code[:80]}” is not a known code; left out")
        elif code not in kept:
            kept.append(code)
    return kept


def terms(value: Any, vocabulary: str, name: str, note: Note) -> list[str]:
    """The known terms of a vocabulary."""
    return codes(value, name, lambda slug: vocab.is_known(vocabulary, slug), note)


def countries(value: Any, name: str, note: Note) -> list[str]:
    """The known countries."""
    return codes(value, name, languages.is_country, note)


def language_codes(value: Any, name: str, note: Note) -> list[str]:
    """The known languages."""
    return codes(value, name, languages.is_language, note)


def corridors(value: Any, note: Note) -> list[Pair]:
    """Pairs from `{origin, destination}` or `AL>DE`; an absent country is any, an unknown one no pair."""
    pairs: list[Pair] = []
    for item in items(value):
        pair = _pair(item)
        if pair is None:
            note("corridors", f"“{str(item)[:80]}” is not a pair of countries; left out")
        elif reason := _why_not(pair):
            note("corridors", f"{_words(pair)} {reason}; left out")
        elif pair not in pairs:
            pairs.append(pair)
    if (None, None) in pairs and len(pairs) > 1:
        pairs.remove((None, None))
        note("corridors", "any → any stood beside named corridors; left out")
    return pairs


def _pair(item: Any) -> Pair | None:
    if isinstance(item, dict) and item and set(item) <= {"origin", "destination"}:
        return _side(item.get("origin")), _side(item.get("destination"))
    written = _WRITTEN_PAIR.fullmatch(item) if isinstance(item, str) else None
    if written is None or not any(written.groups()):  # a dash alone says nothing
        return None
    return _side(written[1]), _side(written[2])


def _side(code: Any) -> str | None:
    text = "" if code is None else str(code).strip()
    return None if text.lower() in ANY else text


def _why_not(pair: Pair) -> str:
    if any(code is not None and not languages.is_country(code) for code in pair):
        return "has an unknown country"
    return "has the same country twice" if pair[0] is not None and pair[0] == pair[1] else ""


def _words(pair: Pair) -> str:
    return " → ".join("any" if code is None else code[:20] for code in pair)
