"""Has a file read by a process of its own, and takes in what that found."""

import contextlib
import io
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marketplace.documents.direction import in_reading_order, stands_as_seen
from marketplace.documents.models import Reading
from marketplace.search.text.normalise import normalise

KINDS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}
READER = Path(__file__).with_name("reader.py")


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost: seconds of the processor (twice that by the clock), megabytes."""

    seconds: int = 60
    megabytes: int = 800


@dataclass(frozen=True)
class Found:
    """What stands in a file: its texts as (number, text), and a WebP picture with its size in pixels."""

    state: Reading
    pages: int | None = None
    cut: bool = False
    texts: tuple[tuple[int, str], ...] = ()
    thumbnail: bytes | None = None
    size: tuple[int, int] = (0, 0)


def read(path: Path, media_type: str, limits: Limits | None = None) -> Found:
    """Read a file of one of KINDS. Never raises for what is in it: the state says why reading ended early.

    The text is normalised as search does it (compatibility forms, no Arabic marks, tatweel, bidi controls).
    Words of right-to-left lines stand as they are read; numbers among them may be off their place.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory() as folder:
        given = (str(path), KINDS[media_type], str(limits.seconds), str(limits.megabytes))
        with contextlib.suppress(subprocess.TimeoutExpired):  # what it wrote before counts
            subprocess.run(  # noqa: S603  # our own program, without a shell
                [sys.executable, "-I", str(READER), *given],
                cwd=folder,
                env={},  # it has no use for our secrets
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=2 * limits.seconds,
                check=False,
            )
        return _take_in(Path(folder))


def _take_in(folder: Path) -> Found:
    written = folder / "text.json"
    if not written.is_file():
        return Found(Reading.FAILED)
    known: dict[str, Any] = json.loads(written.read_bytes())
    texts = tuple((number, _clean(text)) for number, text in known.get("texts", ()))
    if stands_as_seen(texts, _second(folder)):
        texts = tuple((number, in_reading_order(text)) for number, text in texts)
    thumbnail, size = _picture(folder / "thumbnail.webp")
    return Found(
        Reading(known["state"]),
        known.get("pages"),
        bool(known.get("cut")),
        tuple((number, text) for number, text in texts if text),
        thumbnail,
        size,
    )


def _second(folder: Path) -> dict[int, str]:
    """What another reader of files says of some pages, by number."""
    written = folder / "second.json"
    return dict(json.loads(written.read_bytes())) if written.is_file() else {}


def _clean(text: str) -> str:
    """Normalised, one space between words, lines kept."""
    lines = (" ".join(line.split()) for line in normalise(text.replace("\x00", " ")).splitlines())
    return "\n".join(line for line in lines if line)


def _picture(path: Path) -> tuple[bytes | None, tuple[int, int]]:
    if not path.is_file():
        return None, (0, 0)
    from PIL import Image  # with the first picture, not with the server: 3 MB

    content = path.read_bytes()
    with Image.open(io.BytesIO(content), formats=("WEBP",)) as image:
        return content, image.size
