"""The key under which differently accented spellings of a word meet."""

import unicodedata

_LATIN = dict(zip("đðøłıħŧəŀĸŋ", "ddolihtelkn", strict=True)) | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
_OTHERS = {"ς": "σ", "ё": "е", "ґ": "г"}
_ARABIC = dict(zip("أإآٱىیئؤةۀکہھەۃےۓ", "اااايييوههكههههيي", strict=True))
_LETTERS = str.maketrans(_LATIN | _OTHERS | _ARABIC)
_BREVE, _DIAERESIS, _ACUTE = "\u0306", "\u0308", "\u0301"


def fold(word: str) -> str:
    """A lower-case word without the marks that readers leave out when they type.

    Latin and Greek lose every mark and Arabic script its letter variants. Cyrillic keeps the marks that
    make another letter (й, ї, ў, ќ, ѓ) and loses only stress marks; other scripts keep theirs.
    """
    if word.isascii():
        return word
    return _without_marks(word.translate(_LETTERS)).translate(_LETTERS)


def _without_marks(word: str) -> str:
    kept: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFD", word):
        if not "\u0300" <= char <= "\u036f":
            base = char
        elif not _makes_a_letter(base, char):
            continue
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _makes_a_letter(base: str, mark: str) -> bool:
    if "\u0400" <= base <= "\u052f":
        return mark in {_BREVE, _DIAERESIS} or (mark == _ACUTE and base in "кг")
    return not ("a" <= base <= "\u024f" or "\u0370" <= base <= "\u03ff")
