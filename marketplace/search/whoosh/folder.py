"""Where the index lies: one folder per build, a small file that names the one in use, and the locks.

<root>/CURRENT       {"folder": "build-…", "schema": 1}, replaced in one step
<root>/build-…/      Whoosh's files
<root>/WRITE.lock    held by whoever writes
<root>/REBUILD.lock  held while a build is under way
"""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from marketplace.search.engine import IndexBusy, IndexUnavailable
from marketplace.search.whoosh.schema import SCHEMA_VERSION

_CURRENT = "CURRENT"
_POLL = 0.02


class Folder:
    """The root folder of an index; only its owner may enter it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / _CURRENT

    def create(self) -> None:
        """Make the root, closed to others: whoever can write here could plant an index."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.root.chmod(0o700)

    def current(self) -> Path:
        """The build in use; raises IndexUnavailable when there is none or it is of another make."""
        try:
            described = json.loads(self._pointer.read_text(encoding="utf-8"))
            name, version = described["folder"], described["schema"]
        except FileNotFoundError:
            raise IndexUnavailable("missing: there is no index yet") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnavailable(f"damaged: the file {_CURRENT} cannot be read ({error})") from error
        if version != SCHEMA_VERSION:
            raise IndexUnavailable(f"outdated: made as version {version!r}, needed is {SCHEMA_VERSION}")
        if not isinstance(name, str) or Path(name).name != name or not name.startswith("build-"):
            raise IndexUnavailable(f"damaged: the file {_CURRENT} names no build")
        return self.root / name

    def mark(self) -> tuple[int, int]:
        """Changes when another build is in use; cheap. (0, 0) without one."""
        try:
            found = os.stat(self._pointer)
        except OSError:
            return 0, 0
        return found.st_ino, found.st_mtime_ns

    def new_build(self) -> Path:
        """An empty folder for a build."""
        self.create()
        path = self.root / f"build-{secrets.token_hex(8)}"
        path.mkdir(mode=0o700)
        return path

    def switch(self, build: Path) -> None:
        """Use another build from now on, and remove all others."""
        temporary = self.root / f"{_CURRENT}.new"
        with temporary.open("w", encoding="utf-8") as file:
            json.dump({"folder": build.name, "schema": SCHEMA_VERSION}, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._pointer)
        descriptor = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self.remove_builds(keep=build)

    def remove_builds(self, keep: Path | None) -> None:
        """Remove builds that nobody finished or uses; whoever has files open still reads them."""
        for path in self.root.glob("build-*"):
            if keep is None or path.name != keep.name:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def writing(self, timeout: float) -> Iterator[None]:
        """Hold the right to write, alone among processes; raises IndexBusy after `timeout` seconds."""
        with self._locked("WRITE.lock", timeout, "another process writes the index"):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Hold the right to build; raises IndexBusy at once when somebody else builds."""
        with self._locked("REBUILD.lock", 0.0, "the index is being rebuilt already"):
            yield

    def is_rebuilding(self) -> bool:
        """Whether somebody builds now."""
        try:
            with self.rebuilding():
                return False
        except (IndexBusy, OSError):
            return (self.root / "REBUILD.lock").exists()

    @contextmanager
    def _locked(self, name: str, timeout: float, message: str) -> Iterator[None]:
        descriptor = os.open(self.root / name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            until = time.monotonic() + timeout
            while not _try_lock(descriptor):
                if time.monotonic() >= until:
                    raise IndexBusy(message)
                time.sleep(_POLL)
            yield
        finally:
            os.close(descriptor)  # the lock goes with it


def _try_lock(descriptor: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
