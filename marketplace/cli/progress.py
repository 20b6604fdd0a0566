"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import click

LINE_EVERY_SECONDS = 5.0


class Told(Protocol):
    """Is told how much is done, and of how much where work causes more work."""

    def __call__(self, done: int, total: int = 0) -> None: ...


@contextmanager
def progress(label: str, total: int) -> Iterator[Told]:
    """Hand out a function that is told how much is done; `total` may be 0 when unknown."""
    if sys.stderr.isatty() and total:
        with click.progressbar(length=total, label=label, file=sys.stderr) as bar:

            def move(done: int, total: int = 0) -> None:
                bar.length = total or bar.length
                bar.update(done - bar.pos)

            yield move
        return
    yield _plain_lines(label, total)
    click.echo(f"{label}: done", err=True)


def _plain_lines(label: str, known: int) -> Told:
    last = time.monotonic()

    def report(done: int, total: int = 0) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_EVERY_SECONDS:
            last = time.monotonic()
            of = total or known
            click.echo(f"{label}: {done}" + (f" of {of}" if of else ""), err=True)

    return report
