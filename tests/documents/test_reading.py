"""Files are read by a process of their own: what stands in them, and how it ends with the hostile ones."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from marketplace.documents.models import Reading
from marketplace.documents.reading import Found, Limits, read
from marketplace.resources.uploads import DOCX, PDF, PPTX
from tests.documents import files

Reader = Callable[..., Found]


@pytest.fixture
def reading(tmp_path: Path) -> Reader:
    """A function that reads a file's content."""

    def read_content(content: bytes, media_type: str = PDF, limits: Limits | None = None) -> Found:
        path = tmp_path / "file"
        path.write_bytes(content)
        return read(path, media_type, limits)

    return read_content


def test_pages_of_a_pdf_keep_their_numbers_and_the_first_is_drawn(reading: Reader) -> None:
    found = reading(files.pdf("Housing office", "", "Où travailler"))
    assert found.state == Reading.READ
    assert (found.pages, found.cut) == (3, False)
    assert found.texts == ((1, "Housing office"), (3, "Où travailler"))
    assert found.thumbnail is not None
    assert found.thumbnail[8:12] == b"WEBP"
    assert found.size == (240, 320)


def test_arabic_forms_marks_and_controls_become_plain_letters(reading: Reader) -> None:
    # presentation forms, a lam-alef ligature, a vowel mark, a tatweel and a bidi control, as they are drawn
    found = reading(files.pdf("\u202b\ufe8d\ufefb\ufee7\u064e\u0640\ufeae"[::-1]))
    assert found.texts == ((1, "الانر"),)


def test_scan_has_pages_and_a_picture_and_no_text(reading: Reader) -> None:
    found = reading(files.scan())
    assert (found.state, found.pages, found.texts) == (Reading.NO_TEXT, 2, ())
    assert found.thumbnail is not None


@pytest.mark.parametrize(
    ("content", "media_type", "state"),
    [
        (files.broken_pdf(), PDF, Reading.BROKEN),
        (files.locked_pdf("secret", "Nobody reads this"), PDF, Reading.LOCKED),
        (files.aes_pdf("locked"), PDF, Reading.LOCKED),
        (files.docx("&boom;", before='<!DOCTYPE x [<!ENTITY boom "boom">]>'), DOCX, Reading.BROKEN),
        (files.archive({"empty": b""}), PPTX, Reading.BROKEN),
    ],
    ids=["broken", "locked", "locked with AES", "entities", "not an office file"],
)
def test_unreadable_file_says_why(reading: Reader, content: bytes, media_type: str, state: Reading) -> None:
    found = reading(content, media_type)
    assert (found.state, found.texts, found.thumbnail) == (state, (), None)


@pytest.mark.parametrize(
    "content", [files.locked_pdf("", "Open to all"), files.aes_pdf("unlocked")], ids=["RC4", "AES"]
)
def test_pdf_that_only_forbids_changes_is_read(reading: Reader, content: bytes) -> None:
    assert reading(content).texts == ((1, "Open to all"),)


def test_word_file_is_read_with_header_and_notes(reading: Reader) -> None:
    found = reading(files.docx("One paragraph", "Two", head="Headstart", note="A note"), DOCX)
    assert (found.state, found.pages) == (Reading.READ, None)
    assert found.texts == ((1, "One paragraph\nTwo\nHeadstart\nA note"),)


def test_slides_are_numbered_as_they_are_shown(reading: Reader) -> None:
    found = reading(files.pptx("First", "Second", "Third", notes="Say hello"), PPTX)
    assert found.pages == 3
    assert found.texts == ((1, "First\nSay hello"), (2, "Second"), (3, "Third"))


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(files.bomb(), PDF), (files.docx("word " * 6_000_000), DOCX)],
    ids=["pdf", "docx"],
)
def test_bomb_ends_at_the_limit(reading: Reader, content: bytes, media_type: str) -> None:
    started = time.monotonic()
    found = reading(content, media_type, Limits(seconds=2, megabytes=300))
    assert time.monotonic() - started < 30
    assert found.state in {Reading.FAILED, Reading.BROKEN, Reading.NO_TEXT} or found.cut


def test_reader_that_runs_out_of_memory_fails(reading: Reader) -> None:
    assert reading(files.docx("word " * 6_000_000), DOCX, Limits(megabytes=20)).state == Reading.FAILED
