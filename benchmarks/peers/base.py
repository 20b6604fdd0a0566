"""What every engine of a comparison can do, and what it is told of a record."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from marketplace.search.engine import SearchRecord

FACETS = ("kind", "phase", "language", "year")
SHOWN = 20


class Peer(ABC):
    """An engine over records, made in a folder of its own; `language` is that of records and questions."""

    name: ClassVar[str]
    needs: ClassVar[str] = ""  # how to install it
    stops_at: ClassVar[int] = 1_000_000  # records; with more a run would take hours

    def __init__(self, folder: Path, records: Sequence[SearchRecord], language: str = "en") -> None:
        self.folder, self.language = folder, language
        folder.mkdir(parents=True)

    @abstractmethod
    def page(self, words: list[str]) -> int:
        """Make a whole page for any of some words: 20 ids by rank, the counts of four facets, 20 snippets.

        The exact total is given back.
        """

    def megabytes(self) -> float:
        """What its files take."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) / 1e6


class Ranking(Peer):
    """One that also puts the best records first."""

    @abstractmethod
    def ranked(self, text: str, count: int) -> list[str]:
        """The ids of the best records for a question in plain words."""


def facts(record: SearchRecord) -> tuple[str, str, str, str]:
    """The values of FACETS for a record, as text."""
    phase = record.phases[0] if record.phases else ""
    return str(record.kind), phase, record.language or "", str(record.year or "")


def plain(text: str) -> list[str]:
    """The words of a question, without anything that a query language could take for its own."""
    return "".join(letter if letter.isalnum() else " " for letter in text).split()
