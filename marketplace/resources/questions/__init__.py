"""The questions of each kind of record: the one list that editor, checks, preview, record page and diff use.

The practice template follows the eight sections of docs/decisions/0005-records.md.
"""

from marketplace.resources.models import Kind
from marketplace.resources.questions import document, need, offering, practice
from marketplace.resources.questions.base import Answer, Page, Question

__all__ = ["PAGES", "Answer", "Page", "Question", "page_of", "questions"]

PAGES: dict[Kind, tuple[Page, ...]] = {
    Kind.CASE_STUDY: practice.PAGES,
    Kind.OFFERING: offering.PAGES,
    Kind.NEED: need.PAGES,
    Kind.DOCUMENT: document.PAGES,
}


def questions(kind: Kind | str) -> list[Question]:
    """All questions of a kind, in order."""
    return [question for page in PAGES[Kind(kind)] for question in page.questions]


def page_of(kind: Kind | str, slug: str) -> Page | None:
    """The page of the editor with this slug, or None."""
    return next((page for page in PAGES[Kind(kind)] if page.slug == slug), None)
