"""The worker: threads that drain the outbox for as long as a process runs."""

import logging
import threading

from flask import Flask

from marketplace import outbox
from marketplace.database import db

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5


class Worker:
    """Drains the outbox until stopped, slow topics in a thread of their own."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="outbox", daemon=True)

    def start(self) -> None:
        """Begin in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand, then end."""
        self._stopping.set()
        for wake in outbox.wakes.values():
            wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def run(self) -> None:
        """Do what waits until stopped; a slow job at hand is left to the next worker after some seconds."""
        slow = threading.Thread(target=self._run, args=(True,), name="outbox-slow", daemon=True)
        slow.start()
        self._run(False)
        slow.join(timeout=20)

    def _run(self, slow: bool) -> None:
        """Drain, then sleep until a commit of this process wakes us or some seconds have passed."""
        with self._app.app_context():
            while not self._stopping.is_set():
                outbox.wakes[slow].clear()
                try:
                    drained = outbox.do_slow() if slow else outbox.drain_quick()
                    self._between(slow)
                except Exception:
                    log.exception("the outbox could not be drained")
                    drained = 0
                finally:
                    db.session.remove()
                if not drained:
                    outbox.wakes[slow].wait(IDLE_SECONDS)
            self._between(slow)

    def _between(self, slow: bool) -> None:
        for function in () if slow else outbox.between:
            function(self._stopping.is_set())
