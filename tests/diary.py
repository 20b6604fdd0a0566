"""Jobs for tests of the outbox, and a diary of which were done."""

import threading
from collections.abc import Iterator, Sequence

import pytest
from flask import Flask

from marketplace import outbox
from marketplace.outbox import OutboxJob
from marketplace.transaction import operation


class Diary:
    """What the handlers of these tests were given, and whether they are to fail."""

    def __init__(self) -> None:
        self.single: list[str] = []
        self.batches: list[list[str]] = []
        self.failing = False
        self.lock = threading.Lock()

    def note(self, jobs: Sequence[OutboxJob]) -> None:
        if self.failing:
            raise ConnectionError("someone@example.org cannot be reached")
        with self.lock:
            self.single += [job.key for job in jobs]

    def note_batch(self, jobs: Sequence[OutboxJob]) -> None:
        with self.lock:
            self.batches.append([job.key for job in jobs])


@pytest.fixture
def diary(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Diary]:
    found = Diary()
    handlers = {"single": (found.note, False), "batch": (found.note_batch, True)}
    monkeypatch.setattr(outbox, "_handlers", outbox._handlers | handlers)
    return found


@operation
def queue(topic: str, *keys: str) -> None:
    """Add jobs."""
    for key in keys:
        outbox.add(topic, key)
