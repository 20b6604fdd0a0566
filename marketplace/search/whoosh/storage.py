"""Index files that are on the disk before they count, and that are known again when read.

Each file of a segment gets a checksum in `<segment>.sum`, the table of contents carries its own; both are
written and forced to disk before the table takes its name, so a power cut leaves the old state or the new.
"""

import io
import json
import os
import struct
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from marketplace.search.engine import SearchError
from marketplace.search.whoosh.library import FileStorage, StructFile, load_pickle

_TRAILER = struct.Struct("!4sI")
_MAGIC = b"HSUM"
_CHUNK = 1 << 20
_AT_ONCE = 8
SUM = ".sum"


class DamagedIndex(SearchError):
    """An index file is not what was written."""


class _ReadFile(io.RawIOBase):
    """A file opened for reading that closes itself without a word when nobody needs it any more.

    Not memory-mapped: a file that shrinks under a mapping kills the process instead of raising.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._position = 0

    def fileno(self) -> int:
        return self._descriptor

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = (0, self._position, os.fstat(self._descriptor).st_size)[whence]
        self._position = base + offset
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: Any) -> int:
        count = os.preadv(self._descriptor, [buffer], self._position)
        self._position += count
        return count

    def close(self) -> None:
        if not self.closed:
            os.close(self._descriptor)
        super().close()


class _SafeFile(StructFile):  # type: ignore[misc]  # Whoosh has no type hints
    def read_pickle(self) -> Any:
        return load_pickle(self.file)


class DurableStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no type hints
    """A folder of index files, forced to disk and summed before each table of contents."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)
        self.path = folder
        self._written: set[str] = set()
        self._open: dict[str, Any] = {}

    def create_file(self, name: str, **options: Any) -> Any:
        file = super().create_file(name, **options)
        file.onclose = lambda _: self._open.pop(name, None)
        self._open[name] = file
        self._written.add(name)
        return file

    def open_file(self, name: str, **options: Any) -> Any:
        if name.endswith(".toc"):
            check_table(self.path / name)
        return _SafeFile(io.BufferedReader(_ReadFile(self.path / name)), name=name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give a file its name; a table of contents only after all it speaks of is on the disk."""
        if newname.endswith(".toc"):
            segments = self._sum_segments(oldname)
            _seal_table(self.path / oldname)
            _sync_all([*segments, self.path / oldname, self.path])
            self._written.clear()
        super().rename_file(oldname, newname, safe=safe)
        _sync(self.path)

    def _sum_segments(self, table: str) -> list[Path]:
        """Write the checksums of what was written but the table; all files that have to be on the disk."""
        sums: dict[str, dict[str, list[int]]] = {}
        written = [path for name in sorted(self._written - {table}) if (path := self.path / name).is_file()]
        for path in written:
            sums.setdefault(path.name.split(".", 1)[0], {})[path.name] = list(measure(path))
        for segment, files in sums.items():
            path = self.path / (segment + SUM)
            self._written.add(path.name)
            path.write_text(json.dumps(files), encoding="utf-8")
            written.append(path)
        return written

    def abandon(self) -> None:
        """Close and remove what a failed writer left behind."""
        for name, file in list(self._open.items()):
            with suppress(Exception):
                file.close()
            self._open.pop(name, None)
        for name in self._written:
            with suppress(OSError):
                (self.path / name).unlink()
        self._written.clear()


def measure(path: Path) -> tuple[int, int]:
    """(size, CRC-32) of a file."""
    size = checksum = 0
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
    return size, checksum


def check_segment(folder: Path, segment: str) -> None:
    """Raise DamagedIndex unless every file of a segment is there and as it was written."""
    sums = json.loads((folder / (segment + SUM)).read_text(encoding="utf-8"))
    for name, expected in sums.items():
        if measure(folder / name) != tuple(expected):
            raise DamagedIndex(f"{name} is not as it was written")


def check_table(path: Path) -> None:
    """Raise DamagedIndex unless a table of contents ends in the checksum of the rest."""
    data = path.read_bytes()
    if len(data) < _TRAILER.size:
        raise DamagedIndex(f"{path.name} is cut")
    magic, checksum = _TRAILER.unpack(data[-_TRAILER.size :])
    if magic != _MAGIC or checksum != zlib.crc32(data[: -_TRAILER.size]):
        raise DamagedIndex(f"{path.name} is not as it was written")


def _seal_table(path: Path) -> None:
    checksum = zlib.crc32(path.read_bytes())
    with path.open("ab") as file:
        file.write(_TRAILER.pack(_MAGIC, checksum))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_all(paths: Sequence[Path]) -> None:
    """Force files to the disk at once: one after the other, each would wait for a write of its own."""
    for _ in _hands().map(_sync, paths):
        pass


@cache
def _hands() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="index-sync")


os.register_at_fork(after_in_child=_hands.cache_clear)  # threads do not come along
