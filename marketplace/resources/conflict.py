"""Two people saved the same page: what each wrote, side by side, and the choice between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from marketplace.resources import display, rules, versions
from marketplace.resources.answers import check_answer
from marketplace.resources.forms import MAIN, PageForm, page_form
from marketplace.resources.models import Revision
from marketplace.resources.questions import Answer, Page, Question

KEEP = "keep-"  # before the name of a field: `mine` or `theirs`
UNCARRIED = {"csrf_token", "version", "to_list", "upload", "remove", "add"}


@dataclass(frozen=True)
class Difference:
    """One question that was answered differently; both answers in words."""

    question: Question
    mine: str
    theirs: str


@dataclass(frozen=True)
class Conflict:
    """What was sent for a page that somebody else had saved meanwhile."""

    revision: Revision
    page: Page
    form: PageForm

    @property
    def version(self) -> str:
        """The token under which the choice is sent: it stands on the answers shown here."""
        return versions.token(self.revision, self.page)

    def differences(self) -> list[Difference]:
        """The questions of the page whose answers differ."""
        mine, _messages = self.form.read()
        found = []
        for question in self.page.questions:
            if question.answer is Answer.FILES or question.name not in mine:
                continue
            theirs = rules.answer_of(self.revision, question)
            if mine[question.name] != theirs:
                words = in_words(question, mine[question.name])
                found.append(Difference(question, words, display.text_of(question, theirs)))
        return found

    def carried(self, sent: MultiDict[str, str]) -> Iterator[tuple[str, str]]:
        """Everything that was typed, to be sent again with the choice."""
        for name, value in sent.items(multi=True):
            if name not in UNCARRIED and not name.startswith(KEEP):
                yield name, value


def in_words(question: Question, answer: Any) -> str:
    """An answer that may break a rule, in words: as it was typed where it has none of its own."""
    if check_answer(question, answer):
        return str(answer)
    return display.text_of(question, answer)


def resolved(revision: Revision, page: Page, sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was sent, with the stored answers in the place of those for which `theirs` was chosen."""
    given_up = [q for q in page.questions if sent.get(KEEP + q.name) == "theirs"]
    if not given_up:
        return sent
    stored = page_form(page, revision)
    merged = MultiDict(sent)
    for question in given_up:
        for name in list(merged):
            if name == question.name or name.startswith(f"{question.name}-"):
                merged.poplist(name)
        if question.name == "booster":
            merged.poplist(MAIN)
        merged.update(stored.fields_of(question))
    return merged
