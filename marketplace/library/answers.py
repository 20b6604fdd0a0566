"""What the library answers to a question: one way for pages, feeds and the programming interface."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Any

from flask import current_app
from flask_login import current_user
from sqlalchemy import select

from marketplace.database import db
from marketplace.library import fallback
from marketplace.library.cards import Card, cards_by_ids, put_asked_first
from marketplace.library.engine import engine
from marketplace.library.forms import LibraryFilters
from marketplace.library.front import state_at_start
from marketplace.library.indexing import ask_for_rebuild
from marketplace.library.marking import mark_words
from marketplace.library.meaning import meaning, newest_vector
from marketplace.library.nearest import Drop, nearest
from marketplace.library.suggested import Suggestion, country_names, plain_meaning, suggest
from marketplace.outbox import OutboxJob
from marketplace.resources.operations import INDEX_TOPIC
from marketplace.search.engine import IndexUnavailable, Notice, Query, Result
from marketplace.searches import recording
from marketplace.searches.widening import Widener, as_mark, newest_changes, widener

MOST_KEPT = 16  # of about 70 kB

Facets = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Answer:
    """One page of what was found. `facets` holds counts by filter and code; none without the index.

    `suggested` are filters that the words name, `together` is the search with all of them set. `related` of
    all `total` records do not have the words: they were found by their meaning.
    """

    filters: LibraryFilters
    cards: list[Card]
    total: int
    facets: Facets = field(default_factory=dict)
    did_you_mean: str | None = None
    drops: tuple[Drop, ...] = ()
    suggested: tuple[Suggestion, ...] = ()
    together: LibraryFilters | None = None
    is_about: bool = False
    is_cut: bool = False
    without_index: bool = False
    related: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.filters.per_page))


_waiting = select(OutboxJob.id).where(OutboxJob.topic == INDEX_TOPIC).limit(1).scalar_subquery()
_state = select(_waiting, newest_vector, *newest_changes)


def library_mark() -> str | None:
    """What all answers are made from: another text once they may be others.

    None while a change waits to be indexed, or without an index: then nothing may be kept.
    """
    state = state_at_start()
    known: tuple[object, str | None] | None = current_app.extensions.get("library_mark")
    if state is not None and known is not None and known[0] == state:
        return known[1]
    mark = _read_mark()
    if state is not None:  # a commit since then gives the next request another state
        current_app.extensions["library_mark"] = state, mark
    return mark


def _read_mark() -> str | None:
    try:
        mark = engine().mark()
    except IndexUnavailable:
        return None
    waiting, vectors, *changes = db.session.execute(_state).one()
    return f"{mark}#{vectors} {as_mark(changes)}" if waiting is None else None


_Key = tuple[str, str, str]


class KeptAnswers:
    """The answers given last, for as long as the index is the one they were made from."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, Answer] = OrderedDict()

    def get(self, key: _Key) -> Answer | None:
        """The answer to a question, if it is here."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: _Key, answer: Answer) -> None:
        """Keep an answer; the one not asked for the longest goes."""
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


def answer(filters: LibraryFilters, language: str, mark: str | None) -> Answer:
    """Answer a question for a reader of `language`; without a good index from SQL, and it is made anew.

    `mark` is `library_mark()` as it was when the request began. A page beyond the last has no cards.
    """
    kept: KeptAnswers = current_app.extensions["kept_answers"]
    key = (mark or "", language, f"{filters.address('')}&{filters.per_page}")
    if mark is not None and (known := kept.get(key)) is not None:
        return replace(known, filters=filters)
    made = _make(filters, language, widener(mark.rpartition(" ")[2] if mark is not None else None))
    # A member's request began to read before the mark was taken: what it found may be older than the mark.
    if mark is not None and not current_user.is_authenticated and still(mark):
        kept.put(key, made)
    return made


def still(mark: str | None) -> bool:
    """Whether the index is the same as when this mark was taken."""
    if mark is None:
        return False
    try:
        return engine().mark() == mark.rpartition("#")[0]
    except IndexUnavailable:
        return False


def _make(filters: LibraryFilters, language: str, words: Widener) -> Answer:
    query = _query(filters, language, words)

    def find(other: LibraryFilters) -> Result:
        return engine().find(_query(other, language, words, per_page=1))

    try:
        found = engine().find(query)
        drops = () if found.total else nearest(filters, find)
        recording.known().answered(filters.search(language), found.total - found.related_total)
    except IndexUnavailable:
        ask_for_rebuild()
        return _from_sql(filters, query)
    return _from_index(filters, language, found, drops)


def _query(filters: LibraryFilters, language: str, words: Widener, **changes: Any) -> Query:
    """A question with what its words are widened to; a part of the name of a country says nothing."""
    if filters.q:
        named = country_names(filters.q, language)
        found = words.expansions(filters.q, language)
        free = (one for one in found if not any(one.typed in name.typed for name in named))
        changes["expansions"] = (*free, *named)
        changes["related"] = meaning().nearest(plain_meaning(filters.q, language))
    return filters.query(language, **changes)


def _from_index(filters: LibraryFilters, language: str, found: Result, drops: tuple[Drop, ...]) -> Answer:
    """The cards of a result; a record that is public no more is left out although the index still has it."""
    cards = cards_by_ids([one for one, _ in found.ids])
    scores = dict(found.ids)
    for card in cards:
        card.score = scores[card.id]
        card.related = card.id in found.related
    mark_words(cards, found.words, found.other_words)
    put_asked_first(cards, filters.values.get("origin", ()), filters.values.get("destination", ()))
    suggested, together = suggest(filters, language, found.facets)
    return Answer(
        filters,
        cards,
        found.total - (len(found.ids) - len(cards)),
        found.facets,
        found.did_you_mean,
        drops,
        suggested,
        together,
        Notice.TOTAL_IS_ABOUT in found.notices,
        Notice.QUERY_CUT in found.notices,
        related=found.related_total,
    )


def _from_sql(filters: LibraryFilters, query: Query) -> Answer:
    ids, total = fallback.find(query)
    return Answer(filters, cards_by_ids(ids), total, without_index=True)
