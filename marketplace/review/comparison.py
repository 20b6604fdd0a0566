"""What changed between two versions of a record: changed fields only, word by word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from flask_babel import gettext as _

from marketplace.resources import judged, rules
from marketplace.resources.display import text_of
from marketplace.resources.models import Attachment, Revision, State
from marketplace.resources.questions import Answer, questions

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


@dataclass(frozen=True)
class Comparison:
    """A version beside an earlier one, with what to call it; `asks` where that one was to be changed."""

    title: str
    old: str
    same: str  # said where no field differs
    changes: list[Change]
    asks: bool = False


def comparisons(revision: Revision) -> list[Comparison]:
    """With what a version that was sent is compared: what was judged last, and what the public sees.

    Without either, with what was public before it was taken out; none for a record that is altogether new.
    """
    resource = revision.resource
    asked = judged.answers(resource)
    found = [] if asked is None else [_since_asked(asked, revision)]
    if resource.live_revision is not None:
        return found if revision.is_live else [*found, _against_live(resource.live_revision, revision)]
    before = next((one for one in reversed(resource.revisions) if _was_public(one, revision)), None)
    return [*found, _against_public(before, revision)] if before else found


def _was_public(one: Revision, revision: Revision) -> bool:
    return one.number < revision.number and one.state == State.ARCHIVED


def _since_asked(asked: Mapping[str, Any], revision: Revision) -> Comparison:
    return Comparison(
        _("What changed since changes were asked for"),
        _("Version that was read then"),
        _("Nothing was changed since changes were asked for."),
        changes(asked, revision),
        asks=True,
    )


def _against_live(live: Revision, revision: Revision) -> Comparison:
    return Comparison(
        _("What changed against the live version"),
        _("Live version"),
        _("No field differs from the live version."),
        changes(rules.answers_of(live), revision),
    )


def _against_public(before: Revision, revision: Revision) -> Comparison:
    return Comparison(
        _("What changed against the version that was public"),
        _("Version that was public"),
        _("No field differs from the version that was public."),
        changes(rules.answers_of(before), revision),
    )


def changes(before: Mapping[str, Any], revision: Revision) -> list[Change]:
    """The fields in which a version differs from earlier answers, in order."""
    found = []
    for question in questions(revision.kind):
        old, new = before.get(question.name), rules.answer_of(revision, question)
        texts = text_of(question, old), text_of(question, new)
        if question.answer is Answer.FILES:
            texts = texts[0], _with_replaced(new, old or [])
        if texts[0] != texts[1]:
            found.append(Change(question.label, *compare(*texts)))
    return found


def _with_replaced(files: Sequence[Attachment], before: Sequence[Any]) -> str:
    """The names of files; one that bears the name of an earlier one, with another content, says so."""
    known = {file.sha256 for file in before}
    names = {file.name for file in before}
    return "\n".join(
        _("%(name)s (another content)", name=file.name)
        if file.name in names and file.sha256 not in known
        else file.name
        for file in files
    )


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
