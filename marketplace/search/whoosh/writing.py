"""Changes to an index folder: one writer at a time, each change whole or not at all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from marketplace.search.engine import SearchRecord
from marketplace.search.whoosh.gathering import GatheringWriter
from marketplace.search.whoosh.library import TOC, FileIndex, SegmentReader
from marketplace.search.whoosh.postings import PostingCache
from marketplace.search.whoosh.schema import INDEX_NAME, document, schema
from marketplace.search.whoosh.segment import Segment
from marketplace.search.whoosh.storage import DurableStorage

LEVEL = 8
MAX_MERGED = 20_000
_LEVELS = 5  # segments of 8**4 documents and more are joined by a rebuild only


def create(folder: Path) -> None:
    """Write the table of contents of an index without documents."""
    TOC.create(DurableStorage(folder), schema(), INDEX_NAME)


@contextmanager
def writer(
    folder: Path, merge: Callable[[Any, list[Any]], list[Any]], opened: Sequence[Segment] = ()
) -> Iterator[Any]:
    """A Whoosh writer that commits at the end. Of the segments it finds, `opened` need not be opened again.

    After any failure it is cancelled and dropped and what it wrote is removed, so that the next writer
    starts clean. Hold `Folder.writing` around it.
    """
    storage = DurableStorage(folder)
    index = FileIndex(storage, schema=schema(), indexname=INDEX_NAME)
    made = GatheringWriter(index)
    made.opened = {one.name: one for one in opened if one.folder == folder}
    try:
        yield made
        made.commit(mergetype=merge)
    except BaseException:
        _drop(made, storage)
        raise


def _drop(made: Any, storage: DurableStorage) -> None:
    with suppress(Exception):
        made.cancel()
    with suppress(Exception):
        made.writelock.release()
    storage.abandon()


def put(made: Any, records: Iterable[SearchRecord]) -> int:
    """Add or replace records in a writer, the last of each id; how many."""
    unique = {record.id: record for record in records}
    take_out(made, unique)
    for record in unique.values():
        made.add_document(**document(record))
    return len(unique)


def take_out(made: Any, ids: Iterable[str]) -> int:
    """Delete records that are committed; how many there were. Call before adding."""
    wanted = set(ids)
    return sum(_take_out_of(made, described, wanted) for described in made.segments)


def _take_out_of(made: Any, described: Any, ids: set[str]) -> int:
    segment = made.opened.get(described.segment_id())
    if segment is None:
        segment = Segment(made.storage, described, made.schema, PostingCache(0))
    found = {one for record_id in ids for one in segment.documents_of(record_id)}
    still = [one for one in found if not described.is_deleted(one)]
    for one in still:
        described.delete_document(one)
    return len(still)


def keep_segments(_made: Any, segments: list[Any]) -> list[Any]:
    """Merge nothing; segments without a live document go."""
    return [segment for segment in segments if segment.doc_count()]


def merge_levels(made: Any, segments: list[Any]) -> list[Any]:
    """Merge small segments once LEVEL of about the same size have gathered, each record log(n) times in all.

    Segments that are mostly deleted are rewritten too. At most MAX_MERGED documents are rewritten, so
    that a small change never waits for a large merge; a rebuild joins the rest.
    """
    kept = sorted(keep_segments(made, segments), key=lambda segment: segment.doc_count())
    chosen = [segment for segment in kept if segment.deleted_count() > segment.doc_count()]
    for level in range(1, _LEVELS):
        small = [segment for segment in kept if segment.doc_count() < LEVEL**level]
        if len([one for one in small if one.doc_count() >= LEVEL ** (level - 1)]) >= LEVEL:
            chosen = list({*chosen, *small})
    merged, total = set(), 0
    for segment in sorted(chosen, key=lambda one: one.doc_count()):
        total += segment.doc_count()
        if total > MAX_MERGED:
            break
        merged.add(segment)
        add_segment(made, made.storage, segment)
    return [segment for segment in kept if segment not in merged]


def add_segment(made: Any, storage: DurableStorage, segment: Any) -> None:
    """Copy the live documents of a segment, which may be another index's, into a writer."""
    reader = SegmentReader(storage, made.schema, segment)
    try:
        made.add_reader(reader)
    finally:
        reader.close()
