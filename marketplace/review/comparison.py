"""What changed between two versions of a record: changed fields only, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from marketplace.resources.display import text_of
from marketplace.resources.models import Revision
from marketplace.resources.questions import questions
from marketplace.resources.rules import answer_of

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST = 6_000  # tokens on both sides; beyond that the texts are shown whole


@dataclass(frozen=True)
class Part:
    """A piece of a text: `change` is empty, `del` (only in the old one) or `ins` (only in the new one)."""

    text: str
    change: str = ""


@dataclass(frozen=True)
class Change:
    """A field that differs; `old` and `new` as pieces."""

    label: Any
    old: list[Part]
    new: list[Part]


def changes(old: Revision | None, new: Revision) -> list[Change]:
    """The fields in which two versions differ, in order; without an old one, all that are filled."""
    found = []
    for question in questions(new.kind):
        before = text_of(question, answer_of(old, question)) if old is not None else ""
        after = text_of(question, answer_of(new, question))
        if before != after:
            found.append(Change(question.label, *compare(before, after)))
    return found


def compare(before: str, after: str) -> tuple[list[Part], list[Part]]:
    """Two texts in pieces: what stayed, what went, what came."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if not old or not new or len(old) + len(new) > LONGEST:
        return _whole(before, "del"), _whole(after, "ins")
    left: list[Part] = []
    right: list[Part] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = kind == "equal"
        left += _whole("".join(old[i1:i2]), "" if same else "del")
        right += _whole("".join(new[j1:j2]), "" if same else "ins")
    return left, right


def _whole(text: str, change: str) -> list[Part]:
    return [Part(text, change)] if text else []
