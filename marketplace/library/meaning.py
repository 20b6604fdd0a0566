"""Search by meaning: vectors of public records, made by the worker bit by bit, and the nearest of them."""

import textwrap
import threading
import time
from collections.abc import Sequence

import numpy as np
from flask import Flask, current_app
from sqlalchemy import Select, and_, func, select

from marketplace import outbox, vocab
from marketplace.database import db
from marketplace.library.models import RecordVector
from marketplace.library.record_of import search_record
from marketplace.outbox import OutboxJob
from marketplace.resources.models import Resource
from marketplace.resources.queries import published
from marketplace.search.engine import Near, SearchRecord
from marketplace.search.meaning.embedder import Embedder, NoEmbedder, Vector, open_embedder
from marketplace.search.meaning.nearest import Nearest
from marketplace.transaction import operation

TOPIC = "meaning"
SECONDS = 0.5
"""That one job takes at most, but for the record at hand: a worker that ends waits for it."""
PASSAGES = {300: 8, 600: 4}
"""Characters of a passage, and how many of this size a record has at most.

Short ones tell things apart, long ones say what belongs together: both find more than either. The model
needs a tenth of a second for 300 characters and two for 600.
"""

newest_vector = select(func.max(RecordVector.number)).scalar_subquery()


class Meaning:
    """The model of this process, or why there is none, and the vectors it knows."""

    def __init__(self, wanted: bool) -> None:
        self._lock = threading.Lock()
        self._wanted = wanted
        self._embedder: Embedder | None = None
        self._reason = "" if wanted else "off"
        self._nearest = Nearest()
        self._known = 0

    def use(self, embedder: Embedder) -> None:
        """Take this model."""
        self._embedder, self._reason = embedder, ""

    def embedder(self) -> Embedder | None:
        """The model; opened when first asked for, which takes a second."""
        with self._lock:
            if self._embedder is None and not self._reason:
                try:
                    self._embedder = open_embedder()
                except NoEmbedder as error:
                    self._reason = str(error)
            return self._embedder

    def reason(self) -> str:
        """Why there is no model, "" where there is one."""
        return "" if self.embedder() is not None else self._reason

    def nearest(self, text: str) -> tuple[Near, ...]:
        """The records nearest in meaning to a text, of those known to the database by now.

        None for a text that means nothing.
        """
        embedder = self.embedder()
        if embedder is None or not text:
            return ()
        self._catch_up(embedder)
        question = embedder.query(text) if len(self._nearest) else None
        return tuple(self._nearest.find(question, embedder.threshold)) if question is not None else ()

    def _catch_up(self, embedder: Embedder) -> None:
        """Read the vectors that were made since the last time."""
        with self._lock:
            rows = db.session.execute(
                select(RecordVector.resource_id, RecordVector.number, RecordVector.vector)
                .where(RecordVector.number > self._known, RecordVector.model == _make(embedder))
                .order_by(RecordVector.number)
            ).all()
            self._nearest.put(
                (row.resource_id, np.frombuffer(row.vector, dtype="<f2").astype(np.float32)) for row in rows
            )
            self._known = rows[-1].number if rows else self._known


def init_app(app: Flask) -> None:
    """Have the application look for a model when one is first needed, unless SEMANTIC is off."""
    app.extensions[TOPIC] = Meaning(app.config["SEMANTIC"] == "auto")


def meaning() -> Meaning:
    """Search by meaning of this application."""
    found: Meaning = current_app.extensions[TOPIC]
    return found


def ask_for_vectors() -> None:
    """Have the worker make the vectors that are missing; asked often, it is done once."""
    if meaning().embedder() is None or not count_missing():
        return
    waiting = select(OutboxJob.id).where(OutboxJob.topic == TOPIC).limit(1)
    if db.session.scalar(waiting) is None:
        _add_job()


@operation
def _add_job() -> None:
    outbox.add(TOPIC, "records")


@outbox.handler(TOPIC, slow=True)
def make_vectors(_jobs: Sequence[OutboxJob]) -> None:
    """Make vectors of records that have none of their live revision, for SECONDS; the rest is a new job."""
    embedder = meaning().embedder()
    if embedder is None:
        return
    end = time.monotonic() + SECONDS
    while (resource := db.session.scalar(_missing(embedder).order_by(Resource.id).limit(1))) is not None:
        if time.monotonic() > end:
            _add_job()
            return
        record = search_record(resource)
        db.session.rollback()  # the model takes long, and a long read keeps the database's log from shrinking
        _keep(record, _make(embedder), vector(embedder, record).astype("<f2").tobytes())


def vector(embedder: Embedder, record: SearchRecord) -> Vector:
    """The vector of a record: the mean of those of its passages, of length 1."""
    mean = np.mean([embedder.passage(text) for text in passages(record)], axis=0)
    found: Vector = (mean / np.linalg.norm(mean)).astype(np.float32)
    return found


def passages(record: SearchRecord) -> list[str]:
    """What a record says, in pieces of several sizes; one that is short, once.

    Kaszkiel and Zobel, Effective Ranking with Arbitrary Passages (2001): no one size suits all texts.
    """
    return list(
        dict.fromkeys(text for size, most in PASSAGES.items() for text in _pieces(record, size, most))
    )


def _pieces(record: SearchRecord, size: int, most: int) -> list[str]:
    """The beginning of a record, then the text behind it, each under the title."""
    behind = max(size - len(record.title) - 2, size // 2)
    pieces = textwrap.wrap(record.body[size // 2 :][: behind * most], behind, break_on_hyphens=False)
    return [_beginning(record, size), *(f"{record.title}. {piece}" for piece in pieces)][:most]


def _beginning(record: SearchRecord, size: int) -> str:
    """Of what a record says: title, summary, what it is about in English, then its text."""
    terms = [vocab.label("booster", slug, "en") for slug in record.boosters]
    parts = (record.title, record.summary[: size // 2], ", ".join(terms), record.summary, record.body)
    return ". ".join(part for part in dict.fromkeys(parts) if part)[:size]


def _make(embedder: Embedder) -> str:
    """The model and how records are put to it: what differs in either cannot be compared."""
    return f"{embedder.name}/{'+'.join(f'{most}x{size}' for size, most in PASSAGES.items())}"


@operation
def _keep(record: SearchRecord, model: str, vector: bytes) -> None:
    """Write down the vector of a record, unless the record is gone meanwhile."""
    if db.session.get(Resource, record.id) is None:
        return
    number = (db.session.scalar(select(newest_vector)) or 0) + 1
    db.session.merge(
        RecordVector(
            resource_id=record.id, revision_id=record.version, model=model, number=number, vector=vector
        )
    )


def _missing(embedder: Embedder) -> Select[Resource]:
    fits = and_(
        RecordVector.resource_id == Resource.id,
        RecordVector.revision_id == Resource.live_revision_id,
        RecordVector.model == _make(embedder),
    )
    return published().outerjoin(RecordVector, fits).where(RecordVector.resource_id.is_(None))


def count_missing() -> int:
    """How many public records have no vector of their live revision by this model; 0 without a model."""
    embedder = meaning().embedder()
    if embedder is None:
        return 0
    found = _missing(embedder).with_only_columns(Resource.id).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def status(public: int) -> str:
    """How search by meaning is, in words, for operators; `public` records could be found by it."""
    if reason := meaning().reason():
        return reason
    missing = count_missing()
    return f"{public - missing} of {public} records embedded, {missing} waiting"
