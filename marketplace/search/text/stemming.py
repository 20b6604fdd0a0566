"""The stemmer of each language: Snowball's, and our own for Albanian; others are searched by whole words."""

import threading
from typing import Protocol

import Stemmer

from marketplace.search.text import albanian

# Bosnian, Croatian and Montenegrin inflect as Serbian does and share its stemmer. Without a published rule
# set (Vietnamese, Urdu, Mongolian, Slovak, Ukrainian ...) no suffix is stripped.
_NAMES = """
    ar:arabic hy:armenian eu:basque ca:catalan cs:czech da:danish nl:dutch en:english eo:esperanto
    et:estonian fi:finnish fr:french de:german el:greek hi:hindi hu:hungarian id:indonesian ga:irish
    it:italian lt:lithuanian ne:nepali no:norwegian nb:norwegian nn:norwegian fa:persian prs:persian
    pl:polish pt:portuguese ro:romanian ru:russian sr:serbian bs:serbian hr:serbian cnr:serbian
    sh:serbian st:sesotho es:spanish sv:swedish ta:tamil tr:turkish yi:yiddish
"""
_SNOWBALL = dict(pair.split(":") for pair in _NAMES.split())
ALBANIAN = "sq"
SERBIAN = frozenset({"sr", "bs", "hr", "cnr", "sh"})


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 (Snowball's own name)


class _PerThread(threading.local):
    """Snowball's stemmers keep the word they work on in themselves, so each thread has its own."""

    def __init__(self) -> None:
        self.stemmers: dict[str, _Stemmer] = {}


_own = _PerThread()


def stem(word: str, language: str) -> str | None:
    """The stem of a lower-case word with its accents, None where the language has no stemmer."""
    if language == ALBANIAN:
        return albanian.stem(word)
    name = _SNOWBALL.get(language)
    if name is None:
        return None
    stemmer = _own.stemmers.get(name)
    if stemmer is None:
        stemmer = _own.stemmers[name] = Stemmer.Stemmer(name, 0)  # it need keep no words: `keys` does
    return stemmer.stemWord(word) or word
