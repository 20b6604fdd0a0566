"""Small PDF, Word and PowerPoint files for the tests, good and hostile, nearly all made here."""

import io
import zlib
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from pypdf import PdfReader, PdfWriter

from tests.resources.files import TYPES, archive

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_REL = f'<Relationship Id="{{}}" Type="{_OFFICE}/{{}}" Target="{{}}"/>'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"


def pdf(*pages: str) -> bytes:
    """A PDF with a text on each page; each character is a glyph whose meaning only the font's table says."""
    glyphs = {char: number for number, char in enumerate(sorted(set("".join(pages))), 1)}
    shown = ("".join(f"{glyphs[char]:04x}" for char in text) for text in pages)
    return _pdf_of(glyphs, [f"BT /F 12 Tf 20 350 Td <{one}> Tj ET" for one in shown])


def _pdf_of(glyphs: dict[str, int], pages: Sequence[str]) -> bytes:
    """A PDF of the contents of its pages, in a font with these glyphs."""
    table = "".join(f"<{number:04x}> <{ord(char):04x}>\n" for char, number in glyphs.items())
    cmap = "begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
    cmap += f"{len(glyphs)} beginbfchar\n{table}endbfchar\nendcmap"
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    collection = b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/F/CIDSystemInfo%s>>" % collection,
        stream(cmap.encode()),
    ]
    for number, content in enumerate(pages):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Resources<</Font<</F 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (7 + 2 * number),
            stream(content.encode()),
        ]
    return assembled(objects)


def pdf_of_words(words: Sequence[str]) -> bytes:
    """A PDF whose page shows words from left to right, each put in its place by itself as browsers do it."""
    glyphs = {char: number for number, char in enumerate(sorted(set(" ".join(words))), 1)}
    drawn, left = "", 20
    for word in (part for one in words for part in (one, " ")):
        shown = "".join(f"{glyphs[char]:04x}" for char in word[::-1])
        drawn += f"BT /F 12 Tf 1 0 0 1 {left} 350 Tm <{shown}> Tj ET\n"
        left += 12 * len(word)
    return _pdf_of(glyphs, [drawn])


def stream(content: bytes, filters: str = "") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), filters.encode(), content)


def assembled(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer


def bomb() -> bytes:
    """A PDF of 60 kB whose only page unpacks to 60 MB, twice packed."""
    packed = zlib.compress(zlib.compress(b"BT (x) Tj ET\n" * 5_000_000, 9), 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R>>"
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page,
            stream(packed, "/Filter[/FlateDecode/FlateDecode]"),
        ]
    )


def locked_pdf(password: str, *pages: str) -> bytes:
    """A PDF that asks for a password; with an empty one only changing it is forbidden."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(*pages))))
    writer.encrypt(password, "the owner's", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def aes_pdf(name: str) -> bytes:
    """A PDF under AES, which nothing installed here can encrypt: `locked` like those above, or `unlocked`."""
    return (Path(__file__).parent / f"aes_{name}.pdf").read_bytes()


def scan() -> bytes:
    """A PDF of two pictures."""
    made = io.BytesIO()
    first, second = Image.new("RGB", (60, 80), "teal"), Image.new("RGB", (60, 80), "gold")
    first.save(made, "PDF", save_all=True, append_images=[second])
    return made.getvalue()


def broken_pdf() -> bytes:
    """A file that begins and ends like a PDF."""
    return b"%PDF-1.4\n" + b"nothing of this is a page\n" * 20 + b"%%EOF\n"


def _types(kind: str) -> bytes:
    full = f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    return TYPES.format(f'<Override PartName="/main.xml" ContentType="{full}"/>').encode()


def docx(*paragraphs: str, head: str = "", note: str = "", before: str = "") -> bytes:
    """A Word file with paragraphs, a header and a footnote; `before` stands before its root element."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    main = f'{before}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": _types("wordprocessingml.document"),
        "_rels/.rels": _RELS.format(_REL.format("r1", "officeDocument", "word/document.xml")).encode(),
        "word/document.xml": main.encode(),
        "word/_rels/document.xml.rels": _RELS.format(
            _REL.format("r1", "header", "header1.xml") + _REL.format("r2", "footnotes", "/word/notes.xml")
        ).encode(),
    }
    for name, text in (("word/header1.xml", head), ("word/notes.xml", note)):
        parts[name] = f'<w:hdr xmlns:w="{_W}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:hdr>'.encode()
    return archive(parts)


def pptx(*slides: str, notes: str = "") -> bytes:
    """A PowerPoint file whose slides are stored in reverse; `notes` belong to the first one shown."""
    count = len(slides)
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in range(count))
    main = (
        f'<p:presentation xmlns:p="{_P}" xmlns:r="{_OFFICE}"><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>'
    )
    links = "".join(_REL.format(f"s{n}", "slide", f"slides/slide{count - n}.xml") for n in range(count))
    parts = {
        "[Content_Types].xml": _types("presentationml.presentation"),
        "_rels/.rels": _RELS.format(_REL.format("r1", "officeDocument", "ppt/presentation.xml")).encode(),
        "ppt/presentation.xml": main.encode(),
        "ppt/_rels/presentation.xml.rels": _RELS.format(links).encode(),
        f"ppt/slides/_rels/slide{count}.xml.rels": _RELS.format(
            _REL.format("n", "notesSlide", "../notesSlides/n1.xml")
        ).encode(),
        "ppt/notesSlides/n1.xml": _drawing(notes),
    }
    for n, text in enumerate(slides):
        parts[f"ppt/slides/slide{count - n}.xml"] = _drawing(text)
    return archive(parts)


def _drawing(text: str) -> bytes:
    return f'<p:sld xmlns:p="{_P}" xmlns:a="{_A}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'.encode()
