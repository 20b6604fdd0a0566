"""What a counsellor picks at the counter: corridor, situation, language and records, all in the address."""

from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict

from marketplace import languages, vocab
from marketplace.corridors.forms import read_choice
from marketplace.languages import Language
from marketplace.resources.models import Kind
from marketplace.search.engine import Query

MOST_RECORDS = 12
MOST_LISTED = 40
ALSO = (Kind.CASE_STUDY, Kind.DOCUMENT)
_MOST_READ = 60
_LONGEST_ID = 40


@dataclass(frozen=True)
class Choice:
    """What was picked; "" and () where nothing was. `records` are ids in the order given, each once."""

    origin: str = ""
    destination: str = ""
    boosters: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    records: tuple[str, ...] = ()

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> Self:
        """Take the parameters; unknown kinds of help, groups and kinds of record are left out.

        Raises NotFound for an unknown country and BadCorridor for one country twice.
        """
        origin, destination = read_choice(args)
        return cls(
            origin,
            destination,
            tuple(slug for slug in _each(args, "booster") if vocab.is_known("booster", slug)),
            tuple(slug for slug in _each(args, "target") if vocab.is_known("target_group", slug)),
            tuple(kind for kind in ALSO if kind in args.getlist("also")),
            tuple(one[:_LONGEST_ID] for one in _each(args, "record")),
        )

    @property
    def asks(self) -> bool:
        """Whether enough was picked to look for records."""
        return bool(self.origin or self.destination or self.boosters or self.targets)

    def query(self) -> Query:
        """The question to the library: the nearest to the corridor first."""
        return Query(
            kinds=(Kind.OFFERING, *self.also),
            origins=(self.origin,) if self.origin else (),
            destinations=(self.destination,) if self.destination else (),
            boosters=self.boosters,
            target_groups=self.targets,
            per_page=MOST_LISTED,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """All of it as parameters of an address, in one fixed order."""
        situation = [("booster", one) for one in self.boosters] + [("target", one) for one in self.targets]
        return [*self._corridor(), *situation, *(("also", kind) for kind in self.also), *self._records()]

    def slip_pairs(self) -> list[tuple[str, str]]:
        """What the address of a slip holds: corridor and records, nothing of the person's situation."""
        return [*self._corridor(), *self._records()]

    def _corridor(self) -> list[tuple[str, str]]:
        both = (("origin", self.origin), ("destination", self.destination))
        return [(name, code) for name, code in both if code]

    def _records(self) -> list[tuple[str, str]]:
        return [("record", one) for one in self.records]


def read_language(args: MultiDict[str, str]) -> Language | None:
    """The language that was picked for the page; None where none is asked for that the interface speaks."""
    return languages.enabled_language(args.get("language", ""))


def _each(args: MultiDict[str, str], name: str) -> list[str]:
    return list(dict.fromkeys(value for value in args.getlist(name)[:_MOST_READ] if value))
