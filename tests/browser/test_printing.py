"""Pages on paper."""

import io
from collections.abc import Iterator

import pypdfium2
import pytest
from flask import Flask
from playwright.sync_api import Browser

from marketplace import outbox
from marketplace.resources import attachments
from marketplace.resources.models import Kind, State
from tests.documents import files
from tests.factories import make_record, move_to

_IMAGE = 3  # a kind of object in a PDF
_READY = "Promise.all([...document.images].map((one) => { one.loading = 'eager'; return one.decode(); }))"
Box = tuple[float, float, float, float]


@pytest.mark.parametrize("number", [3, 6])
def test_words_are_not_printed_over_pictures(app: Flask, browser: Browser, site: str, number: int) -> None:
    revision = make_record(Kind.DOCUMENT)
    for name in (f"guide{one}.pdf" for one in range(number)):
        attachments.add(revision, revision.author, io.BytesIO(files.pdf(name)), name)
    live = move_to(revision, revision.author, State.PUBLISHED)
    outbox.drain()
    page = browser.new_page()
    page.goto(f"{site}/library/{live.resource_id}")
    page.evaluate(_READY)
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    page.close()
    pages = [document[place] for place in range(len(document))]
    assert sum(len(list(pictures(one))) for one in pages) == number
    assert [words for one in pages for words in words_over_pictures(one)] == []


def pictures(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """Where the pictures of a page are: left, bottom, right, top."""
    for one in page.get_objects():
        if one.type == _IMAGE:
            yield one.get_bounds()


def words_over_pictures(page: pypdfium2.PdfPage) -> Iterator[str]:
    """The pieces of text that a picture stands behind."""
    text, shown = page.get_textpage(), list(pictures(page))
    for box in map(text.get_rect, range(text.count_rects())):
        if any(_meet(box, picture) for picture in shown):
            yield text.get_text_bounded(*box)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
