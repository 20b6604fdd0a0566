"""Our engine, with snippets from the texts as the product makes them."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.base import Ranking
from marketplace.search.engine import Query, SearchRecord
from marketplace.search.snippets import snippet
from marketplace.search.whoosh.engine import WhooshEngine


class Ours(Ranking):
    """Counts eleven facets, not four, and keeps corridors, languages, phrases and corrections."""

    name = "ours"

    def __init__(self, folder: Path, records: Sequence[SearchRecord], language: str = "en") -> None:
        super().__init__(folder, records, language)
        self._engine = WhooshEngine(str(folder / "index"))
        self._engine.rebuild(records)
        self._texts = {record.id: record.body for record in records}

    def page(self, words: list[str]) -> int:
        result = self._engine.find(Query(" ".join(words) + " "))
        for record_id, _ in result.ids:
            snippet(self._texts[record_id], result.words, "en")
        return result.total

    def ranked(self, text: str, count: int) -> list[str]:
        asked = Query(text, per_page=count, interface_language=self.language)
        return [record_id for record_id, _ in self._engine.find(asked).ids]
