"""Whether what a form was made from still stands: two may work on one record, not blindly on one page."""

import hashlib
import json

from marketplace.resources import rules
from marketplace.resources.models import Revision
from marketplace.resources.questions import Answer, Page


def token(revision: Revision, page: Page) -> str:
    """What a form carries in its field `version`: the revision's version and a mark of the answers."""
    return f"{revision.version_id}.{_mark(revision, page)}"


def is_current(revision: Revision, page: Page, given: str) -> bool:
    """Whether nobody has saved other answers on this page since the token was made."""
    number, _, mark = given.partition(".")
    return number == str(revision.version_id) or mark == _mark(revision, page)


def _mark(revision: Revision, page: Page) -> str:
    answers = [
        rules.answer_of(revision, question)
        for question in page.questions
        if question.answer is not Answer.FILES
    ]
    return hashlib.sha256(json.dumps(answers, default=str).encode()).hexdigest()[:16]
