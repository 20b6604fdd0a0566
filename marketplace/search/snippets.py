"""The part of a text that says most about what was asked, with the words found marked."""

import re

from marketplace.search.text.analysis import Words
from marketplace.search.text.normalise import normalise, primary

Segment = tuple[str, bool]
Hit = tuple[int, int, str]

MAX_TEXT = 20_000
_SLACK = 20
_WORD_BETWEEN = re.compile(r"[^\W_]")


def snippet(text: str, words: Words, language: str | None, length: int = 240) -> list[Segment]:
    """Segments (text, marked) of the densest window of about `length` characters.

    The text is compared as it was indexed in its `language`, so another inflection is marked too. Different
    words count more than the same word again. Without a hit, or without words to look for, it is the
    beginning. An ellipsis stands where text was left out. Only the first MAX_TEXT characters are read;
    the time is linear in them for a given question. Nothing is escaped: that is the template's work.
    """
    text = " ".join(normalise(text[:MAX_TEXT]).split())
    hits = _hits(text, words, primary(language)) if words else []
    start, end = _window(text, hits, length)
    shown: list[Segment] = [("… ", False)] if start else []
    position = start
    for first, last, _ in hits:
        if first < start or last <= position or last > end:
            continue
        first = max(first, position)  # pairs of letters overlap in scripts without spaces
        if first > position:
            shown.append((text[position:first], False))
        shown.append((text[first:last], True))
        position = last
    if position < end:
        shown.append((text[position:end], False))
    if end < len(text):
        shown.append((" …", False))
    return shown


def count_words(normalised: str, words: Words, language: str | None) -> int:
    """How many different words that were asked for stand in a normalised text, times two.

    Those of a phrase count where it stands. Words that only begin like the last one count one together: less
    than any word itself.
    """
    found = {key for _, _, key in _hits(normalised, words, primary(language))}
    whole = {key for key in found if key in words.words or key in words.stems or " " in key}
    return 2 * sum(len(key.split()) for key in whole) + bool(found - whole)


def count_spellings(normalised: str, words: Words, language: str | None) -> int:
    """What `count_words` says at most, the words of a phrase one by one: several times as fast."""
    found = words.wanted(normalised, primary(language)).values()
    joined = {word for phrase in words.phrases for word in phrase}
    whole = {one.word for one in found if one.word in words.words or one.word in joined}
    whole |= {
        root for one in found for root in one.stems[:1] if root in words.stems and one.word not in whole
    }
    return 2 * len(whole) + (len(found) > len(whole))


def closeness(normalised: str, words: Words, language: str | None, length: int) -> tuple[int, int, int]:
    """How near to each other the words that were asked for stand in a normalised text; more is nearer.

    Phrases, then words that a window of `length` characters holds (as `count_words` has them), then how
    narrow a window holds as many.
    """
    hits = _hits(normalised, words, primary(language))
    whole = [" " in key or key in words.words or key in words.stems for _, _, key in hits]
    best, left, seen = (0, 0, 0), 0, dict[str, int]()
    for right, (_, end, key) in enumerate(hits):
        if not whole[right]:
            continue
        seen[key] = seen.get(key, 0) + 1
        while left < right and (end - hits[left][0] > length or not whole[left] or seen[hits[left][2]] > 1):
            if whole[left]:
                old = hits[left][2]
                seen[old] -= 1
                if not seen[old]:
                    del seen[old]
            left += 1
        phrases = sum(" " in one for one in seen)
        best = max(best, (phrases, 2 * len(seen), hits[left][0] - end))
    return best if best[1] else (0, int(bool(hits)), 0)


def _hits(text: str, words: Words, language: str) -> list[Hit]:
    """Every word and phrase that was asked for, in the order of the text."""
    asked = words.hits(text, language)
    if not words.phrases:
        return [(start, end, found.key) for start, end, found in asked]
    hits: list[Hit] = []
    run: list[tuple[int, int, str]] = []
    for start, end, found in asked:
        if run and _WORD_BETWEEN.search(text, run[-1][1], start):
            run.clear()
        run.append((start, end, found.word))
        phrase = _phrase_start(run, words.phrases)
        if phrase is not None:
            while hits and hits[-1][0] >= phrase:
                hits.pop()
            hits.append((phrase, end, text[phrase:end]))
        elif words.alone(found):
            hits.append((start, end, found.key))
    return hits


def _phrase_start(run: list[tuple[int, int, str]], phrases: tuple[tuple[str, ...], ...]) -> int | None:
    """Where a phrase starts that ends with the last of words that follow each other."""
    for phrase in phrases:
        if tuple(word for _, _, word in run[-len(phrase) :]) == phrase:
            return run[-len(phrase)][0]
    return None


def _window(text: str, hits: list[Hit], length: int) -> tuple[int, int]:
    """(start, end) of the window, both at the edge of a word."""
    if len(text) <= length:
        return 0, len(text)
    start = _densest(hits, length)
    if start + length > len(text):
        start = len(text) - length
    if start > 0:
        space = text.find(" ", start, start + _SLACK)
        start = start if space < 0 else space + 1
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", end - _SLACK, end)
        end = end if space < 0 else space
    return start, end


def _densest(hits: list[Hit], length: int) -> int:
    """Start of the window with the most different hits, then the most hits; the first of equals."""
    best, best_start, left = (0, 0), 0, 0
    seen: dict[str, int] = {}
    for right, (_, end, key) in enumerate(hits):
        seen[key] = seen.get(key, 0) + 1
        while left < right and end - hits[left][0] > length - 2 * _SLACK:
            old = hits[left][2]
            seen[old] -= 1
            if not seen[old]:
                del seen[old]
            left += 1
        if (len(seen), right - left + 1) > best:
            best = (len(seen), right - left + 1)
            best_start = max(0, hits[left][0] - _SLACK)
    return best_start
