"""Reads one uploaded file in a process of its own, under limits; run by its path, it imports nothing of ours.

`python -I reader.py FILE KIND SECONDS MEGABYTES`, in an empty folder: it writes `text.json` there, and then
`thumbnail.webp` where one can be made. KIND is pdf, docx or pptx. The file is hostile until shown otherwise.
"""

import contextlib
import io
import json
import os
import posixpath
import signal
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import bidirectional
from xml.parsers.expat import errors

import pypdfium2
from defusedxml.ElementTree import iterparse
from PIL import Image
from pypdf import PdfReader
from pypdf.errors import DependencyError

MOST_PAGES = 2_000
MOST_CHARACTERS = 2_000_000
MOST_PART = 50_000_000  # bytes of one part of an office file, unpacked
MOST_OUTPUT = 32_000_000  # bytes of a file written here
PART_LENGTH = 4_000  # characters after which a text without pages goes on in the next part
THUMBNAIL = 320  # pixels of the longer side
OFFICE = "http://schemas.openxmlformats.org/"
_WORD, _DRAWING = f"{{{OFFICE}wordprocessingml/2006/main}}", f"{{{OFFICE}drawingml/2006/main}}"
_RELATION = f"{{{OFFICE}officeDocument/2006/relationships}}id"
_FALLBACK = f"{{{OFFICE}markup-compatibility/2006}}Fallback"
_SLIDE = f"{{{OFFICE}presentationml/2006/main}}sldId"
_EXTRA_PARTS = ("header", "footer", "footnotes", "endnotes")
MOST_COMPARED = 20  # pages
_RIGHT_TO_LEFT = frozenset({"R", "AL"})  # classes of letters in Unicode
_NO_MEMORY = errors.codes[errors.XML_ERROR_NO_MEMORY]

Texts = Iterator[tuple[int, str]]


class Locked(Exception):
    """The file asks for a password."""


def main(path: str, kind: str, seconds: int, megabytes: int) -> None:
    """Read the file and write what was found, the text before the picture: that one may still fail."""
    _limit(seconds, megabytes)
    read = _read(path, kind, seconds / 2)
    _write("text.json", json.dumps(read).encode())
    with contextlib.suppress(Exception):  # a second opinion on the order of words, for some pages
        _write("second.json", json.dumps(_second(path, kind, read["texts"])).encode())
    with contextlib.suppress(Exception):  # a page that cannot be drawn has no picture, and that is all
        _write("thumbnail.webp", _picture(path, kind))


def _limit(seconds: int, megabytes: int) -> None:
    """Memory, processor time, size of output and, should nobody wait any more, an end."""
    os.nice(10)
    signal.alarm(2 * seconds)
    with contextlib.suppress(ImportError):
        import resource

        for limit, value in (
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_AS, megabytes * 1_000_000),
            (resource.RLIMIT_FSIZE, MOST_OUTPUT),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):  # not every system knows each of them
                resource.setrlimit(limit, (value, value))


def _write(name: str, content: bytes) -> None:
    """Whole or not at all."""
    Path("aside").write_bytes(content)
    Path("aside").replace(name)


def _read(path: str, kind: str, seconds: float) -> dict[str, Any]:
    """What text.json holds: `state` (read, no_text, locked, broken), `pages`, `cut`, `texts`."""
    try:
        pages, texts = _pdf(path) if kind == "pdf" else _office(path, kind)
        found, cut = _collect(texts, seconds)
    except Locked:
        return {"state": "locked", "texts": []}
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # readers trip over a damaged file in ways of their own
        if getattr(error, "code", None) == _NO_MEMORY:  # so expat says it
            raise
        return {"state": "broken", "texts": []}
    state = "read" if any(char.isalnum() for _, text in found for char in text) else "no_text"
    return {"state": state, "pages": pages, "cut": cut, "texts": found if state == "read" else []}


def _collect(texts: Texts, seconds: float) -> tuple[list[tuple[int, str]], bool]:
    """The texts, as far as they and the time go; whether something was left out."""
    found, room, failed, number = [], MOST_CHARACTERS, 0, 0
    for number, text in texts:
        if text is None:
            failed += 1
            continue
        found.append((number, text[:room]))
        room -= len(text)
        if room <= 0 or number >= MOST_PAGES or time.process_time() > seconds:
            return found, True
    if failed and failed == number:
        raise ValueError("no page could be read")
    return found, failed > 0


def _pdf(path: str) -> tuple[int, Any]:
    reader = None
    with contextlib.suppress(DependencyError):  # AES, which only pdfium opens here
        reader = PdfReader(path, strict=False)
    if reader is None or reader.is_encrypted:
        reader = PdfReader(_unlocked(path), strict=False)
    return len(reader.pages), _pdf_texts(reader)


