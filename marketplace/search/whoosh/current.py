"""The snapshot that queries run on: loaded once per generation, shared by all threads."""

import os
import threading
import time
from pathlib import Path
from typing import Any

from marketplace.search.engine import IndexUnavailable
from marketplace.search.whoosh.folder import Folder
from marketplace.search.whoosh.library import TOC
from marketplace.search.whoosh.postings import PostingCache
from marketplace.search.whoosh.schema import INDEX_NAME, schema
from marketplace.search.whoosh.segment import Segment, damage
from marketplace.search.whoosh.snapshot import Snapshot
from marketplace.search.whoosh.storage import DamagedIndex, DurableStorage

_TRIES = 5
_PAUSE = 0.02

Mark = tuple[int, ...]


def read_table(storage: DurableStorage) -> Any:
    """The table of contents in use; raises DamagedIndex."""
    with damage():
        return TOC.read(storage, INDEX_NAME, schema=schema())


class Current:
    """Gives the snapshot of the newest generation, whoever wrote it.

    Two `stat` calls tell whether there is a newer one. Segments stay loaded over generations. While one
    thread loads, the others go on with the snapshot they know.
    """

    def __init__(self, folder: Folder, cache: PostingCache) -> None:
        self._folder = folder
        self._cache = cache
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._table = Path()
        self._mark: Mark = ()
        self._failed: tuple[Mark, str] | None = None

    def get(self, wait: bool = False) -> Snapshot:
        """The newest snapshot, with `wait` also while another thread loads it; raises IndexUnavailable."""
        known = self._snapshot
        if known is not None and self._mark == self._look():
            return known
        if known is None or wait:
            self._lock.acquire()
        elif not self._lock.acquire(blocking=False):
            return known
        try:
            return self._reload()
        finally:
            self._lock.release()

    def mark(self) -> str:
        """What tells this state of the index from any other. Raises IndexUnavailable."""
        self.get()
        return "-".join(format(part, "x") for part in self._mark)

    def fail(self, reason: str) -> IndexUnavailable:
        """Remember that the index in use turned out damaged, and give the error to raise."""
        with self._lock:
            self._failed = self._folder.mark(), reason
            self._snapshot = None
        return IndexUnavailable(f"damaged: {reason}")

    def forget(self) -> None:
        """Let go of everything that is loaded."""
        with self._lock:
            self._snapshot, self._failed = None, None
            self._cache.clear()

    def _look(self) -> Mark:
        """What changes when there is another build or generation."""
        try:
            found = os.stat(self._table)
        except OSError:
            return ()
        return *self._folder.mark(), found.st_ino, found.st_size, found.st_mtime_ns

    def _reload(self) -> Snapshot:
        if self._snapshot is not None and self._mark == self._look():
            return self._snapshot
        build = self._folder.mark()
        if self._failed is not None and self._failed[0] == build:
            raise IndexUnavailable(f"damaged: {self._failed[1]}")
        for left in reversed(range(_TRIES)):
            try:
                return self._load()
            except DamagedIndex as error:
                # A writer may have replaced the files between our looking and our opening.
                if not left:
                    self._snapshot, self._failed = None, (build, str(error))
                    raise IndexUnavailable(f"damaged: {error}") from error
                time.sleep(_PAUSE)
        raise AssertionError("the loop above returns or raises")

    def _load(self) -> Snapshot:
        storage = DurableStorage(self._folder.current())
        with damage():
            build = self._folder.mark()
            table = read_table(storage)
            path = storage.path / TOC._filename(INDEX_NAME, table.generation)
            found = os.stat(path)
            known = {(one.folder, one.name): one for one in self._snapshot.segments} if self._snapshot else {}
            described = schema()
            segments = [
                known.get((storage.path, one.segment_id())) or Segment(storage, one, described, self._cache)
                for one in table.segments
            ]
            deleted = [set(one.deleted_docs()) for one in table.segments]
            snapshot = Snapshot(segments, deleted, table.generation)
        self._cache.fit(snapshot.size)
        self._table, self._failed = path, None
        self._mark = (*build, found.st_ino, found.st_size, found.st_mtime_ns)
        self._snapshot = snapshot
        return snapshot
