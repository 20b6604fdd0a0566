"""Which files are taken, decided by what is in them and not by what they are called."""

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from flask import current_app
from flask_babel import gettext as _

from marketplace.errors import Invalid
from marketplace.texts import clean_text

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MEGABYTE = 1_000_000
NAME_LENGTH = 120
MAX_IMAGE_PIXELS = 40_000_000
MAX_FRAMES = 200
MAX_ENTRIES = 5_000  # of a document that is a zip archive
MAX_UNPACKED = 300 * MEGABYTE
MAX_RATIO = 150  # unpacked to packed; text packs about 20 : 1
MAX_TYPES_PART = MEGABYTE  # [Content_Types].xml

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ENDINGS = {
    PDF: ".pdf",
    DOCX: ".docx",
    PPTX: ".pptx",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
}
_IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}
_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": DOCX,
    b"presentationml.presentation.main+xml": PPTX,
}
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
)


class Refused(Exception):
    """A file is not taken; the message says why."""


@dataclass(frozen=True)
class Accepted:
    """A file as it will be kept: its content, the type found in it, and the name people see."""

    content: IO[bytes]
    media_type: str
    name: str


def accept(content: IO[bytes], name: str) -> Accepted:
    """Check a file and make it ready to be kept. Raises Invalid under `files`, naming the file."""
    shown = PurePosixPath(clean_text(name).replace("\\", "/")).name
    try:
        _check_size(content)
        media_type, made = _read(content)
    except Refused as refused:
        label = _plain(shown) or _("This file")
        raise Invalid({"files": [_("%(file)s: %(why)s", file=label, why=str(refused))]}) from refused
    made.seek(0)
    return Accepted(made, media_type, shown_name(shown, media_type))


def shown_name(name: str, media_type: str) -> str:
    """A name for people: letters, digits and a few marks of any script, with the ending of the real type.

    It is never used on the disk.
    """
    return (_shown_stem(name) or "file") + ENDINGS[media_type]


def _shown_stem(name: str) -> str:
    return _plain(name.rpartition(".")[0] or name)


def _plain(name: str) -> str:
    name = "".join(char if char.isprintable() else " " for char in name)
    name = re.sub(r'[\\/:*?"<>|%#&{}$!`\'@+=;,~^\[\]]+', " ", name)
    return re.sub(r"\s+", " ", name).strip(" .-")[:NAME_LENGTH].strip()


def _check_size(content: IO[bytes]) -> None:
    size = content.seek(0, io.SEEK_END)
    content.seek(0)
    limit = current_app.config["MAX_UPLOAD_MB"]
    if size == 0:
        raise Refused(_("The file is empty. Choose another one."))
    if size > limit * MEGABYTE:
        raise Refused(_("The file is too large. It may have %(size)s MB at most.", size=limit))


def _read(content: IO[bytes]) -> tuple[str, IO[bytes]]:
    start = content.read(16)
    content.seek(0)
    sort = next((sort for magic, sort in _MAGIC if start.startswith(magic)), "")
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        sort = "image"
    if sort == "pdf":
        return _check_pdf(content), content
    if sort == "zip":
        return _check_office(content), content
    if sort == "image":
        return _remake_image(content)
    raise Refused(_("This kind of file is not taken. Use PDF, Word, PowerPoint, PNG, JPEG, WebP or GIF."))


def _check_pdf(content: IO[bytes]) -> str:
    """A PDF ends with its own mark; a cut-off one does not."""
    size = content.seek(0, io.SEEK_END)
    content.seek(max(0, size - 2048))
    complete = b"%%EOF" in content.read()
    content.seek(0)
    if not complete:
        raise Refused(_("The file is damaged or incomplete. Export it again."))
    return PDF


def _check_office(content: IO[bytes]) -> str:
    """A Word or PowerPoint file by its main part; no macros, nothing that unpacks without end."""
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            types = archive.read("[Content_Types].xml") if _types_part_fits(entries) else b""
            if archive.testzip() is not None:
                raise Refused(_("The file is damaged or incomplete. Export it again."))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, EOFError, OSError, ValueError) as broken:
        raise Refused(_("The file is damaged or incomplete. Export it again.")) from broken
    except (NotImplementedError, RuntimeError) as locked:
        raise Refused(_("The file is locked with a password. Save it without one.")) from locked
    found = [media_type for part, media_type in _MAIN_PARTS.items() if part in types]
    if b"macroEnabled" in types or len(found) != 1:
        raise Refused(_("This is not a Word or PowerPoint file without macros. Export it again or use PDF."))
    return found[0]


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or unpacked > MAX_RATIO * max(packed, MEGABYTE // 10)
    ):
        raise Refused(_("The file unpacks to far more than its size. Export it as PDF."))
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise Refused(_("The file holds macros. Save it without them, or as PDF."))


def _types_part_fits(entries: list[zipfile.ZipInfo]) -> bool:
    part = next((entry for entry in entries if entry.filename == "[Content_Types].xml"), None)
    return part is not None and part.file_size <= MAX_TYPES_PART


def _remake_image(content: IO[bytes]) -> tuple[str, IO[bytes]]:
    """The picture drawn anew, upright: place, camera and names in the old file stay behind."""
    from PIL import Image  # with the first picture, not with the server: 3 MB

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            opened = Image.open(content, formats=tuple(_IMAGES))
            frames = getattr(opened, "n_frames", 1)
            if opened.width * opened.height * frames > MAX_IMAGE_PIXELS or frames > MAX_FRAMES:
                raise Refused(_("The picture has too many pixels. Make it smaller."))
            kind = opened.format or ""
            made = io.BytesIO()
            if frames > 1 and kind in {"GIF", "WEBP"}:
                opened.seek(0)
                opened.info = {key: opened.info[key] for key in ("duration", "loop") if key in opened.info}
                opened.save(made, kind, save_all=True, exif=b"", xmp=b"", comment=b"")
            else:
                _save_bare(opened, kind, made)
    except Refused:
        raise
    except Image.DecompressionBombError as bomb:
        raise Refused(_("The picture has too many pixels. Make it smaller.")) from bomb
    except Exception as broken:  # readers of pictures trip over a hostile file in ways of their own
        raise Refused(_("The picture is damaged or incomplete.")) from broken
    return _IMAGES[kind], made


def _save_bare(opened: "Picture", kind: str, made: io.BytesIO) -> None:
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(opened)
    mode = "RGBA" if upright.has_transparency_data and kind != "JPEG" else "RGB"
    bare = Image.new(mode, upright.size)
    bare.paste(upright.convert(mode))
    bare.save(made, kind, **({"quality": 90} if kind in {"JPEG", "WEBP"} else {}))
