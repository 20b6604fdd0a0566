"""The words of a kit as a script that assigns data: a page opened from a folder may not fetch a file."""

import json
from collections.abc import Iterator, Sequence

from marketplace.library.record_of import search_record
from marketplace.resources.models import Resource
from marketplace.search.text.analysis import keys, tokens
from marketplace.search.text.fold import fold
from marketplace.search.text.normalise import normalise, primary

# What can be typed and is not plain: Latin with marks, Greek, Cyrillic, Arabic script, Vietnamese and others.
_TYPED = ((0x00C0, 0x0250), (0x0300, 0x0530), (0x0600, 0x0700), (0x1E00, 0x2000))
_LONGEST = 40_000  # characters of a record, as many as its page shows of a text


def words_script(resources: Sequence[Resource]) -> str:
    """A script that sets `kitWords`: places in the list by folded word, and how typed letters are folded."""
    places: dict[str, list[int]] = {}
    for place, resource in enumerate(resources):
        for word in sorted(_words(resource)):
            places.setdefault(word, []).append(place)
    data = {"fold": folding(), "words": {word: places[word] for word in sorted(places)}}
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"globalThis.kitWords = {written};\n"


def folding() -> dict[str, str]:
    """Lower-case characters that are folded to something else: the script's way to the same keys."""
    found = {}
    for first, end in _TYPED:
        for char in map(chr, range(first, end)):
            folded = fold(normalise(char).lower())
            if folded != char and char == char.lower():
                found[char] = folded
    return found


def _words(resource: Resource) -> set[str]:
    """Every word of a record as it is and, for Serbian Cyrillic, in Latin letters too."""
    record = search_record(resource)
    language = primary(record.language)
    own = f"{record.title}\n{record.summary}\n{record.body}"[:_LONGEST]
    return {
        *_folded(own, ""),
        *_folded(own, language),
        *_folded(f"{record.provider_name}\n{record.terms}", ""),
    }


def _folded(text: str, language: str) -> Iterator[str]:
    normalised = normalise(text)
    return (keys(word, language).word for _, _, word in tokens(normalised))
