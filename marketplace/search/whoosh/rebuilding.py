"""Making the index anew in a side folder while the old one answers and takes changes."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

from marketplace.search.engine import IndexUnavailable, Progress, SearchRecord
from marketplace.search.whoosh.current import Current, read_table
from marketplace.search.whoosh.folder import Folder
from marketplace.search.whoosh.schema import document
from marketplace.search.whoosh.snapshot import Snapshot
from marketplace.search.whoosh.storage import DurableStorage
from marketplace.search.whoosh.writing import add_segment, create, keep_segments, put, take_out, writer

_STEP = 100
MOST_GATHERED = 12_000_000  # postings of 6 bytes in memory: the words of some ten thousand records


def rebuild(
    folder: Folder,
    current: Current,
    write_lock: threading.Lock,
    wait: float,
    records: Iterable[SearchRecord],
    progress: Progress | None,
) -> int:
    """Build from `records`, carry over what changed in the old index meanwhile, switch; how many records.

    While the build is under way nothing is merged in the old index, so everything that changed stands in
    segments that were not there at the start. Raises IndexBusy when another build is under way.
    """
    folder.create()
    with folder.rebuilding():
        before = _state(current)
        with suppress(IndexUnavailable):
            folder.remove_builds(keep=folder.current())
        build = folder.new_build()
        create(build)
        count = _fill(build, records, progress)
        with write_lock, folder.writing(wait):
            if before is not None:
                _carry_over(folder, current, before, build)
            folder.switch(build)
    return count


def _state(current: Current) -> Snapshot | None:
    try:
        return current.get(wait=True)
    except IndexUnavailable:
        return None


def _fill(build: Path, records: Iterable[SearchRecord], progress: Progress | None) -> int:
    """Write all records in few large segments; the last of several with one id counts."""
    seen: set[str] = set()
    again: dict[str, SearchRecord] = {}
    left = iter(records)
    while (record := next(left, None)) is not None:
        with writer(build, keep_segments) as made:
            for one in chain((record,), left):
                if one.id in seen:
                    again[one.id] = one
                    continue
                seen.add(one.id)
                made.add_document(**document(one))
                if progress is not None and len(seen) % _STEP == 0:
                    progress(len(seen))
                if made.pool.count >= MOST_GATHERED:
                    break
    if again:
        with writer(build, keep_segments) as made:
            put(made, again.values())
    if progress is not None:
        progress(len(seen))
    return len(seen)


def _carry_over(folder: Folder, current: Current, before: Snapshot, build: Path) -> None:
    now = _state(current)
    if now is None or now.generation == before.generation:
        return
    old = {segment.name for segment in before.segments}
    then, still = dict(before.versions()), dict(now.versions())
    fresh = {segment.name for segment in now.segments} - old
    changed = {one for name in fresh for one in _ids(now, name)}
    storage = DurableStorage(folder.current())
    described = [one for one in read_table(storage).segments if one.segment_id() in fresh]
    with writer(build, keep_segments) as made:
        take_out(made, changed | (then.keys() - still.keys()))
        for segment in described:
            add_segment(made, storage, segment)


def _ids(snapshot: Snapshot, name: str) -> Iterator[str]:
    for segment in snapshot.segments:
        if segment.name == name:
            yield from (one.decode() for one in segment.ids)
