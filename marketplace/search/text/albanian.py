"""The cases and numbers of Albanian nouns, taken off: no maintained stemmer knows them.

The endings are those of the declensions in Newmark, Hubbard and Prifti, Standard Albanian (1982). One is
taken off, and only where three letters are left; verbs are left alone. Two words that meet wrongly cost less
than one that is missed: a stem counts less than the word as it was typed.
"""

import re

from marketplace.search.text.fold import fold

_ENDINGS = """
    evet avet ivet jeve eve ave ive vet ve
    jes jet jen je ja ia ine ise ite
    et at it ut en in un es esh ash ish sh
    a e i u
"""
_SHORTEST = 3
_ENDING = re.compile(
    f".{{{_SHORTEST},}}?({'|'.join(sorted(_ENDINGS.split(), key=len, reverse=True))})", re.DOTALL
)

# Words that end as if they were inflected: people by what they do (mësues, punëdhënës), foreign nouns.
_WHOLE = re.compile(
    ".*(?:[uy]es|(?:dh|x)enes|marres|itet)"
    "|(?:buxh|intern|komit|qyt|shend|sht)et|(?:bizn|inter|kongr|kujd|proc|progr|str)es"
    "|(?:apar|avok|form|kandid|mand|rezult)at|(?:lim|prof|tranz)it|termin"
)
# Nouns whose -ë stands after what looks like an ending of others (shtëpi-në, shtëpi-të).
_SHORT_ENDING = re.compile(".*(?:viz|el|dr)ite|.*(?:mak|kuzh|medic|vitr|discipl)ine")


def stem(word: str) -> str:
    """The folded stem of a lower-case word, with or without its accents; all of it where nothing ends it."""
    word = fold(word)
    if _WHOLE.fullmatch(word):
        return word
    if _SHORT_ENDING.fullmatch(word):
        return word[:-1]
    found = _ENDING.fullmatch(word)
    return word[: found.start(1)] if found else word
