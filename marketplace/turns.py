"""Who computes first: requests and the indexer share one interpreter, and the indexer goes ahead.

A thread that gives the interpreter away for a file or a statement, as the indexer does hundreds of times for
each batch, waits for all others before it has its turn again. While it works, fewer requests compute at once:
they lose nothing by that, since only one thread computes at any time, and the index follows sooner.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

BESIDE = 2  # requests
PATIENCE = 0.1  # seconds


class Precedence:
    """Lets `beside` requests compute at once while somebody goes ahead; the next waits `patience` seconds."""

    def __init__(self, beside: int = BESIDE, patience: float = PATIENCE) -> None:
        self._beside, self._patience = beside, patience
        self._changed = threading.Condition()
        self._ahead = self._computing = 0

    @contextmanager
    def ahead(self) -> Iterator[None]:
        """Work that goes ahead."""
        with self._changed:
            self._ahead += 1
        try:
            yield
        finally:
            with self._changed:
                self._ahead -= 1
                self._changed.notify_all()

    @contextmanager
    def behind(self) -> Iterator[None]:
        """Work that waits for its turn, but never long: it may be slow for want of something else."""
        with self._changed:
            self._changed.wait_for(self._may_begin, self._patience)
            self._computing += 1
        try:
            yield
        finally:
            with self._changed:
                self._computing -= 1
                self._changed.notify()

    def _may_begin(self) -> bool:
        return not self._ahead or self._computing < self._beside


precedence = Precedence()
