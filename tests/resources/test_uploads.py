"""Uploaded files: what is taken, what is left out, who may have them, and how they are served."""

import io
import re
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from marketplace import storage
from marketplace.database import db
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.resources import attachments, uploads
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Revision, State
from marketplace.resources.moves import move
from marketplace.storage import Blob
from tests.browsing import Browser
from tests.factories import make_record, make_user, move_to
from tests.resources.files import (
    PDF,
    SLIDES,
    WORD,
    add,
    animation,
    archive,
    damaged_office,
    office,
    picture,
    picture_with_place,
)

GOOD = [
    ("report.pdf", PDF, "application/pdf"),
    ("report.docx", office(), WORD),
    ("slides.pptx", office("presentationml.presentation"), SLIDES),
    ("map.png", picture("PNG"), "image/png"),
    ("map.jpg", picture("JPEG"), "image/jpeg"),
    ("map.webp", picture("WEBP"), "image/webp"),
    ("map.gif", animation(), "image/gif"),
]
BAD = {
    "empty": b"",
    "text": b"just words",
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "program": b"MZ\x90\x00" + b"\x00" * 100,
    "elf": b"\x7fELF" + b"\x00" * 100,
    "cut pdf": PDF[:30],
    "cut png": picture("PNG", (200, 200))[:60],
    "cut jpeg": picture("JPEG", (200, 200))[:200],
    "png head alone": b"\x89PNG\r\n\x1a\n",
    "gif head alone": b"GIF89a",
    "riff of sound": b"RIFF\x00\x00\x00\x00WAVEfmt ",
    "cut docx": office()[:100],
    "plain zip": archive({"a.txt": b"hello"}),
    "jar": archive({"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0"}),
    "spreadsheet": office("spreadsheetml.sheet"),
    "macros by type": office(macros=True),
    "macros by part": office(**{"word/vbaProject.bin": b"\xd0\xcf"}),
    "macros in disguise": office(**{"word/VBAPROJECT.BIN": b"\xd0\xcf"}),
    "zip bomb": office(**{"word/bomb.xml": b"\0" * 40_000_000}),
    "thousands of parts": office(**{f"word/{n}.xml": b"" for n in range(6_000)}),
    "two main parts": archive(
        {
            "[Content_Types].xml": b"wordprocessingml.document.main+xml presentationml.presentation.main+xml",
        }
    ),
    "huge list of types": archive({"[Content_Types].xml": b"wordprocessingml.document.main+xml" * 40_000}),
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "broken docx part": damaged_office(),
    "picture of a billion pixels": picture("PNG", (1, 1)).replace(
        b"\0\0\0\1\0\0\0\1", b"\0\0\xff\xff\0\0\xff\xff", 1
    ),
}
HOSTILE_NAMES = [
    "../../etc/passwd.pdf",
    "..\\..\\windows\\system32\\cmd.pdf",
    "/etc/passwd",
    "report\r\nSet-Cookie: a=b.pdf",
    'report"; filename="evil.exe.pdf',
    "report.pdf\x00.exe",
    "‮fdp.exe",
    "x" * 400 + ".pdf",
    ".htaccess",
    "....",
    "con.pdf",
    "<script>alert(1)</script>.pdf",
    "%2e%2e%2fpasswd.pdf",
    "بسته راهنما.pdf",
    "отчёт за год.pdf",
    "  .pdf",
]


def test_a_good_file_is_kept_with_the_type_found_in_it(draft: Revision) -> None:
    for _name, content, media_type in GOOD:
        attachment = add(draft, content, f"misnamed{uploads.ENDINGS['image/png']}")
        assert attachment is not None
        assert attachment.blob.media_type == media_type
        assert attachment.name == f"misnamed{uploads.ENDINGS[media_type]}"
        assert storage.path_of(attachment.sha256).stat().st_size == attachment.blob.size


def test_a_bad_file_is_refused_by_name_and_nothing_is_kept(draft: Revision) -> None:
    for sort, content in BAD.items():
        try:
            add(draft, content, "my file.pdf")
        except Invalid as refused:
            messages = refused.fields["files"]
        else:
            pytest.fail(f"{sort} was taken")
        assert messages[0].startswith("my file.pdf: ")
    assert draft.attachments == []
    assert db.session.query(Blob).count() == 0


