"""Our engine, with snippets from texts read from a database, as the product makes them."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.peers.base import Ranking
from marketplace.search.engine import Query, SearchRecord
from marketplace.search.snippets import snippet
from marketplace.search.whoosh.engine import WhooshEngine


class Ours(Ranking):
    """Counts eleven facets, not four, and keeps corridors, languages, phrases and corrections."""

    name = "ours"

    def __init__(self, folder: Path, language: str = "en") -> None:
        super().__init__(folder, language)
        self._engine = WhooshEngine(str(folder / "index"))
        self._texts = sqlite3.connect(folder / "texts.db")

    def build(self, records: Iterable[SearchRecord]) -> None:
        self._texts.execute("CREATE TABLE texts (id PRIMARY KEY, body)")
        self._engine.rebuild(self._kept(records))
        self._texts.commit()

    def _kept(self, records: Iterable[SearchRecord]) -> Iterator[SearchRecord]:
        for one in records:
            self._texts.execute("INSERT INTO texts VALUES (?, ?)", (one.id, one.body))
            yield one

    def open(self) -> None:
        self._engine.status()

    def page(self, words: list[str]) -> int:
        result = self._engine.find(Query(" ".join(words) + " "))
        shown = [record_id for record_id, _ in result.ids]
        places = ", ".join("?" * len(shown))
        texts = self._texts.execute(f"SELECT body FROM texts WHERE id IN ({places})", shown)  # noqa: S608
        for (text,) in texts:
            snippet(text, result.words, "en")
        return result.total

    def ranked(self, text: str, count: int) -> list[str]:
        asked = Query(text, per_page=count, interface_language=self.language)
        return [record_id for record_id, _ in self._engine.find(asked).ids]
