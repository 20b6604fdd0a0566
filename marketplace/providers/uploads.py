"""Files people give for an organisation: its logo, made anew by us, and proofs, kept as they are."""

import io
import warnings
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from flask_babel import gettext as _

from marketplace.errors import Invalid
from marketplace.texts import clean_text, has_control_characters

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MEGABYTE = 1_000_000
LOGO_MEGABYTES = 5
LOGO_PIXELS = 512
MOST_PIXELS = 40_000_000
LOGO_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
LOGO_TYPE = "image/webp"
PROOF_MEGABYTES = 10
MOST_PROOFS = 10
PROOF_ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}


def remake_logo(content: BinaryIO) -> BinaryIO:
    """A logo of at most 512 pixels a side as WebP, drawn anew: nothing else of the file is kept.

    Raises Invalid under `logo`.
    """
    data = _read(content, "logo", LOGO_MEGABYTES)
    image = _decode(data, LOGO_FORMATS)
    if image is None:
        raise Invalid({"logo": [_("This is not a picture we can read. Use PNG, JPEG, WebP or GIF.")]})
    image.thumbnail((LOGO_PIXELS, LOGO_PIXELS))
    made = io.BytesIO()
    image.save(made, "WEBP", quality=88, method=6)
    made.seek(0)
    return made


def check_proof(content: BinaryIO) -> str:
    """The media type of a proof, from its content; raises Invalid under `proof`. The file is wound back."""
    data = _read(content, "proof", PROOF_MEGABYTES)
    content.seek(0)
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return "application/pdf"
    image = _decode(data, ("PNG", "JPEG"))
    if image is None:
        raise Invalid({"proof": [_("This is not a file we can read. Use PDF, PNG or JPEG.")]})
    return "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"


def shown_name(name: str, media_type: str) -> str:
    """The name of a file as people see it: no folders, no control characters, the ending of its real type."""
    base = PurePosixPath(clean_text(name).replace("\\", "/")).name
    if has_control_characters(base):
        base = ""
    stem = (base.rpartition(".")[0] or base).lstrip(". ") or "proof"
    return stem[:200] + PROOF_ENDINGS[media_type]


def _read(content: BinaryIO, field: str, megabytes: int) -> bytes:
    data = content.read(megabytes * MEGABYTE + 1)
    if not data:
        raise Invalid({field: [_("The file is empty. Choose another one.")]})
    if len(data) > megabytes * MEGABYTE:
        raise Invalid({field: [_("The file is too large. It may have %(size)s MB at most.", size=megabytes)]})
    return data


def _decode(data: bytes, formats: tuple[str, ...]) -> "Picture | None":
    """The picture, fully read, upright, in colours that WebP has; None for what is none or far too large."""
    from PIL import Image, ImageOps  # with the first picture, not with the server: 3 MB

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            opened = Image.open(io.BytesIO(data), formats=formats)
            if opened.width * opened.height > MOST_PIXELS:
                return None
            upright = ImageOps.exif_transpose(opened)
            clear = upright.has_transparency_data
            # a new image: frames, profiles and notes of the old one stay behind
            bare = Image.new("RGBA" if clear else "RGB", upright.size)
            bare.paste(upright.convert(bare.mode))
            return bare
    except Exception:  # a crafted picture can make the decoder raise nearly anything
        return None
