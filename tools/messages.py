"""Messages of the sources and of the catalogues: extracting, reading, writing, comparing."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po
from transliteration import transliterated

from marketplace.languages.catalogues import TRANSLATIONS, po_path
from marketplace.languages.interface import KNOWN_LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
CYRILLIC, LATIN = "sr", "sr_Latn"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "translated": ((1, "c"), 2),
}
_HEADER = """# {name} translation of Headstart Marketplace.
# State: not yet reviewed by a native speaker.
# How to correct a text: docs/translations.md
#"""
_GENERATED = "\n# Generated from sr by `tools/catalogues.py latin`: correct sr instead.\n#"
_CHANGES_BY_ITSELF = re.compile(
    rb'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Report-Msgid-Bugs-To|Generated-By|Project-Id-Version|Language-Team)'
)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|%")


def extract_terms(
    fileobj: IO[bytes], keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Babel extractor for terms.csv: the vocabulary is the context of its labels and definitions."""
    reader = csv.DictReader(io.StringIO(fileobj.read().decode("utf-8"), newline=""))
    for row in reader:
        for text in (row["label_en"], row["definition_en"]):
            yield reader.line_num, "pgettext", (row["vocabulary"], text), []


def extracted() -> Catalog:
    """Every message of the code, the templates and the vocabularies."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        method_map, options = parse_mapping_cfg(file, "babel.cfg")
    methods = [(pattern, extract_terms if how == "vocabulary" else how) for pattern, how in method_map]
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, directory_filter=_worth_a_look)
    catalogue = Catalog(charset="utf-8")
    for _name, _line, message, comments, context in found:
        catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def _worth_a_look(folder: str | Path) -> bool:
    relative = Path(folder).absolute().relative_to(ROOT)  # a folder may be a link to elsewhere
    return not relative.parts or relative.parts[0] in {"marketplace", "templates"}


def languages() -> list[str]:
    """Folder names of all catalogues."""
    return sorted(path.parent.parent.name for path in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))


def read(name: str) -> Catalog:
    """A catalogue from its file."""
    with po_path(name).open("rb") as file:
        return read_po(file, locale=name)


def write(catalogue: Catalog, name: str) -> None:
    """Write a catalogue to its place."""
    path = po_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(catalogue, name))


def as_po(catalogue: Catalog, name: str) -> bytes:
    """The text of a catalogue; the same content always gives the same text: sorted, no dates, no places."""
    known = {each.catalogue: Locale.parse(each.locale).get_display_name("en") for each in KNOWN_LANGUAGES}
    catalogue.header_comment = _HEADER.format(name=known[name]) + (_GENERATED if name == LATIN else "")
    catalogue.fuzzy = False
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not _CHANGES_BY_ITSELF.match(line)).rstrip() + b"\n"


def latin_catalogue() -> Catalog:
    """Serbian in Latin script, made from the Cyrillic catalogue."""
    result = Catalog(locale=LATIN)
    for message in messages(read(CYRILLIC)):
        texts = [transliterated(form) for form in forms(message)]
        text: Any = tuple(texts) if message.pluralizable else texts[0]
        result.add(message.id, text, context=message.context, flags=message.flags)
    return result


def problems(name: str, sources: Catalog) -> list[str]:
    """What keeps a catalogue from being complete and safe to show, one line each."""
    catalogue = read(name)
    found = [line for wanted in messages(sources) for line in _message_problems(catalogue, wanted)]
    if name == LATIN and po_path(LATIN).read_bytes() != as_po(latin_catalogue(), LATIN):
        found.append("differs from sr: run `tools/catalogues.py latin`")
    return found


def _message_problems(catalogue: Catalog, wanted: Message) -> list[str]:
    message = catalogue.get(wanted.id, wanted.context)
    text = repr(wanted.id if isinstance(wanted.id, str) else wanted.id[0])
    if message is None or message.fuzzy or not all(forms(message)):
        return [f"untranslated: {text}"]
    if message.pluralizable and len(forms(message)) != catalogue.num_plurals:
        return [f"wants {catalogue.num_plurals} plural forms: {text}"]
    wrong = wrong_placeholders(message)
    return [f"placeholder {name} missing or not in the original: {text}" for name in wrong]


def wrong_placeholders(message: Message) -> list[str]:
    """Placeholders a translation misses or invents.

    A plural form may leave out what the English singular leaves out.
    """
    originals = [placeholders(text) for text in ([message.id] if isinstance(message.id, str) else message.id)]
    allowed, required = set.union(*originals), set.intersection(*originals)
    wrong: set[str] = set()
    for form in filter(None, forms(message)):
        wrong |= (placeholders(form) - allowed) | (required - placeholders(form))
    return sorted(wrong)


def placeholders(text: str) -> set[str]:
    """Names of the `%(name)s` in a text, and "%" where one stands alone and would break the formatting."""
    return {match[1] or match[0] for match in _PLACEHOLDER.finditer(text) if match[0] != "%%"}


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def forms(message: Message) -> tuple[str, ...]:
    """The translation, or its plural forms."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)
