"""Gettext catalogues: where they are, keeping the compiled files fresh, and reading one by language."""

import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

_PACKAGE = Path(__file__).resolve().parent.parent
# The wheel carries these folders inside the package, a checkout beside it.
_BASE = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent
TRANSLATIONS = _BASE / "translations"
DOMAIN = "messages"
_english: dict[Any, Any] = {}  # every message once, for all catalogues: 0.6 MB


def po_path(catalogue: str, root: Path | None = None) -> Path:
    """Where the text catalogue of a language ("fr", "sr_Latn") is kept."""
    return (root or TRANSLATIONS) / catalogue / "LC_MESSAGES" / f"{DOMAIN}.po"


def has_catalogue(catalogue: str) -> bool:
    """Whether a catalogue, as text or compiled, exists for this language."""
    path = po_path(catalogue)
    return path.is_file() or path.with_suffix(".mo").is_file()


def compile_outdated(root: Path | None = None) -> list[str]:
    """Write the `.mo` beside every `.po` that is newer, and return the languages compiled.

    A folder we may not write to is left as it is: there the build has compiled the catalogues.
    """
    compiled = []
    for source in sorted((root or TRANSLATIONS).glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        if os.access(source.parent, os.W_OK):
            compile_catalogue(source)
            compiled.append(source.parent.parent.name)
    return compiled


def compile_catalogue(source: Path) -> None:
    """Compile one `.po`; the finished `.mo` replaces the old one at once, so that no reader sees half."""
    with source.open("rb") as po_file:
        catalogue = read_po(po_file)
    with tempfile.NamedTemporaryFile(dir=source.parent, suffix=".tmp", delete=False) as scratch:
        write_mo(scratch, catalogue, use_fuzzy=False)
    Path(scratch.name).chmod(0o644)
    Path(scratch.name).replace(source.with_suffix(".mo"))


@lru_cache(maxsize=64)
def catalogue(locale: str) -> NullTranslations:
    """The compiled catalogue for a Babel locale; an empty one, answering English, if there is none."""
    found = Translations.load(str(TRANSLATIONS), [locale], DOMAIN)
    if isinstance(found, Translations):
        found._catalog = {_english.setdefault(one, one): said for one, said in found._catalog.items()}
    return found


def translated(context: str, message: str, locale: str) -> str:
    """One message of a context in the language of a Babel locale, English if untranslated."""
    return str(catalogue(locale).upgettext(context, message))
