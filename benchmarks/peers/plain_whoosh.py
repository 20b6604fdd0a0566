"""Whoosh as its manual shows it: opened for each request, facets by `groupedby`, `highlights`."""

import pickle
from collections.abc import Iterable
from typing import Any

from whoosh import columns, fields, index
from whoosh.analysis import StandardAnalyzer, StemmingAnalyzer
from whoosh.codec import whoosh3
from whoosh.qparser import AndGroup, MultifieldParser, OrGroup

from benchmarks.peers.base import FACETS, SHOWN, Ranking, facts, plain
from marketplace.search.engine import SearchRecord

TEXTS = ("title", "summary", "body")


class PlainWhoosh(Ranking):
    """Its defaults: all words are needed, no stems."""

    name = "Whoosh, defaults"
    stops_at = 10_000
    analyser: Any = staticmethod(StandardAnalyzer)
    group: Any = AndGroup

    def build(self, records: Iterable[SearchRecord]) -> None:
        whoosh3.loads = columns.loads = pickle.loads  # as Whoosh comes, which ours has no need of
        schema = fields.Schema(
            id=fields.ID(stored=True),
            **{name: fields.TEXT(stored=True, analyzer=self.analyser()) for name in TEXTS},
            **{name: fields.ID(stored=True) for name in FACETS},
        )
        writer = index.create_in(str(self.folder), schema).writer(limitmb=256)
        for one in records:
            named = dict(zip(FACETS, facts(one), strict=True))
            writer.add_document(id=one.id, title=one.title, summary=one.summary, body=one.body, **named)
        writer.commit()

    def open(self) -> None:
        """Nothing: each request does."""

    def page(self, words: list[str]) -> int:
        opened = index.open_dir(str(self.folder))
        asked = MultifieldParser(TEXTS, opened.schema, group=OrGroup).parse(" ".join(words))
        with opened.searcher() as searcher:
            found = searcher.search(asked, limit=SHOWN, groupedby=list(FACETS))
            for facet in FACETS:
                {key: len(ids) for key, ids in found.groups(facet).items()}
            for hit in found:
                hit.highlights("body")
            return len(found)

    def ranked(self, text: str, count: int) -> list[str]:
        opened = index.open_dir(str(self.folder))
        asked = MultifieldParser(TEXTS, opened.schema, group=self.group).parse(" ".join(plain(text)))
        with opened.searcher() as searcher:
            return [hit["id"] for hit in searcher.search(asked, limit=count)]


class StemmedWhoosh(PlainWhoosh):
    """With the stemmer of Porter, any word being enough."""

    name = "Whoosh, OR + Porter"
    analyser = staticmethod(StemmingAnalyzer)
    group = OrGroup
