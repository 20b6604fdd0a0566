"""What every engine of a comparison can do, and what it is told of a record."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:  # sites that take constants from here are measured without our program in them
    from marketplace.search.engine import SearchRecord

FACETS = ("kind", "phase", "language", "year")
SHOWN = 20
STEMMERS = {"en": "english", "de": "german", "fr": "french", "ar": "arabic"}
"""Languages for which tantivy, xapian and PostgreSQL have a stemmer."""


class MissingProgram(Exception):
    """A program that the engine runs is not on this machine."""


class Peer(ABC):
    """An engine in a folder of its own: it is built once, and opened there to answer.

    `language` is that of records and questions. An engine that is not installed says so when it is made, by
    ModuleNotFoundError or MissingProgram.
    """

    name: ClassVar[str]
    needs: ClassVar[str] = ""  # how to install it
    stops_at: ClassVar[int] = 1_000_000  # records; with more a run would take hours

    def __init__(self, folder: Path, language: str = "en") -> None:
        self.folder, self.language = folder, language
        folder.mkdir(parents=True, exist_ok=True)

    @abstractmethod
    def build(self, records: Iterable[SearchRecord]) -> None:
        """Index records, each looked at once."""

    @abstractmethod
    def open(self) -> None:
        """Get ready to answer from what was built, by this process or another before."""

    @abstractmethod
    def page(self, words: list[str]) -> int:
        """Make a whole page for any of some words: 20 ids by rank, the counts of four facets, 20 snippets.

        The exact total is given back.
        """

    def close(self) -> None:  # noqa: B027  # most have nothing to end
        """End what would outlive this process."""

    def megabytes(self) -> float:
        """What its files take."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) / 1e6

    def cpu(self) -> float:
        """Seconds of CPU used so far for this engine, and for whatever else this process does."""
        return time.process_time()

    def memory(self, line: str) -> float:
        """Megabytes of memory now (VmRSS) or at most so far (VmHWM), this process included."""
        return status("self", line)


class Ranking(Peer):
    """One that also puts the best records first."""

    @abstractmethod
    def ranked(self, text: str, count: int) -> list[str]:
        """The ids of the best records for a question in plain words."""


def status(process: int | str, line: str) -> float:
    """A line of the status of a process, in megabytes.

    Not `getrusage`, whose maximum a process inherits from the one that started it.
    """
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(one.split()[1]) for one in lines if one.startswith(line)) / 1024


def facts(record: SearchRecord) -> tuple[str, str, str, str]:
    """The values of FACETS for a record, as text."""
    phase = record.phases[0] if record.phases else ""
    return str(record.kind), phase, record.language or "", str(record.year or "")


def plain(text: str) -> list[str]:
    """The words of a question, without anything that a query language could take for its own."""
    return "".join(letter if letter.isalnum() else " " for letter in text).split()
