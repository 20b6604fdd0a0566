"""Searches without result, counted without saying who asked: in memory first, written by the worker.

A page that is read changes nothing: it adds to a counter of this process. Words that look like an address, a
phone number or a number of a person are not kept, nor are long texts.
"""

import logging
import threading
import time
from collections import Counter, OrderedDict
from datetime import date, timedelta

from flask import Flask, current_app
from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError

from marketplace import outbox
from marketplace.database import db, utc_now
from marketplace.search.text.normalise import normalise
from marketplace.searches.models import FILTERS_LIMIT, WORDS_LIMIT, SearchMiss
from marketplace.texts import has_contact
from marketplace.transaction import operation

FLUSH_SECONDS = 30.0
DAY_SECONDS = 86_400.0
MOST_WAITING = 500  # different searches between two writings
MOST_A_DAY = 1_000  # different searches
MOST_EMPTY = 4_000
MOST_WORDS = 10

log = logging.getLogger(__name__)

Search = tuple[str, str, str]
"""(words, filters as a query string, language of the page)"""


class Misses:
    """What this process knows: which searches have an empty answer now, and how often they were asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._empty: OrderedDict[Search, None] = OrderedDict()
        self._counts: Counter[tuple[date, Search]] = Counter()
        self._written = time.monotonic()

    def answered(self, search: Search, total: int) -> None:
        """A search was answered afresh."""
        with self._lock:
            self._empty.pop(search, None)
            if not total:
                self._empty[search] = None
                while len(self._empty) > MOST_EMPTY:
                    self._empty.popitem(last=False)

    def asked(self, search: Search) -> bool:
        """Somebody asked; counted, and True, if the answer is known to be empty. Costs next to nothing."""
        if search not in self._empty or (kept := to_keep(search)) is None:
            return False
        key = (utc_now().date(), kept)
        with self._lock:
            if key in self._counts or len(self._counts) < MOST_WAITING:
                self._counts[key] += 1
        return True

    def is_due(self, ending: bool) -> bool:
        """Whether to write: there is something and it waited or the process ends, or a day has passed."""
        waited = time.monotonic() - self._written
        return (bool(self._counts) and (ending or waited >= FLUSH_SECONDS)) or waited >= DAY_SECONDS

    def take(self) -> Counter[tuple[date, Search]]:
        """What was counted since it was last taken."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
            self._written = time.monotonic()
        return taken


def to_keep(search: Search) -> Search | None:
    """A search as it is kept, its words normalised; None where it may say something of a person."""
    words = " ".join(normalise(search[0]).lower().split())
    too_long = len(words) > WORDS_LIMIT or len(words.split()) > MOST_WORDS or len(search[1]) > FILTERS_LIMIT
    if not words or too_long or has_contact(words):
        return None
    return words, search[1], search[2]


def known() -> Misses:
    """The misses of this process."""
    found: Misses = current_app.extensions["misses"]
    return found


def write() -> None:
    """Write down what was counted, and remove what is older than KEEP_SEARCHES_DAYS; 0 keeps nothing."""
    _write(known().take())


@operation
def _write(taken: Counter[tuple[date, Search]]) -> None:
    days = current_app.config["KEEP_SEARCHES_DAYS"]
    if days:
        for (day, search), count in taken.items():
            _count(day, search, count)
    oldest = utc_now().date() - timedelta(days=days)
    db.session.execute(delete(SearchMiss).where(SearchMiss.day <= oldest))


def _count(day: date, search: Search, count: int) -> None:
    words, filters, language = search
    place = {"day": day, "language": language, "words": words, "filters": filters}
    row = db.session.scalar(select(SearchMiss).filter_by(**place))
    if row is None:
        that_day = select(func.count()).select_from(SearchMiss).where(SearchMiss.day == day)
        if (db.session.scalar(that_day) or 0) >= MOST_A_DAY:
            return
        row = SearchMiss(**place)
        db.session.add(row)
        db.session.flush()
    row.count = SearchMiss.count + count


def _when_due(ending: bool) -> None:
    if not known().is_due(ending):
        return
    try:
        write()
    except SQLAlchemyError as error:
        db.session.rollback()
        # the text of the error holds what was searched for
        log.warning("searches without result could not be written: %s", type(error).__name__)


def init_app(app: Flask) -> None:
    """Count from now on; the worker of this process writes."""
    app.extensions["misses"] = Misses()
    outbox.between_jobs(_when_due)