def test_a_cut_off_file_is_refused_or_kept_whole(draft: Revision) -> None:
    for _name, content, media_type in GOOD:
        for cut in range(1, 20):
            with suppress(Invalid):
                attachment = add(draft, content[: len(content) * cut // 20])
                # a picture may have lost no more than its end mark; it was drawn anew
                assert media_type.startswith("image/")
                assert attachment is not None
                with Image.open(storage.path_of(attachment.sha256)) as picture_kept:
                    picture_kept.load()
                attachments.remove(draft, attachment.id, draft.author)


def test_a_picture_loses_place_photographer_and_comment(draft: Revision) -> None:
    attachment = add(draft, picture_with_place(), "photo.jpg")
    assert attachment is not None
    kept = storage.path_of(attachment.sha256).read_bytes()
    assert b"Secret" not in kept
    assert b"Exif" not in kept
    with Image.open(io.BytesIO(kept)) as picture_kept:
        assert not picture_kept.getexif()


def test_a_moving_picture_still_moves_and_loses_its_comment(draft: Revision) -> None:
    attachment = add(draft, animation(), "moving.gif")
    assert attachment is not None
    kept = storage.path_of(attachment.sha256).read_bytes()
    assert b"Secret" not in kept
    with Image.open(io.BytesIO(kept)) as picture_kept:
        assert picture_kept.n_frames == 3  # type: ignore[attr-defined]


def test_a_hostile_name_becomes_one_harmless_file_name(draft: Revision) -> None:
    for name in HOSTILE_NAMES:
        attachment = add(draft, PDF, name)
        assert attachment is not None
        assert attachment.name.endswith(".pdf")
        assert not re.search(r'[\\/<>"\r\n\x00\u202e%;]', attachment.name)
        assert 5 <= len(attachment.name) <= 130
        path = storage.path_of(attachment.sha256)
        assert path.is_relative_to(storage.folder())
        assert path.name == attachment.sha256
        attachments.remove(draft, attachment.id, draft.author)


def test_a_file_over_the_limit_is_refused(app: Flask, draft: Revision) -> None:
    app.config["MAX_UPLOAD_MB"] = 1
    with pytest.raises(Invalid):
        add(draft, PDF + b" " * 1_000_000 + PDF)
    assert add(draft, PDF + b" " * 900_000 + PDF) is not None


def test_a_record_holds_at_most_ten_files(draft: Revision) -> None:
    for number in range(10):
        add(draft, PDF.replace(b"1.4", b"1." + str(number).encode()))
    with pytest.raises(Invalid):
        add(draft, picture())
    assert len(draft.attachments) == 10


def test_the_same_content_is_one_file_and_one_blob(app: Flask, draft: Revision) -> None:
    add(draft, PDF, "one.pdf")
    assert add(draft, PDF, "two.pdf") is None
    other = make_record(Kind.DOCUMENT)
    add(other, PDF, "three.pdf")
    assert [a.name for a in draft.attachments] == ["one.pdf"]
    assert db.session.query(Blob).count() == 1


def test_files_are_for_drafts_and_their_writers_only(app: Flask, draft: Revision) -> None:
    with pytest.raises(NotAllowed):
        attachments.add(draft, make_user(), io.BytesIO(PDF), "report.pdf")
    published = make_record(Kind.DOCUMENT, state=State.PUBLISHED)
    with pytest.raises(Conflict):
        add(published, PDF)


def upload(
    browser: Browser, revision: Revision, *files: tuple[bytes, str], status: int = 303, **more: Any
) -> Any:
    given = [(io.BytesIO(content), name) for content, name in files]
    path = f"/workspace/records/{revision.resource_id}/edit/files"
    return browser.submit(path, status, button=("upload", "1"), files=given, **more)


def test_files_are_added_and_removed_over_the_form(app: Flask, draft: Revision) -> None:
    browser = Browser(app).sign_in(draft.author)
    upload(browser, draft, (PDF, "one.pdf"), (picture(), "two.png"), licence="CC BY 4.0")
    page = browser.follow()
    assert "one.pdf" in page.text
    assert draft.licence == "CC BY 4.0"
    number = draft.attachments[0].id
    browser.submit(None, button=("remove", number))
    assert [a.name for a in draft.attachments] == ["two.png"]
    browser.submit(f"/workspace/records/{draft.resource_id}/edit/files", 404, button=("remove", number))


def test_adding_without_a_chosen_file_says_so_and_keeps_the_words(app: Flask, draft: Revision) -> None:
    page = upload(Browser(app).sign_in(draft.author), draft, status=422, licence="CC0")
    assert "Choose a file first." in page.text
    assert draft.licence == "CC0"


def test_a_bad_file_does_not_cost_the_good_one_or_the_words(app: Flask, draft: Revision) -> None:
    browser = Browser(app).sign_in(draft.author)
    page = upload(
        browser, draft, (b"", "void.pdf"), (PDF, "good.pdf"), status=422, licence="CC0", source_url="nowhere"
    )
    assert "void" in page.text
    assert page.form().values("source_url") == ["nowhere"]
    assert [a.name for a in draft.attachments] == ["good.pdf"]
    assert draft.licence == "CC0"


def test_a_revised_version_keeps_the_files_and_may_lose_them_alone(app: Flask, draft: Revision) -> None:
    add(draft, PDF)
    live = move_to(draft, draft.author, State.PUBLISHED)
    pending = move(live, Action.REVISE, live.author)
    attachments.remove(pending, pending.attachments[0].id, pending.author)
    assert len(live.attachments) == 1
    assert pending.attachments == []
