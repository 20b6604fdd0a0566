"""What an import says about a file: rows by outcome, and what was noticed about single rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

Note = Callable[[str, str], None]  # field, what was done


class Outcome(StrEnum):
    """What became of a row that could be taken."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    LEFT_ALONE = "left_alone"


@dataclass(frozen=True)
class Remark:
    """What was noticed about a row. An error keeps the whole file out; a note says what was done."""

    row: int
    slug: str
    field: str
    text: str
    error: bool = False

    def __str__(self) -> str:
        place = f"row {self.row} ({self.slug})" if self.slug else f"row {self.row}"
        return f"{place}, {self.field}: {self.text}" if self.field else f"{place}: {self.text}"


@dataclass
class Report:
    """The sums of an import, and its remarks in the order of the rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_alone: int = 0
    remarks: list[Remark] = field(default_factory=list)

    @property
    def errors(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.error]

    @property
    def notes(self) -> list[Remark]:
        return [remark for remark in self.remarks if not remark.error]

    def count(self, outcome: Outcome) -> None:
        """Add a row to the sum of its outcome."""
        setattr(self, outcome, getattr(self, outcome) + 1)

    def sums(self) -> str:
        """The sums in words."""
        text = f"{self.created} new, {self.updated} changed, {self.unchanged} as they were"
        return f"{text}, {self.left_alone} left alone" if self.left_alone else text
