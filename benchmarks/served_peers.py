"""Whole pages through running servers: ours and others over the same library, asked by turns.

    python -m benchmarks.served_peers [1000 10000] [--repeat 20] [--keep FOLDER]

Each request asks for other words, any of which is enough; CPU time of the server's process as the system
counts it, all threads, as in serving.py, whose yardstick F stands beside. Ours ranks, marks words, counts
eleven facets and compresses. The others count four facets, show 20 rows and compress nothing: Datasette in
order of their number and without snippets; Haystack over Whoosh by rank, words marked (peers/haystacked);
Wagtail over SQLite by rank, without snippets (peers/wagtailed). Each is left out where it is not installed
(`pip install -r benchmarks/requirements-peers.txt`) or does not start.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path

from sqlalchemy import select

from benchmarks.made_library import made_app, word
from benchmarks.peers.sites import SITES, Words
from benchmarks.peers.sqlite import filled
from benchmarks.serving import Server, arguments, library, library_served, served
from marketplace.database import db
from marketplace.resources.models import CaseStudy, RevisionTerm
from marketplace.search.engine import SearchRecord

OFTEN = 10  # the yardstick is asked so many times each turn: the system counts in steps of 10 ms

KINDS: dict[str, Callable[[int], Words]] = {
    "rare word": lambda n: (word(9_000 + 17 * n),),
    "frequent word": lambda n: (word(2 + n),),
    "two words": lambda n: (word(2 + n % 10), word(400 + n)),
}


def rows(folder: Path) -> Iterator[SearchRecord]:
    """The records of a generated library with the facts that the others count."""
    with made_app(folder).app_context():
        terms = select(RevisionTerm.revision_id, RevisionTerm.slug).where(RevisionTerm.vocabulary == "phase")
        phases = {revision: slug for revision, slug in db.session.execute(terms)}
        for one in db.session.scalars(select(CaseStudy)).yield_per(500):
            yield SearchRecord(
                id=one.resource_id,
                version="1",
                kind="case_study",
                title=one.title,
                summary=one.summary or "",
                body=" ".join((one.challenge or "", one.approach or "", one.results or "")),
                phases=(phases[one.id],),
                year=one.start_year,
                published_at=datetime(2025, 1, 1, tzinfo=UTC),
            )
            db.session.expunge(one)


class Asked:
    """A server with the address of its page for some words, and the CPU it took so far."""

    def __init__(self, name: str, server: Server, address: Callable[[Words], str], times: int = 1) -> None:
        self.name, self.server, self._address, self._times = name, server, address, times
        self.took: list[float] = []

    def ask(self, words: Words) -> None:
        """Ask for a page, and keep what it took in milliseconds.

        Each time on a connection of its own: while another site works, a server may give an idle one up.
        """
        self.server.hang_up()
        self.took.append(self.server.timed(repeat(self._address(words), self._times)))

    def mean(self) -> float:
        """Milliseconds a page since this was asked last, but for the first, for which servers load things."""
        counted, self.took = self.took[1:], []
        return sum(counted) / len(counted)


def turns(asked: list[Asked], count: int) -> None:
    """Print a line for each kind of question."""
    print(f"{'ms CPU':16}" + "".join(f"{one.name:>12}" for one in asked))
    for kind, question in KINDS.items():
        for number in range(count + 1):
            for one in asked:
                one.ask(question(number))
        print(f"{kind:16}" + "".join(f"{one.mean():12.2f}" for one in asked), flush=True)
    print(f"{'memory, MB':16}" + "".join(f"{one.server.memory('VmRSS'):12.0f}" for one in asked))


def others(folder: Path, count: int, running: ExitStack) -> Iterator[Asked]:
    """The sites that are installed and bear so many records, each started; says which are left out."""
    for site in SITES:
        if lack := site.lacks(count):
            print(f"{site.name}: left out, {lack}")
            continue
        try:
            site.index(folder)
            server = running.enter_context(served(site.command(folder), {}))
        except (subprocess.CalledProcessError, SystemExit) as error:
            print(f"{site.name}: left out, {error}")
        else:
            yield Asked(site.name, server, site.address)


def measure(folder: Path, count: int, asked: int) -> None:
    """Serve one library in all ways and ask."""
    library(folder, count)
    base = folder / "library.db"
    if not base.is_file():
        filled(base, rows(folder)).close()
    with ExitStack() as running:
        ours = running.enter_context(library_served(folder))
        ours.get("/library?q=nosuchword")  # the words known are gathered at the first poor result
        bare = running.enter_context(served(["-m", "benchmarks.bare"], {}))
        print(f"\n{count:,} records; load of the machine {os.getloadavg()[0]:.1f}")
        sites = [
            Asked("ours", ours, lambda words: f"/library?q={'+'.join(words)}"),
            *others(folder, count, running),
            Asked("F", bare, lambda words: "/", OFTEN),
        ]
        turns(sites, asked)


def main() -> None:
    """Measure each size given."""
    given = arguments(__doc__, repeat=20)
    with tempfile.TemporaryDirectory() as scratch:
        for count in given.sizes:
            measure((given.keep or Path(scratch)) / str(count), count, given.repeat)


if __name__ == "__main__":
    main()
