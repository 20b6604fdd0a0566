"""Which other words a search is widened to: our own synonyms, and the thesauri less what was switched off."""

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import func, select

from marketplace.database import db
from marketplace.languages import enabled_languages
from marketplace.search.concepts import concepts
from marketplace.search.engine import Expansion
from marketplace.search.text.normalise import primary
from marketplace.search.thesaurus import Label, Thesaurus
from marketplace.searches.models import StoppedConcept, SynonymGroup

WEIGHT = 0.5  # chosen by benchmarks/search_languages.py, see docs/decisions/0014
OWN_WEIGHT = 0.8
HALF_WEIGHT = 0.3  # what a half typed word counts in texts as well
_ALSO = ("en", "de")
_BY_SCRIPT = (("ar", re.compile("[\u0620-\u064a]")), ("uk", re.compile("[\u0400-\u04ff]")))
"""Languages of many readers that the interface does not speak: looked up where their letters are typed."""

newest_changes = (
    select(func.max(SynonymGroup.changed_at)).scalar_subquery(),
    select(func.max(StoppedConcept.changed_at)).scalar_subquery(),
)
"""Columns that are others after every change to the words; `as_mark` makes a text of them."""


@dataclass(frozen=True)
class Widened:
    """Words that were typed, what they are widened to, and by what: `concept` is "" for our own synonyms."""

    typed: str
    concept: str
    labels: tuple[Label, ...]
    weight: float


class Widener:
    """The words as they were at one moment."""

    def __init__(self, groups: Iterable[SynonymGroup], stopped: Iterable[str]) -> None:
        own = {group.id: tuple(("", words) for words in group.words) for group in groups}
        self._own = Thesaurus(own, one_word=frozenset(own))
        self._stopped = frozenset(stopped)

    def explain(self, text: str, language: str) -> list[Widened]:
        """Everything that the words of a text are widened to, concept by concept."""
        found = [
            Widened(one.typed, "", self._own.labels(group), OWN_WEIGHT)
            for one in self._own.named(text, ())
            for group in one.concepts
        ]
        known = concepts()
        return found + [
            Widened(one.typed, concept, known.labels(concept), HALF_WEIGHT if one.half else WEIGHT)
            for one in known.named(text, languages_of(language, text), _unfinished(language))
            for concept in one.concepts
            if concept not in self._stopped
        ]

    def expansions(self, text: str, language: str) -> tuple[Expansion, ...]:
        """The same as search takes it: all concepts that the same words name count as one."""
        together: dict[tuple[str, float], dict[Label, None]] = {}
        for one in self.explain(text, language):
            together.setdefault((one.typed, one.weight), {}).update(dict.fromkeys(one.labels))
        return tuple(Expansion(tuple(labels), weight, typed) for (typed, weight), labels in together.items())


def complete(text: str, language: str) -> list[str]:
    """Ways to go on typing to a label in the asker's language; none where the texts have these words."""
    return concepts().complete(text, language) if _unfinished(language) else []


def _unfinished(language: str) -> str:
    """The language in which half a word may name a concept: not English, whose words the texts have."""
    return "" if primary(language) == "en" else language


class KeptWidener:
    """The words as they were last read by this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[str, Widener] | None = None

    def get(self, mark: str) -> Widener | None:
        """The words, if they are those of this mark."""
        with self._lock:
            return self._kept[1] if self._kept is not None and self._kept[0] == mark else None

    def put(self, mark: str, widener: Widener) -> None:
        """Keep the words as they are at this mark."""
        with self._lock:
            self._kept = (mark, widener)


def languages_of(language: str, text: str = "") -> tuple[str, ...]:
    """The languages in which the words of a text are looked up: the asker's first."""
    enabled = (one.code for one in enabled_languages())
    written = (code for code, letters in _BY_SCRIPT if letters.search(text))
    return tuple(dict.fromkeys((language, *_ALSO, *enabled, *written)))


def as_mark(changes: Iterable[datetime | None]) -> str:
    """A text that is another one after every change to the words."""
    return "/".join(moment.isoformat() if moment is not None else "" for moment in changes)


def widener(mark: str | None = None) -> Widener:
    """The words as the database has them now; read only where something has changed.

    `mark` is that of the newest change, where the caller has asked for it already.
    """
    if mark is None:
        mark = as_mark(db.session.execute(select(*newest_changes)).one())
    keeper: KeptWidener = current_app.extensions["widener"]
    found = keeper.get(mark)
    if found is None:
        groups = db.session.scalars(select(SynonymGroup).filter_by(active=True).order_by(SynonymGroup.id))
        stopped = db.session.scalars(select(StoppedConcept.concept).filter_by(active=True))
        found = Widener(groups, stopped)
        keeper.put(mark, found)
    return found


def prepare() -> None:
    """Read the thesauri now, so that no reader waits for it; takes about a second."""
    concepts().prepare(languages_of("en"))
