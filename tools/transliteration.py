"""Serbian Cyrillic to Latin by the fixed table of the language: one letter, or one pair, for each letter."""

import re

_LETTERS = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
_PAIRS = {"љ": "lj", "њ": "nj", "џ": "dž"}


def transliterated(text: str) -> str:
    """The same text in Latin letters; љ, њ and џ become two capitals only inside words in capitals."""

    def in_latin(match: re.Match[str]) -> str:
        letter = match[0]
        pair = _PAIRS.get(letter.lower())
        if pair is None:
            plain = _LETTERS.get(letter.lower(), letter)
            return plain.upper() if letter.isupper() else plain
        if not letter.isupper():
            return pair
        neighbours = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
        return pair.upper() if any(each.isupper() for each in neighbours) else pair.capitalize()

    return re.sub("[Ѐ-ӿ]", in_latin, text)
