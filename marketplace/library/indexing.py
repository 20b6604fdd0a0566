"""The index follows the database: from the outbox one batch at a time, or whole."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from marketplace import outbox
from marketplace.database import db
from marketplace.documents.queries import MOST_INDEXED, text_sizes, texts_of
from marketplace.handovers.queries import partners_of, with_one
from marketplace.library.engine import engine
from marketplace.library.meaning import ask_for_vectors
from marketplace.library.meaning import status as meaning_status
from marketplace.library.record_of import search_record
from marketplace.outbox import OutboxJob
from marketplace.providers import hooks
from marketplace.providers.models import Organisation
from marketplace.resources.models import Resource
from marketplace.resources.operations import INDEX_TOPIC, queue_indexing
from marketplace.resources.queries import published, published_by_ids
from marketplace.search.engine import IndexUnavailable, Progress, SearchRecord
from marketplace.transaction import operation
from marketplace.turns import precedence

log = logging.getLogger(__name__)

REBUILD_TOPIC = "index_rebuild"
REBUILD_FROM = 2_000  # waiting jobs
CHUNK = 200
MOST_TEXT = 4_000_000  # characters of files held at once


@outbox.handler(INDEX_TOPIC, batch=True)
def follow(jobs: Sequence[OutboxJob]) -> None:
    """Bring the records of these jobs up to date: the public ones are indexed, all others removed.

    So are those at the other end of their hand-overs, which are shown while both records are public.
    Without a good index, or where most of it has to change, everything is indexed anew: that takes less time
    than many small changes. A few go ahead of requests, since somebody waits for them.
    Raises IndexBusy, and is then tried again.
    """
    ids = list(dict.fromkeys(job.key for job in jobs))
    waiting = outbox.waiting().get(INDEX_TOPIC, 0)
    if waiting >= REBUILD_FROM and waiting > count_public() / 2:
        _rebuild_for_all_waiting()
        return
    try:
        if len(ids) <= CHUNK:
            with precedence.ahead():
                _follow(ids)
        else:
            for start in range(0, len(ids), CHUNK):
                _follow(ids[start : start + CHUNK])
    except IndexUnavailable:
        _rebuild_for_all_waiting()


def _rebuild_for_all_waiting() -> None:
    """Make the index anew, which does the work of every job that waited before."""
    jobs = list(db.session.scalars(select(OutboxJob.id).where(OutboxJob.topic == INDEX_TOPIC)))
    rebuild()
    outbox.forget(jobs)


def _follow(ids: Sequence[str]) -> None:
    ids = [*ids, *partners_of(ids)]
    records = _search_records(published_by_ids(ids))
    _let_go()
    gone = set(ids) - {record.id for record in records}
    for portion in _with_texts(records):
        engine().index(portion)
    if gone:
        engine().remove(sorted(gone))
    ask_for_vectors()


@outbox.handler(REBUILD_TOPIC, batch=True)
def rebuild_if_needed(_jobs: Sequence[OutboxJob]) -> None:
    """Make the index anew, unless somebody has done so. Raises IndexBusy, and is then tried again.

    It is read again for that: what another process found damaged may be whole in the memory of this one.
    """
    engine().close()
    if engine().status().state != "ready":
        rebuild()


def ask_for_rebuild() -> None:
    """Have the worker make the index anew; asked often, it is done once. Never raises: pages call it."""
    try:
        waiting = select(OutboxJob.id).where(OutboxJob.topic == REBUILD_TOPIC).limit(1)
        if db.session.scalar(waiting) is None:
            _add_rebuild()
    except SQLAlchemyError:
        db.session.rollback()
        log.warning("a rebuild of the index could not be asked for")


@operation
def _add_rebuild() -> None:
    log.warning("the search index cannot be used: it will be made anew")
    outbox.add(REBUILD_TOPIC, "index")


def ensure_index() -> None:
    """At start: have a missing or damaged index made anew by the worker, and the vectors that are missing."""
    if engine().status().state != "ready":
        ask_for_rebuild()
    ask_for_vectors()


def rebuild(progress: Progress | None = None) -> int:
    """Make the index anew from the database while the old one answers; how many records.

    `progress` is told how many are done. Raises IndexBusy while another process does the same.
    """
    count = engine().rebuild(_all_records(), progress)
    ask_for_vectors()
    return count


def _all_records() -> Iterator[SearchRecord]:
    """Every public record, read in chunks by id so that memory stays small and no read lasts long."""
    last = ""
    while True:
        statement = published().where(Resource.id > last).order_by(Resource.id).limit(CHUNK)
        resources = db.session.scalars(statement).all()
        if not resources:
            return
        last = resources[-1].id
        records = _search_records(resources)
        _let_go()
        for portion in _with_texts(records):
            yield from portion


def _search_records(resources: Sequence[Resource]) -> list[SearchRecord]:
    linked = with_one([resource.id for resource in resources])
    return [search_record(resource, handover=resource.id in linked) for resource in resources]


def _with_texts(records: Sequence[SearchRecord]) -> Iterator[list[SearchRecord]]:
    """The records with the text of their files, in portions that hold no more of it than memory can bear."""
    sizes = text_sizes([record.version for record in records])
    _let_go()
    portion: list[SearchRecord] = []
    held = 0
    for record in records:
        portion.append(record)
        held += min(sizes.get(record.version, 0), MOST_INDEXED)
        if held >= MOST_TEXT:
            yield _joined(portion, sizes)
            portion, held = [], 0
    if portion:
        yield _joined(portion, sizes)


def _joined(records: Sequence[SearchRecord], sizes: Mapping[str, int]) -> list[SearchRecord]:
    wanted = [record.version for record in records if record.version in sizes]
    texts = texts_of(wanted) if wanted else {}
    _let_go()
    return [
        replace(record, attachments_text=texts[record.version]) if record.version in texts else record
        for record in records
    ]


def _let_go() -> None:
    """End the read: indexing takes long, and a long read keeps the database's log from shrinking."""
    db.session.rollback()


def count_public() -> int:
    """How many records are public."""
    return db.session.scalar(select(func.count()).select_from(_versions().subquery())) or 0


def check() -> list[str]:
    """Every difference between database and index, a line each; none when the index is right."""
    expected = [(record_id, version or "") for record_id, version in db.session.execute(_versions())]
    try:
        found = engine().check(expected)
    except IndexUnavailable as error:
        return [f"index: {error}"]
    groups = (("missing", found.missing), ("outdated", found.outdated), ("surplus", found.surplus))
    return [f"{name}: {record_id}" for name, ids in groups for record_id in ids]


def _versions() -> Select[str, str | None]:
    """(id, live revision) of every public record."""
    return published().with_only_columns(Resource.id, Resource.live_revision_id)


def status() -> dict[str, str]:
    """How the index is, in words and figures, for operators."""
    found = engine().status()
    return {
        "state": found.state,
        "reason": found.reason or "-",
        "documents": str(found.documents),
        "deleted": str(found.deleted),
        "segments": str(found.segments),
        "generation": str(found.generation),
        "size": f"{found.size_bytes / 1e6:.1f} MB",
        "rebuilding": "yes" if found.rebuilding else "no",
        "waiting": str(outbox.waiting().get(INDEX_TOPIC, 0)),
        "meaning": meaning_status(count_public()),
    }


@hooks.on_public_change
def follow_organisation(organisation: Organisation) -> None:
    """A provider was verified, suspended or renamed: search is told of all its records."""
    statement = select(Resource).where(
        Resource.organisation_id == organisation.id, Resource.live_revision_id.is_not(None)
    )
    for resource in db.session.scalars(statement):
        queue_indexing(resource)
