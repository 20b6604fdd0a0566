"""Whole pages through running servers: ours and Datasette over the same library, asked by turns.

    python -m benchmarks.served_peers [1000 10000] [--repeat 20] [--keep FOLDER]

Each request asks for other words; CPU time of the server's process as the system counts it, all threads, as
in serving.py, whose yardstick F stands beside. Ours ranks, marks words, counts eleven facets and compresses;
Datasette counts four facets, shows 20 rows in order of their number and compresses nothing.
"""

import importlib.util
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from benchmarks.made_library import made_app, word
from benchmarks.peers.base import FACETS, SHOWN
from benchmarks.peers.sqlite import filled
from benchmarks.serving import Server, arguments, library, library_served, served
from marketplace.database import db
from marketplace.resources.models import CaseStudy, RevisionTerm
from marketplace.search.engine import SearchRecord

KINDS: dict[str, Callable[[int], tuple[str, ...]]] = {
    "rare word": lambda n: (word(9_000 + 17 * n),),
    "frequent word": lambda n: (word(2 + n),),
    "two words": lambda n: (word(2 + n % 10), word(400 + n)),
}


def rows(folder: Path) -> Iterator[SearchRecord]:
    """The records of a generated library with the facts that Datasette counts."""
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


def datasette(base: Path) -> list[str]:
    """The command that serves a file made by `filled`, without time limits that would cut facets off."""
    settings = {"sql_time_limit_ms": "60000", "facet_time_limit_ms": "60000", "truncate_cells_html": "200"}
    given = [part for name, value in settings.items() for part in ("--setting", name, value)]
    notes = base.with_suffix(".json")
    notes.write_text(
        '{"databases": {"library": {"tables": {"records": {"fts_table": "words", "fts_pk": "n"}}}}}'
    )
    return ["-m", "datasette", "serve", str(base), "--metadata", str(notes), *given]


def addresses(words: tuple[str, ...]) -> tuple[str, str, str]:
    """The page of a question at ours, at Datasette and at the yardstick."""
    facets = "".join(f"&_facet={facet}" for facet in FACETS)
    theirs = f"/library/records?_search={'+OR+'.join(words)}&_searchmode=raw&_size={SHOWN}{facets}"
    return f"/library?q={'+'.join(words)}", theirs, "/"


def turns(servers: tuple[Server, Server, Server], repeat: int) -> None:
    """Print a line for each kind of question; one before is not counted: servers load what they need then."""
    print(f"{'ms CPU':16}{'ours':>8}{'Datasette':>12}{'F':>8}")
    for kind, question in KINDS.items():
        for server, path in zip(servers, addresses(question(0)), strict=True):
            server.get(path)
        found = [0.0, 0.0, 0.0]
        for number in range(1, repeat + 1):
            for place, (server, path) in enumerate(zip(servers, addresses(question(number)), strict=True)):
                found[place] += server.timed(iter((path,))) / repeat
        print(f"{kind:16}{found[0]:8.1f}{found[1]:12.1f}{found[2]:8.2f}", flush=True)


def measure(folder: Path, count: int, repeat: int) -> None:
    """Serve one library in both ways and ask."""
    library(folder, count)
    base = folder / "library.db"
    if not base.is_file():
        filled(base, list(rows(folder))).close()
    with (
        library_served(folder) as ours,
        served(datasette(base), {}) as theirs,
        served(["-m", "benchmarks.bare"], {}) as bare,
    ):
        print(f"\n{count:,} records; load of the machine {os.getloadavg()[0]:.1f}")
        ours.get("/library?q=nosuchword")  # the words known are gathered at the first poor result
        turns((ours, theirs, bare), repeat)
        memory = " and ".join(f"{server.memory('VmRSS'):.0f}" for server in (ours, theirs))
        print(f"memory {memory} MB")


def main() -> None:
    """Measure each size given."""
    given = arguments(__doc__, repeat=20)
    if importlib.util.find_spec("datasette") is None:
        raise SystemExit("Datasette is missing: pip install -r benchmarks/requirements-peers.txt")
    with tempfile.TemporaryDirectory() as scratch:
        for count in given.sizes:
            measure((given.keep or Path(scratch)) / str(count), count, given.repeat)


if __name__ == "__main__":
    main()