def _pdf_texts(reader: Any) -> Iterator[tuple[int, str | None]]:
    """(page number, text) of each page; None for a page that cannot be read while others can."""
    for number, page in enumerate(reader.pages, 1):
        try:
            yield number, page.extract_text()
        except (MemoryError, RecursionError):
            raise
        except Exception:  # see _read
            yield number, None


def _second(path: str, kind: str, texts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """What pdfium reads of some pages with right-to-left letters; see direction.py."""
    if kind != "pdf":
        return []
    pages = [number for number, text in texts if not _RIGHT_TO_LEFT.isdisjoint(map(bidirectional, text))]
    document: Any = pypdfium2.PdfDocument(path) if pages else ()
    return [(one, document[one - 1].get_textpage().get_text_range()) for one in pages[:MOST_COMPARED]]


def _unlocked(path: str) -> io.BytesIO:
    """A copy without the lock of a file that opens without a password; raises Locked for others."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as refused:
        raise Locked from refused
    copy = io.BytesIO()
    document.save(copy, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
    return copy


def _office(path: str, kind: str) -> tuple[int | None, Texts]:
    archive = zipfile.ZipFile(path)
    main = next(iter(_related(archive, "", "officeDocument").values()))
    if kind == "docx":
        return None, _parts(archive, main)
    slides = list(_slides(archive, main))
    return len(slides), ((number, _slide(archive, name)) for number, name in enumerate(slides, 1))


def _parts(archive: zipfile.ZipFile, main: str) -> Texts:
    """The text of a Word file in parts of some paragraphs: where its pages end only Word knows."""
    extra = [name for kind in _EXTRA_PARTS for name in _related(archive, main, kind).values()]
    number, lines, length = 1, [], 0
    for name in (main, *dict.fromkeys(extra)):
        for line in _lines(archive, name, _WORD):
            lines.append(line)
            length += len(line)
            if length > PART_LENGTH:
                yield number, "\n".join(lines)
                number, lines, length = number + 1, [], 0
    yield number, "\n".join(lines)


def _slides(archive: zipfile.ZipFile, main: str) -> Iterator[str]:
    """The slides in the order they are shown."""
    by_id = _related(archive, main, "slide")
    for _, element in _elements(archive, main):
        if element.tag == _SLIDE and element.get(_RELATION) in by_id:
            yield by_id[element.get(_RELATION)]


def _slide(archive: zipfile.ZipFile, name: str) -> str:
    """The text of a slide and of its notes."""
    names = (name, *_related(archive, name, "notesSlide").values())
    return "\n".join(line for one in names for line in _lines(archive, one, _DRAWING))


def _related(archive: zipfile.ZipFile, name: str, kind: str) -> dict[str, str]:
    """By id, the names of the parts that a part (or, for "", the file) refers to as its `kind`."""
    folder, own = posixpath.split(name)
    listed = posixpath.join(folder, "_rels", f"{own}.rels")
    if listed not in archive.namelist():
        return {}
    return {
        element.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))[1:]
        for _, element in _elements(archive, listed)
        if element.get("Type", "").endswith(f"/{kind}") and element.get("TargetMode") != "External"
    }


def _lines(archive: zipfile.ZipFile, name: str, space: str) -> Iterator[str]:
    """The paragraphs of a part. What stands there a second time for old programs is passed over."""
    words: list[str] = []
    inside = 0
    for event, element in _elements(archive, name, ("start", "end")):
        if element.tag == _FALLBACK:
            inside += 1 if event == "start" else -1
        elif event == "end" and element.tag == f"{space}t" and not inside:
            words.append(element.text or "")
        elif event == "end" and element.tag in {f"{space}tab", f"{space}br", f"{space}cr"}:
            words.append(" ")
        elif event == "end" and element.tag == f"{space}p":
            yield "".join(words)
            words.clear()
            element.clear()


def _elements(archive: zipfile.ZipFile, name: str, events: tuple[str, ...] = ("end",)) -> Iterator[Any]:
    """(event, element) of a part; raises ValueError for one that is too large or defines entities."""
    if archive.getinfo(name).file_size > MOST_PART:
        raise ValueError("too large")
    with archive.open(name) as part:
        yield from iterparse(part, events, forbid_dtd=True)


def _picture(path: str, kind: str) -> bytes:
    """The first page as a small WebP; of an office file the preview that its program put into it."""
    if kind == "pdf":
        page = pypdfium2.PdfDocument(path)[0]
        image = page.render(scale=THUMBNAIL / max(page.get_size())).to_pil()
    else:
        archive = zipfile.ZipFile(path)
        name = next(iter(_related(archive, "", "thumbnail").values()))
        if archive.getinfo(name).file_size > MOST_PART:
            raise ValueError("too large")
        image = Image.open(io.BytesIO(archive.read(name)), formats=("JPEG", "PNG"))
    image = image.convert("RGB")
    image.thumbnail((THUMBNAIL, THUMBNAIL))
    made = io.BytesIO()
    image.save(made, "WEBP", quality=70)
    return made.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
