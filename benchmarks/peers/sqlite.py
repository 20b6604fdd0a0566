"""SQLite's own full text search, alone and under Datasette."""

import asyncio
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.peers.base import FACETS, SHOWN, Peer, Ranking, facts, plain
from marketplace.search.engine import SearchRecord


def filled(path: Path, records: Iterable[SearchRecord]) -> sqlite3.Connection:
    """A new file with a table of records, an index of facets and the words of all in FTS5."""
    base = sqlite3.connect(path)
    base.execute(
        f"CREATE TABLE records (n INTEGER PRIMARY KEY, id, title, summary, body, {', '.join(FACETS)})"
    )
    base.execute(
        "CREATE VIRTUAL TABLE words USING fts5(title, summary, body, content = 'records', "
        "content_rowid = 'n', tokenize = 'porter unicode61')"
    )
    rows = ((n, one.id, one.title, one.summary, one.body, *facts(one)) for n, one in enumerate(records, 1))
    base.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    base.execute("INSERT INTO words(words) VALUES ('rebuild')")
    for facet in FACETS:
        base.execute(f"CREATE INDEX by_{facet} ON records ({facet})")
    base.commit()
    return base


class Fts5(Ranking):
    """FTS5 with the stemmer of Porter (there is no other), BM25, its snippets, and facets by GROUP BY.

    Words are looked for once for all facets, and facts have an index of their own: with a search and wide
    rows for each facet a page of common words takes three times as long.
    """

    name = "SQLite FTS5"

    def build(self, records: Iterable[SearchRecord]) -> None:
        base = filled(self.folder / "records.db", records)
        base.execute(f"CREATE INDEX facts ON records (n, {', '.join(FACETS)})")
        base.close()

    def open(self) -> None:
        self._base = sqlite3.connect(self.folder / "records.db")
        self._base.execute("CREATE TEMP TABLE matched (n INTEGER PRIMARY KEY)")
        among = "matched CROSS JOIN records INDEXED BY facts USING (n)"
        self._counts = [
            f"SELECT {facet}, count(*) FROM {among} GROUP BY {facet}"  # noqa: S608  # our own names
            for facet in FACETS
        ]

    def page(self, words: list[str]) -> int:
        asked = " OR ".join(words)
        self._base.execute("DELETE FROM matched")
        self._base.execute("INSERT INTO matched SELECT rowid FROM words WHERE words MATCH ?", (asked,))
        self._base.execute(
            "SELECT rowid, snippet(words, 2, '<b>', '</b>', '…', 30) FROM words WHERE words MATCH ? "
            "ORDER BY rank LIMIT ?",
            (asked, SHOWN),
        ).fetchall()
        for statement in self._counts:
            self._base.execute(statement).fetchall()
        total = self._base.execute("SELECT count(*) FROM matched").fetchone()
        return int(total[0])

    def ranked(self, text: str, count: int) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in plain(text))
        rows = self._base.execute(
            "SELECT id FROM words JOIN records ON n = words.rowid WHERE words MATCH ? ORDER BY rank LIMIT ?",
            (asked, count),
        )
        return [str(record_id) for (record_id,) in rows]


class Datasette(Peer):
    """A whole page as HTML, asked in the same process; it sorts by number, not by rank; no snippets."""

    name = "Datasette"
    needs = "pip install -r benchmarks/requirements-peers.txt"
    stops_at = 10_000

    def __init__(self, folder: Path, language: str = "en") -> None:
        super().__init__(folder, language)
        from datasette.app import Datasette as Application

        self._application: Any = Application

    def build(self, records: Iterable[SearchRecord]) -> None:
        filled(self.folder / "library.db", records).close()

    def open(self) -> None:
        settings = {"sql_time_limit_ms": 60_000, "facet_time_limit_ms": 60_000, "truncate_cells_html": 200}
        self._app = self._application(
            [str(self.folder / "library.db")],
            settings=settings,
            metadata={
                "databases": {"library": {"tables": {"records": {"fts_table": "words", "fts_pk": "n"}}}}
            },
        )
        self._loop = asyncio.new_event_loop()

    def page(self, words: list[str]) -> int:
        asked = "&".join(
            (
                "_search=" + "+OR+".join(words),
                f"_searchmode=raw&_size={SHOWN}",
                *(f"_facet={facet}" for facet in FACETS),
            )
        )
        answer = self._loop.run_until_complete(self._app.client.get(f"/library/records?{asked}"))
        if answer.status_code != 200:
            raise RuntimeError(f"Datasette answered {answer.status_code}")
        head = answer.text.partition("<h3>")[2].partition(" row")[0].strip()
        return int(head.replace(",", ""))
