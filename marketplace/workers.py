"""Who takes jobs from the outbox: each process holds a file locked, and the lock ends with the process."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from marketplace.database import new_id


class Workers:
    """The processes that take jobs, by their files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._making = threading.Lock()
        self._own: tuple[str, int | None] | None = None

    def own(self) -> str:
        """The name of this process; its file is made when first asked for and held until the process ends."""
        with self._making:
            if self._own is None:
                name, held = new_id(), None
                with suppress(PermissionError):  # without a file its jobs are free after their lease only
                    self._folder.mkdir(mode=0o700, exist_ok=True)
                    held = os.open(self._folder / name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
                    fcntl.flock(held, fcntl.LOCK_EX)
                self._own = name, held
            return self._own[0]

    def ended(self) -> Iterator[str]:
        """The names of processes that are there no more; each is forgotten when the next is asked for."""
        for path in self._folder.glob("*"):
            with suppress(FileNotFoundError, PermissionError):  # another was quicker, or it is another user's
                held = os.open(path, os.O_RDWR | os.O_CLOEXEC)
                try:
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    yield path.name
                    path.unlink()
                except BlockingIOError:
                    pass  # at work
                finally:
                    os.close(held)
