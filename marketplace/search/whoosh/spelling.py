"""Completion and correction of what is typed, from the words of the newest snapshot."""

import threading
from collections.abc import Mapping
from time import monotonic

from marketplace.search.engine import Query
from marketplace.search.grammar import MAX_CHARACTERS, Parsed
from marketplace.search.text.analysis import QueryWord, keys, tokens
from marketplace.search.text.normalise import normalise
from marketplace.search.whoosh.lexicon import Lexicon
from marketplace.search.whoosh.snapshot import Snapshot
from marketplace.search.whoosh.widening import explained

AT_ONCE = 5_000
REST = 20  # times as long as reading the words took, until they are read again
_MIN_TYPED = 2


class Spelling:
    """Keeps a lexicon; for more than AT_ONCE documents it is read in the background and may be behind.

    While records are published one after the other, it is read for a twentieth of the time at most.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lexicon: Lexicon | None = None
        self._of: Snapshot | None = None
        self._reading = False
        self._good_until = 0.0

    def lexicon(self, snapshot: Snapshot) -> Lexicon | None:
        """The words of a snapshot; of an earlier one, or None, while a large one is being read."""
        with self._lock:
            if self._of is snapshot or monotonic() < self._good_until:
                return self._lexicon
            if snapshot.size <= AT_ONCE:
                began = monotonic()
                self._lexicon, self._of = Lexicon(snapshot), snapshot
                self._rest(began)
            elif not self._reading:
                self._reading = True
                threading.Thread(target=self._read, args=(snapshot,), daemon=True).start()
            return self._lexicon

    def _read(self, snapshot: Snapshot) -> None:
        try:
            began = monotonic()
            lexicon = Lexicon(snapshot)
            lexicon.prepare()
            with self._lock:
                self._lexicon, self._of = lexicon, snapshot
                self._rest(began)
        finally:
            self._reading = False

    def _rest(self, began: float) -> None:
        ended = monotonic()
        self._good_until = ended + REST * (ended - began)

    def complete(self, snapshot: Snapshot, typed: str, limit: int) -> list[str]:
        """The text with its last word completed, most frequent first."""
        text = normalise(typed[:MAX_CHARACTERS])
        found = list(tokens(text))
        lexicon = self.lexicon(snapshot)
        if not found or lexicon is None or found[-1][1] != len(text):
            return []
        start, _, word = found[-1]
        beginning = keys(word, "").word
        if len(beginning) < _MIN_TYPED:
            return []
        return [text[:start] + ending for ending in lexicon.complete(beginning, limit)]

    def correct(
        self, snapshot: Snapshot, query: Query, parsed: Parsed, rarity: Mapping[QueryWord, float]
    ) -> str | None:
        """The text with words that occur nowhere (`rarity` 0) replaced by near ones; None without such.

        Words that a label explains are right as they are.
        """
        understood = explained(query)
        unknown = {
            word.typed: word.words[0]
            for word in [*parsed.words, *(part for phrase in parsed.phrases for part in phrase.parts)]
            if not rarity.get(word) and word.typed not in understood
        }
        lexicon = self.lexicon(snapshot) if unknown else None
        if lexicon is None:
            return None
        better = {
            word: near for word, folded in unknown.items() if (near := lexicon.nearest(folded)) is not None
        }
        return _replaced(normalise(query.text[:MAX_CHARACTERS]), better) if better else None


def _replaced(text: str, better: dict[str, str]) -> str:
    parts, position = [], 0
    for start, end, word in tokens(text):
        parts += [text[position:start], better.get(keys(word, "").shown, text[start:end])]
        position = max(position, end)
    return "".join([*parts, text[position:]]).strip()
