"""Files for the upload tests, good and hostile, all made here."""

import io
import zipfile
from typing import Any

from PIL import Image

from marketplace.resources import attachments
from marketplace.resources.models import Attachment, Revision

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


def office(kind: str = "wordprocessingml.document", macros: bool = False, **parts: bytes) -> bytes:
    """A Word or PowerPoint file as small as it gets; `parts` add entries."""
    maker = "ms-word.document.macroEnabled" if macros else "openxmlformats-officedocument"
    main = f'<Override PartName="/main.xml" ContentType="application/vnd.{maker}.{kind}.main+xml"/>'
    return archive({"[Content_Types].xml": TYPES.format(main).encode(), "main.xml": b"<w/>"} | parts)


def damaged_office() -> bytes:
    """A Word file with one wrong byte in a part."""
    content = bytearray(office())
    content[content.index(b"main.xml", content.index(b"PK\x03\x04", 4)) + len("main.xml") + 2] ^= 0xFF
    return bytes(content)


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (20, 10), **options: Any) -> bytes:
    """A picture."""
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind, **options)
    return made.getvalue()


def picture_with_place() -> bytes:
    """A photograph that says where it was taken, and by whom."""
    exif = Image.Exif()
    exif[0x013B] = "Secret Photographer"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (41.0, 19.0, 0.0)
    return picture("JPEG", exif=exif.tobytes(), comment=b"Secret comment")


def animation() -> bytes:
    """A picture that moves."""
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "green", "blue")]
    made = io.BytesIO()
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:], duration=100, comment=b"Secret")
    return made.getvalue()


def add(revision: Revision, content: bytes, name: str = "report.pdf") -> Attachment | None:
    """Add a file as the author does."""
    return attachments.add(revision, revision.author, io.BytesIO(content), name)
