"""Files of organisations: what becomes a logo, what is too large, and the names they come with."""

import io
from collections.abc import Callable
from typing import Any, BinaryIO

import pytest
from flask import Flask
from PIL import Image

from marketplace.accounts.models import User
from marketplace.errors import Invalid
from marketplace.providers import uploads
from marketplace.providers.models import Organisation
from tests.providers.conftest import SignIn, picture


@pytest.mark.parametrize(
    ("check", "field", "megabytes"),
    [
        (uploads.remake_logo, "logo", uploads.LOGO_MEGABYTES),
        (uploads.check_proof, "proof", uploads.PROOF_MEGABYTES),
    ],
)
def test_a_file_that_is_too_large_is_refused_unread(
    app: Flask, check: Callable[[BinaryIO], Any], field: str, megabytes: int
) -> None:
    stream = io.BytesIO(b"x" * (megabytes * uploads.MEGABYTE + 1_000))
    with app.test_request_context(), pytest.raises(Invalid) as caught:
        check(stream)
    assert "too large" in caught.value.fields[field][0]
    assert stream.tell() <= megabytes * uploads.MEGABYTE + 1


def test_a_picture_of_far_too_many_pixels_is_refused_unread(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_PIXELS", 100 * 100)
    with app.test_request_context(), pytest.raises(Invalid):
        uploads.remake_logo(picture("PNG", (101, 100)))
    uploads.remake_logo(picture("PNG", (100, 100)))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("extract.pdf", "extract.pdf"),
        ("extract.exe", "extract.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Papers\\a b.PDF", "a b.pdf"),
        ("..hidden.html", "hidden.pdf"),
        ("bell\x07.pdf", "proof.pdf"),
        ("", "proof.pdf"),
        ("вытяг.pdf", "вытяг.pdf"),
    ],
)
def test_the_shown_name_has_no_folders_and_the_real_ending(name: str, shown: str) -> None:
    assert uploads.shown_name(name, "application/pdf") == shown


def test_a_logo_keeps_its_shape_is_upright_and_small() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6  # a camera held upright
    made = Image.open(uploads.remake_logo(picture("JPEG", (900, 300), exif=turned)))
    assert made.format == "WEBP"
    assert made.size == (171, 512)
    assert not made.getexif()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not a picture"),
        (b"\x89PNG\r\n\x1a\n" + b"broken" * 100, "not a picture"),
        (b"%PDF-1.4 %%EOF", "not a picture"),
    ],
)
def test_a_file_that_is_no_picture_becomes_no_logo(
    organisation: Organisation, owner: User, sign_in: SignIn, content: bytes, message: str
) -> None:
    browser = sign_in(owner)
    page = browser.submit(
        f"/workspace/organisations/{organisation.id}",
        422,
        action="/logo",
        logo=(io.BytesIO(content), "logo.png"),
    )
    assert message in page.text
    assert organisation.logo_sha256 is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_becomes_the_logo_and_can_be_removed(
    organisation: Organisation, owner: User, sign_in: SignIn, kind: str
) -> None:
    browser = sign_in(owner)
    path = f"/workspace/organisations/{organisation.id}"
    browser.submit(path, action="/logo", logo=(picture(kind), "anything.txt"))
    sha256 = organisation.logo_sha256
    assert sha256
    assert f"/providers/logos/{sha256}.webp" in browser.get(path).html
    browser.submit(None, action="/logo", button=("remove", "1"))
    assert organisation.logo_sha256 is None
