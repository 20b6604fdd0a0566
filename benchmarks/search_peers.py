"""The same questions to our engine, SQLite FTS5 and Whoosh as its manual shows it, side by side in one run.

    python -m benchmarks.search_peers [1000 10000]

Every engine gives the same whole: the first 20 ids, the exact total, counts of four facets, and 20 snippets.
CPU milliseconds, median of different questions; the engines take turns at each, so that other work on the
machine weighs on all alike. FTS5 stems with porter; Whoosh has its own analyser, `groupedby` for facets and
`highlights` for snippets. Our engine also keeps what the others do not: pairs of corridors, six facets more,
languages, phrases and suggestions.
"""

import argparse
import pickle
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.qparser import MultifieldParser, OrGroup

from benchmarks.search_speed import Texts
from marketplace.search.engine import Query, SearchRecord
from marketplace.search.snippets import snippet
from marketplace.search.whoosh.engine import WhooshEngine
from marketplace.search.whoosh.library import columns, fields, whoosh3

FACETS = ("kind", "phase", "language", "year")
SHOWN, QUESTIONS = 20, 12
Ask = Callable[[list[str]], int]


def ours(folder: Path, records: list[SearchRecord]) -> Ask:
    """Our engine, and its own snippets from the texts."""
    engine = WhooshEngine(str(folder / "ours"))
    engine.rebuild(records)
    bodies = {record.id: record.body for record in records}

    def ask(words: list[str]) -> int:
        result = engine.find(Query(" ".join(words) + " "))
        for record_id, _ in result.ids:
            snippet(bodies[record_id], result.words, "en")
        return result.total

    return ask


def fts5(folder: Path, records: list[SearchRecord]) -> Ask:
    """SQLite's full text search with facets by GROUP BY."""
    base = sqlite3.connect(folder / "fts.db")
    base.execute("CREATE VIRTUAL TABLE words USING fts5(title, summary, body, tokenize = 'porter unicode61')")
    base.execute("CREATE TABLE facts (id INTEGER PRIMARY KEY, kind, phase, language, year)")
    for number, one in enumerate(records, 1):
        base.execute(
            "INSERT INTO words(rowid, title, summary, body) VALUES (?,?,?,?)",
            (number, one.title, one.summary, one.body),
        )
        base.execute(
            "INSERT INTO facts VALUES (?,?,?,?,?)", (number, one.kind, one.phases[0], one.language, one.year)
        )
    base.commit()
    page = (
        "SELECT rowid, snippet(words, 2, '<b>', '</b>', '…', 30) FROM words WHERE words MATCH ? "
        "ORDER BY bm25(words) LIMIT 20"
    )
    among = "(SELECT rowid FROM words WHERE words MATCH ?)"
    counted = [
        f"SELECT {facet}, count(*) FROM facts WHERE id IN {among} GROUP BY {facet}"  # noqa: S608  # our own names
        for facet in FACETS
    ]

    def ask(words: list[str]) -> int:
        asked = (" OR ".join(words),)
        base.execute(page, asked).fetchall()
        total = base.execute("SELECT count(*) FROM words WHERE words MATCH ?", asked).fetchone()[0]
        for statement in counted:
            base.execute(statement, asked).fetchall()
        return int(total)

    return ask


def manual(folder: Path, records: list[SearchRecord]) -> Ask:
    """Whoosh as its manual shows it: opened for each request, facets by `groupedby`, `highlights`."""
    whoosh3.loads = columns.loads = pickle.loads  # as Whoosh comes; our own allow-list is in its way
    place = folder / "manual"
    place.mkdir()
    schema = fields.Schema(
        id=fields.ID(stored=True),
        title=fields.TEXT(stored=True),
        summary=fields.TEXT(stored=True),
        body=fields.TEXT(stored=True),
        **{name: fields.ID(stored=True) for name in FACETS},
    )
    writer = whoosh_index.create_in(str(place), schema).writer(limitmb=256)
    for one in records:
        facts: dict[str, Any] = dict(
            zip(FACETS, (one.kind, one.phases[0], one.language, str(one.year)), strict=True)
        )
        writer.add_document(id=one.id, title=one.title, summary=one.summary, body=one.body, **facts)
    writer.commit()

    def ask(words: list[str]) -> int:
        opened = whoosh_index.open_dir(str(place))
        parser = MultifieldParser(["title", "summary", "body"], opened.schema, group=OrGroup)
        with opened.searcher() as searcher:
            found = searcher.search(parser.parse(" ".join(words)), limit=SHOWN, groupedby=list(FACETS))
            for facet in FACETS:
                {key: len(ids) for key, ids in found.groups(facet).items()}
            for hit in found:
                hit.highlights("body")
            return len(found)

    return ask


def measure(count: int) -> None:
    """Print one line for each kind of question."""
    texts = Texts()
    records = list(texts.records(count))
    words = texts.words
    questions: dict[str, Callable[[int], list[str]]] = {
        "rare word": lambda n: [words[9_000 + 37 * n]],
        "common word": lambda n: [words[n]],
        "two words": lambda n: [words[n], words[100 + n]],
        "four words": lambda n: [words[n], words[50 + n], words[400 + n], words[3_000 + n]],
    }
    with tempfile.TemporaryDirectory() as name:
        makers = {"ours": ours, "FTS5": fts5, "Whoosh, manual": manual}
        engines: dict[str, Ask] = {}
        print(f"\n{count:,} records")
        for label, maker in makers.items():
            started = time.process_time()
            engines[label] = maker(Path(name), records)
            print(f"  {label}: {count / (time.process_time() - started):.0f} records a second", flush=True)
        print(f"{'ms CPU':14}" + "".join(f"{label:>16}" for label in engines))
        for kind, make in questions.items():
            print(f"{kind:14}" + "".join(f"{figure:16.2f}" for figure in _turns(engines, make)), flush=True)


def _turns(engines: dict[str, Ask], make: Callable[[int], list[str]]) -> list[float]:
    times: dict[str, list[float]] = {label: [] for label in engines}
    for number in range(QUESTIONS):
        for label, ask in engines.items():
            started = time.thread_time()
            ask(make(number))
            times[label].append((time.thread_time() - started) * 1000)
    return [statistics.median(found) for found in times.values()]


def main() -> None:
    """Measure each size given."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000])
    for size in parser.parse_args().sizes:
        measure(size)


if __name__ == "__main__":
    main()
