"""One spelling per character: compatibility forms, invisible characters, marks and letter variants."""

import re
import unicodedata

ARABIC_LETTER = "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9"

_SURROGATES = re.compile("[\ud800-\udfff]")
_ARABIC_JOIN = re.compile(f"(?<=[{ARABIC_LETTER}])\u200c(?=[{ARABIC_LETTER}])")
# Soft hyphen, joiners, bidi controls, byte order mark, tatweel; Hebrew points; Arabic harakat and others.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u0640"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]"
)
_CYRILLIC_APOSTROPHE = re.compile("(?<=[\u0400-\u052f])['\u2019\u02bc\u2018](?=[\u0400-\u052f])")
_DIGITS = {
    ord(chr(first + value)): str(value) for first in (0x0660, 0x06F0, 0x0966, 0x09E6) for value in range(10)
}
_TURKIC_CASE = str.maketrans({"İ": "i", "I": "ı"})
_TURKIC = frozenset({"tr", "az"})

_TO_PERSIAN = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک"})
_TO_ARABIC = str.maketrans({"ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه"})
_PERSIAN_LETTERS = frozenset({"fa", "prs", "ur", "ps", "ckb"})

_SERBIAN = {
    **dict(zip("абвгдежзијклмнопрстћуфхцчш", "abvgdežzijklmnoprstćufhcčš", strict=True)),
    "ђ": "đ",
    "љ": "lj",
    "њ": "nj",
    "џ": "dž",
}
_TO_LATIN = str.maketrans(_SERBIAN)
_SERBIAN_WORD = re.compile(f"[{''.join(_SERBIAN)}]+")


def primary(language: str | None) -> str:
    """The primary subtag of a BCP 47 code in lower case, "" for none."""
    return (language or "").replace("_", "-").split("-", 1)[0].lower()


def normalise(text: str) -> str:
    """The text in one encoding of each character, case and accents kept (NFKC, then our own rules).

    A zero-width non-joiner between Arabic letters is a word boundary to readers (Persian plurals and
    verbs are written with it, with a space or joined), elsewhere it only shapes letters and goes.
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", _SURROGATES.sub(" ", text))
    text = _ARABIC_JOIN.sub(" ", text)
    text = _INVISIBLE.sub("", text).translate(_DIGITS)
    return _CYRILLIC_APOSTROPHE.sub("", text)


def lower(word: str, language: str) -> str:
    """A word of a normalised text in lower case, Turkish and Azeri dotted and dotless i kept apart."""
    if language in _TURKIC:
        word = word.translate(_TURKIC_CASE)
    return unicodedata.normalize("NFC", word.lower())


def letters(word: str, language: str) -> str:
    """A lower-case word in the letters that its language uses; the stemmers expect these."""
    return word.translate(_TO_PERSIAN if language in _PERSIAN_LETTERS else _TO_ARABIC)


def serbian_latin(word: str) -> str | None:
    """The Latin spelling of a lower-case word in Serbian Cyrillic, None for a word that cannot be one."""
    return word.translate(_TO_LATIN) if _SERBIAN_WORD.fullmatch(word) else None
