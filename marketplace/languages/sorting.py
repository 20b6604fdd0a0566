"""Sorting texts by the alphabet of a language, digraphs and special letters included."""

import re
import unicodedata
from functools import lru_cache

_LATIN = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
_SCANDINAVIAN = f"{_LATIN} æ ø å"
_SWEDISH = f"{_LATIN} å ä ö"

# Letters that count as letters of their own; any other marked letter sorts as its base letter.
_ALPHABETS = {
    "sq": "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh",
    "sr": "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш",
    "sr_Latn": "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž",
    "hu": "a b c cs d dz dzs e f g gy h i j k l ly m n ny o ö p q r s sz t ty u ü v w x y z zs",
    "cs": "a b c č d e f g h ch i j k l m n o p q r ř s š t u v w x y z ž",
    "sk": "a ä b c č d e f g h ch i j k l m n o ô p q r s š t u v w x y z ž",
    "vi": "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z",
    "lt": "a b c č d e f g h i j k l m n o p q r s š t u v w x z ž",
    "lv": "a b c č d e f g ģ h i j k ķ l ļ m n ņ o p q r s š t u v w x z ž",
    "es": "a b c d e f g h i j k l m n ñ o p q r s t u v w x y z",
    "tr": "a b c ç d e f g ğ h ı i j k l m n o ö p q r s ş t u ü v w x y z",
    "sv": _SWEDISH,
    "fi": _SWEDISH,
    "da": _SCANDINAVIAN,
    "nb": _SCANDINAVIAN,
    "nn": _SCANDINAVIAN,
    "no": _SCANDINAVIAN,
    "uk": "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я",
    "mn": "а б в г д е ё ж з и й к л м н о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я",
    "fa": "آ ا ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی",
    "ar": "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ک ل م ن ه و ی",
    "ur": "ا ب پ ت ٹ ث ج چ ح خ د ڈ ذ ر ڑ ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن ں و ہ ھ ء ی ے",
}
_ALPHABETS["hr"] = _ALPHABETS["bs"] = _ALPHABETS["sr_Latn"]

# Letters written otherwise but read as another one, where the alphabet does not hold them itself.
_SAME_LETTER = {"ő": "ö", "ű": "ü", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "æ": "ae", "œ": "oe"}
_SAME_LETTER |= {"þ": "th", "ك": "ک", "ي": "ی", "ى": "ی", "ة": "ه", "ہ": "ه", "ۀ": "ه"}
_SAME_LETTER_IN = {"lt": {"y": "i"}, "lv": {"y": "i"}, "ur": {"ه": "ہ", "ة": "ہ", "ۃ": "ہ"}}

_IGNORED = re.compile("['’ʼʻ`´«»\"“”„().,\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_WORD_BREAK = re.compile(r"[\s\-‐-―/]+")
_CLUSTER = re.compile(r"(.)([\u0300-\u036f\u0653-\u065f]*)", re.DOTALL)
_BREAK_RANK, _DIGIT_RANK, _LETTER_RANK, _FOREIGN_RANK = 0, 10, 100, 1000

SortKey = tuple[tuple[int, ...], str, str]


def sort_key(text: str, locale: str) -> SortKey:
    """Key for `sorted()` that orders texts by the alphabet of a language (BCP 47 or Babel code).

    Words come before longer words, digits before letters, the language's own letters before those of
    other scripts. Case and marks that make no letter of their own only break ties. Follows the
    letter order of the CLDR collation of each language.
    """
    folded = _lower(unicodedata.normalize("NFKC", text), locale)
    spaced = _WORD_BREAK.sub(" ", _IGNORED.sub("", folded)).strip()
    return _ranks(spaced, _alphabet_of(locale)), folded, text


def _lower(text: str, locale: str) -> str:
    if locale.startswith("tr"):
        text = text.replace("İ", "i").replace("I", "ı")
    return text.casefold()


def _alphabet_of(locale: str) -> str:
    """The most special alphabet we have for a locale: "sr_Latn" before "sr"; "" for plain order."""
    name = locale.replace("-", "_")
    while name not in _ALPHABETS and "_" in name:
        name = name.rpartition("_")[0]
    return name if name in _ALPHABETS else ""


@lru_cache(maxsize=64)
def _letter_ranks(alphabet: str) -> dict[str, int]:
    letters = _ALPHABETS.get(alphabet, _LATIN).split()
    return {letter: _LETTER_RANK + position for position, letter in enumerate(letters)}


def _ranks(text: str, alphabet: str) -> tuple[int, ...]:
    """Rank of each letter, the longest letter of the alphabet (as "dzs") being taken first."""
    ranks = _letter_ranks(alphabet)
    letters = [part for cluster in _clusters(text) for part in _as_letters(cluster, alphabet)]
    found: list[int] = []
    position = 0
    while position < len(letters):
        size = next((n for n in (3, 2) if "".join(letters[position : position + n]) in ranks), 1)
        size = min(size, len(letters) - position)
        found.append(_rank("".join(letters[position : position + size]), ranks))
        position += size
    return tuple(found)


def _clusters(text: str) -> list[tuple[str, str]]:
    """(base letter, its marks) pairs."""
    return _CLUSTER.findall(unicodedata.normalize("NFD", text))


def _as_letters(cluster: tuple[str, str], alphabet: str) -> str:
    """The letter or letters of the alphabet a marked letter counts as: ế is ê in Vietnamese, e elsewhere."""
    base, marks = cluster
    ranks = _letter_ranks(alphabet)
    candidates = [base + marks, *(base + mark for mark in marks), base]
    for candidate in (unicodedata.normalize("NFC", c) for c in candidates):
        same = _SAME_LETTER_IN.get(alphabet, {}).get(candidate) or _SAME_LETTER.get(candidate)
        if candidate in ranks:
            return candidate
        if same and all(letter in ranks for letter in same):
            return same
    return base


def _rank(letter: str, ranks: dict[str, int]) -> int:
    if letter in ranks:
        return ranks[letter]
    if letter == " ":
        return _BREAK_RANK
    if letter.isdigit():
        return _DIGIT_RANK + unicodedata.digit(letter, 0)
    return _FOREIGN_RANK + ord(letter[0])
