"""Other programs that serve whole pages of results over the records of a generated library."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.base import FACETS, SHOWN

Words = tuple[str, ...]


def nothing(folder: Path) -> None:
    """For a site that needs no index of its own."""


def root(words: Words) -> str:
    """The address of a page that takes its words as `q`."""
    return f"/?q={'+'.join(words)}"


@dataclass(frozen=True)
class Site:
    """A site over `library.db` in a folder, as `peers.sqlite.filled` makes it."""

    name: str
    module: str  # what must be installed
    command: Callable[[Path], list[str]]  # for a folder, what Python is to run
    address: Callable[[Words], str] = root
    index: Callable[[Path], None] = nothing
    stops_at: int = 1_000_000  # records; with more a run would take hours

    def lacks(self, count: int) -> str:
        """Why it is left out, or nothing."""
        if importlib.util.find_spec(self.module) is None:
            return f"{self.module} is missing (pip install -r benchmarks/requirements-peers.txt)"
        return f"more than {self.stops_at:,} records" if count > self.stops_at else ""


def _datasette(folder: Path) -> list[str]:
    # Its own time limits would cut facets off.
    settings = {"sql_time_limit_ms": "60000", "facet_time_limit_ms": "60000", "truncate_cells_html": "200"}
    given = [part for name, value in settings.items() for part in ("--setting", name, value)]
    table = {"records": {"fts_table": "words", "fts_pk": "n"}}
    notes = folder / "datasette.json"
    notes.write_text(json.dumps({"databases": {"library": {"tables": table}}}))
    return ["-m", "datasette", "serve", str(folder / "library.db"), "--metadata", str(notes), *given]


def _of_table(words: Words) -> str:
    facets = "".join(f"&_facet={facet}" for facet in FACETS)
    return f"/library/records?_search={'+OR+'.join(words)}&_searchmode=raw&_size={SHOWN}{facets}"


def _django(package: str) -> Callable[[Path], list[str]]:
    return lambda folder: ["-m", f"benchmarks.peers.{package}", str(folder)]


def _indexed(package: str, made: str) -> Callable[[Path], None]:
    """Have one of our small sites make its index, which is `made` in the folder, unless it is there."""

    def index(folder: Path) -> None:
        if not (folder / made).exists():
            subprocess.run([sys.executable, *_django(package)(folder)], check=True)  # noqa: S603

    return index


SITES = (
    Site("Datasette", "datasette", _datasette, _of_table),
    Site("Haystack", "haystack", _django("haystacked"), index=_indexed("haystacked", "haystack")),
    Site(
        "Wagtail",
        "wagtail",
        _django("wagtailed"),
        index=_indexed("wagtailed", "wagtail.db"),
        stops_at=1_000,  # it looks for the words again for each record found, to sort them
    ),
)
