"""Other words for what somebody typed: labels of the same concept in other languages, and its synonyms.

The words of a label are analysed when somebody types a word that begins like it, so a thesaurus is quick to
make and a typed word costs a few milliseconds the first time.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern

from marketplace.search.grammar import plain_words
from marketplace.search.labels import beginning_of_label, beginning_of_word, content_of
from marketplace.search.text.analysis import Keys, analyse, keys, word_list
from marketplace.search.text.normalise import primary

Label = tuple[str, str]
"""(language as primary subtag, words); the language is "" where it is not known."""

Span = tuple[int, int, str]

_LONGEST = 8
_LEAST_BEGUN = 4  # letters
_MOST_BEGUN = 3  # concepts


@dataclass(frozen=True, slots=True)
class Named:
    """Words that were typed next to each other, and the concepts that they name.

    `half` says that they are only the beginning of what names them.
    """

    typed: str
    concepts: tuple[str, ...]
    half: bool = False


@dataclass(slots=True)
class _Bucket:
    """Labels that begin alike: concepts by the keys of their labels, and how many words the longest has.

    The words of a key stand in one text, the concepts in lines of one: lists take three times the room.
    """

    concepts: dict[str, str] = field(default_factory=dict)
    longest: int = 0


class Thesaurus:
    """Concepts by their labels, in memory.

    `labels` maps the id of a concept to its labels. A label of several words names its concept. One of a
    single word does so only if the concept is in `one_word`, or the pair of concept and word in `alone`:
    everyday words stand in a third of all texts and say little. Stop words do not count, and words are
    compared by their stems.
    """

    def __init__(
        self,
        labels: Mapping[str, tuple[Label, ...]],
        one_word: Collection[str] = (),
        alone: Collection[tuple[str, str]] = (),
    ) -> None:
        # As bytes they take a quarter of the room; few are asked for, and reading those takes microseconds.
        self._labels = {concept: _packed(its) for concept, its in labels.items()}
        self._one_word = one_word
        self._alone = alone
        self._beginnings: dict[str, dict[str, bytes]] = {}
        self._buckets: dict[Label, _Bucket] = {}

    def labels(self, concept: str) -> tuple[Label, ...]:
        """The labels of a concept; none for one that is not known."""
        return _unpacked(self._labels[concept]) if concept in self._labels else ()

    def prepare(self, languages: Iterable[str]) -> None:
        """Analyse the labels of some languages now, rather than when somebody types words like them."""
        for language in {primary(language) for language in languages}:
            for beginning in self._beginnings_in(language):
                self._bucket(language, beginning)

    def named(self, text: str, languages: Iterable[str], unfinished: str = "") -> list[Named]:
        """The concepts that words of a query name in one of the languages; the longest label wins.

        In the language `unfinished` the last word, if the text ends in it, may also be the beginning of a
        label's last word, unless what ends there is a label just as it was typed; where it names nothing
        else, the typed words may be those that a longer label begins with. Nothing in quotes or after a minus
        is looked at: who writes that wants just these words.
        """
        codes = tuple(dict.fromkeys(primary(language) for language in languages))
        used, stretches = plain_words(text)
        found = [one for stretch in stretches for one in self._in_stretch(used, stretch, codes)]
        whole = found[-1] if found and used.endswith(found[-1].typed) else None
        if unfinished and not (whole and self._is_label(whole)):
            place, begun = self._begun(used, stretches, primary(unfinished), longer=whole is None)
            known = whole.concepts if whole else ()
            concepts = tuple(dict.fromkeys(concept for concept, _ in begun if concept not in known))
            if 0 < len(concepts) <= _MOST_BEGUN:
                found.append(Named(used[place:], concepts, half=True))
        return found

    def complete(self, text: str, language: str) -> list[str]:
        """The text with its last words completed to labels of this language, in the order of the labels."""
        used, stretches = plain_words(text)
        place, begun = self._begun(used, stretches, primary(language), longer=True)
        return list(dict.fromkeys(used[:place] + label for _, label in begun))

    def _is_label(self, named: Named) -> bool:
        """Whether words are a label just as they were typed, not another form of one."""
        return any(
            [keys(word, language).word for word in word_list(named.typed)]
            == [one.word for one in analyse(label, language)]
            for concept in named.concepts
            for language, label in self.labels(concept)
        )

    def _begun(
        self, used: str, stretches: list[list[Span]], language: str, *, longer: bool
    ) -> tuple[int, list[tuple[str, str]]]:
        """Where the last words begin that labels go on from, and these labels, each with its concept.

        Labels of more words than were typed count where there are no others, if `longer`.
        """
        if not stretches or stretches[-1][-1][1] < len(used):
            return 0, []
        stretch = stretches[-1][-_LONGEST:]
        for place, (start, _, word) in enumerate(stretch):
            if len(used) - start < _LEAST_BEGUN:
                break
            typed = [keys(one, language) for _, _, one in stretch[place:]]
            known = self._beginnings_in(language).get(beginning_of_word(word, language), b"[]")
            left = {label: self._words_left(label, language, typed) for label in _unpacked(known)}
            begun = [label for label, words in left.items() if words == 0]
            if not begun and longer:
                begun = [label for label, words in left.items() if words]
            if begun:
                return start, begun
        return 0, []

    def _words_left(self, label: tuple[str, str], language: str, typed: list[Keys]) -> int | None:
        """How many words a label has beyond the typed ones, the last of which may be half a word.

        None where it does not go on from them.
        """
        before = [one.key for one in typed[:-1] if not one.stop]
        content = content_of(label[1], language)
        rest = [one.word for one in content[len(before) :]]
        last = typed[-1].word
        goes_on = (
            bool(rest)
            and rest[0].startswith(last)
            and rest != [last]
            and [one.key for one in content[: len(before)]] == before
            and self._counts(label, len(content))
        )
        return len(rest) - 1 if goes_on else None

    def _counts(self, label: tuple[str, str], words: int) -> bool:
        """Whether a label of so many words names its concept."""
        return words > 1 or label[0] in self._one_word or label in self._alone

    def _in_stretch(self, used: str, stretch: list[Span], languages: tuple[str, ...]) -> Iterator[Named]:
        place = 0
        while place < len(stretch):
            found = [self._longest(stretch, place, language) for language in ("", *languages)]
            after = max(end for end, _ in found)
            if after > place:
                concepts = dict.fromkeys(one for end, named in found if end == after for one in named)
                yield Named(used[stretch[place][0] : stretch[after - 1][1]], tuple(concepts))
            place = max(after, place + 1)

    def _longest(self, stretch: list[Span], place: int, language: str) -> tuple[int, list[str]]:
        """Where the longest label ends that begins at a word, and the concepts it names; `place` for none."""
        bucket = self._bucket(language, beginning_of_word(stretch[place][2], language))
        best: tuple[int, list[str]] = (place, [])
        if bucket is None or keys(stretch[place][2], language).stop:
            return best
        content: list[str] = []
        for end, (_, _, word) in enumerate(stretch[place : place + _LONGEST], place + 1):
            found = keys(word, language)
            if found.stop:
                continue
            content.append(found.key)
            if len(content) > bucket.longest:
                break
            if concepts := bucket.concepts.get(" ".join(content)):
                best = (end, concepts.splitlines())
        return best

    def _bucket(self, language: str, beginning: str) -> _Bucket | None:
        place = (language, beginning)
        if place not in self._buckets:
            its = self._beginnings_in(language).get(beginning)
            if its is None:
                return None
            self._buckets[place] = self._made(language, _unpacked(its))
        return self._buckets[place]

    def _beginnings_in(self, language: str) -> dict[str, bytes]:
        """The labels of a language, each with its concept, by how they begin; read when first asked for."""
        if language not in self._beginnings:
            found: dict[str, list[tuple[str, str]]] = defaultdict(list)
            for concept, packed in self._labels.items():
                for spoken, text in _unpacked(packed):
                    if spoken == language and (beginning := beginning_of_label(text, language)):
                        found[beginning].append((concept, text))
            self._beginnings[language] = {beginning: _packed(its) for beginning, its in found.items()}
        return self._beginnings[language]

    def _made(self, language: str, its: Iterable[tuple[str, str]]) -> _Bucket:
        bucket = _Bucket()
        for concept, text in its:
            content = content_of(text, language)
            if not content or not self._counts((concept, text), len(content)):
                continue
            for which in (0, -1):  # as it is written, and as it is typed without accents
                key = " ".join(one.stems[which] if one.stems else one.word for one in content)
                known = dict.fromkeys([*bucket.concepts.get(key, "").splitlines(), concept])
                bucket.concepts[key] = intern("\n".join(known))
            bucket.longest = max(bucket.longest, len(content))
        return bucket


def _packed(pairs: Sequence[tuple[str, str]]) -> bytes:
    return json.dumps(pairs, ensure_ascii=False).encode()


def _unpacked(packed: bytes) -> tuple[tuple[str, str], ...]:
    return tuple((first, text) for first, text in json.loads(packed))
