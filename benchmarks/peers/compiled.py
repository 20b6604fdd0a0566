"""Engines in Rust and C++: tantivy and xapian."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.peers.base import FACETS, SHOWN, STEMMERS, Ranking, facts, plain
from marketplace.search.engine import SearchRecord

TEXTS = ("title", "summary", "body")
_SYSTEM = "/usr/lib/python3/dist-packages"  # where Debian puts python3-xapian


class Tantivy(Ranking):
    """Stems of the language, BM25; facets by its aggregations, snippets by its generator."""

    name = "tantivy"
    needs = "pip install -r benchmarks/requirements-peers.txt"

    def __init__(self, folder: Path, language: str = "en") -> None:
        super().__init__(folder, language)
        import tantivy

        self._tantivy: Any = tantivy
        builder = tantivy.SchemaBuilder()
        for name in TEXTS:
            builder.add_text_field(name, stored=True, tokenizer_name="words")
        for name in ("id", *FACETS):
            builder.add_text_field(name, stored=True, fast=True, tokenizer_name="raw")
        self._schema = builder.build()
        self._facets = {name: {"terms": {"field": name, "size": 100}} for name in FACETS}

    def build(self, records: Iterable[SearchRecord]) -> None:
        self.open()
        writer = self._index.writer(heap_size=128_000_000, num_threads=1)
        for one in records:
            named = dict(zip(FACETS, facts(one), strict=True))
            texts = {name: getattr(one, name) for name in ("id", *TEXTS)}
            writer.add_document(self._tantivy.Document(**texts, **named))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._index = self._tantivy.Index(self._schema, path=str(self.folder))
        self._index.register_tokenizer("words", self._words())

    def _words(self) -> Any:
        filters = self._tantivy.Filter
        words = self._tantivy.TextAnalyzerBuilder(self._tantivy.Tokenizer.simple())
        words = words.filter(filters.remove_long(40)).filter(filters.lowercase())
        if self.language in STEMMERS:
            words = words.filter(filters.stemmer(STEMMERS[self.language]))
        return words.build()

    def page(self, words: list[str]) -> int:
        searcher = self._index.searcher()
        asked = self._index.parse_query(" ".join(words), list(TEXTS))
        found = searcher.search(asked, SHOWN, count=True)
        searcher.aggregate(asked, self._facets)
        marker = self._tantivy.SnippetGenerator.create(searcher, asked, self._schema, "body")
        for _, place in found.hits:
            marker.snippet_from_doc(searcher.doc(place)).to_html()
        return int(found.count)

    def ranked(self, text: str, count: int) -> list[str]:
        searcher = self._index.searcher()
        asked = self._index.parse_query(" ".join(plain(text)).lower(), list(TEXTS))
        return [searcher.doc(place)["id"][0] for _, place in searcher.search(asked, count).hits]


class Xapian(Ranking):
    """Stems of the language, BM25 (k1 1.2, b 0.75); facets by match spies over values, its own snippets."""

    name = "xapian"
    needs = "apt install python3-xapian, for the same Python"

    def __init__(self, folder: Path, language: str = "en") -> None:
        super().__init__(folder, language)
        if _SYSTEM not in sys.path:
            sys.path.append(_SYSTEM)
        import xapian

        self._xapian: Any = xapian
        self._stem = xapian.Stem(self.language if self.language in STEMMERS else "none")

    def build(self, records: Iterable[SearchRecord]) -> None:
        base = self._xapian.WritableDatabase(str(self.folder / "base"), self._xapian.DB_CREATE_OR_OPEN)
        generator = self._xapian.TermGenerator()
        generator.set_stemmer(self._stem)
        for one in records:
            document = self._xapian.Document()
            generator.set_document(document)
            for name in TEXTS:
                generator.index_text(getattr(one, name))
                generator.increase_termpos()
            for slot, value in enumerate(facts(one), 1):
                document.add_value(slot, value)
            document.add_value(0, one.id)
            document.set_data(one.body)
            base.add_document(document)
        base.commit()
        base.close()

    def open(self) -> None:
        self._base = self._xapian.Database(str(self.folder / "base"))

    def _asked(self, text: str) -> Any:
        parser = self._xapian.QueryParser()
        parser.set_stemmer(self._stem)
        parser.set_stemming_strategy(self._xapian.QueryParser.STEM_SOME)
        parser.set_database(self._base)
        enquire = self._xapian.Enquire(self._base)
        enquire.set_query(parser.parse_query(text, 0))
        enquire.set_weighting_scheme(self._xapian.BM25Weight(1.2, 0, 1, 0.75, 0.5))
        return enquire

    def page(self, words: list[str]) -> int:
        enquire = self._asked(" ".join(words))
        spies = [self._xapian.ValueCountMatchSpy(slot) for slot in range(1, len(FACETS) + 1)]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, SHOWN, self._base.get_doccount())
        for spy in spies:
            [(one.term, one.termfreq) for one in spy.values()]
        for match in found:
            found.snippet(match.document.get_data().decode(), 240, self._stem)
        return int(found.get_matches_estimated())

    def ranked(self, text: str, count: int) -> list[str]:
        enquire = self._asked(" ".join(plain(text)).lower())
        return [match.document.get_value(0).decode() for match in enquire.get_mset(0, count)]
