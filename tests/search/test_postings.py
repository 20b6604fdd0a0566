"""Our reading of Whoosh's files, compared with Whoosh's own."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query as whoosh_query
from whoosh import scoring
from whoosh.searching import Searcher

from marketplace.search.engine import Query, Sort
from marketplace.search.whoosh.blocks import (
    MOST_WEIGHT,
    decode,
    encode,
    encode_one,
    term_info,
    term_info_of_one,
)
from marketplace.search.whoosh.engine import WhooshEngine
from marketplace.search.whoosh.library import FileIndex
from marketplace.search.whoosh.postings import PostingCache
from marketplace.search.whoosh.ranking import EXACT_WEIGHT
from marketplace.search.whoosh.schema import INDEX_NAME, schema
from marketplace.search.whoosh.snapshot import K1, Snapshot
from marketplace.search.whoosh.storage import DamagedIndex, DurableStorage
from tests.search.records import record

WORDS = [f"w{letter}{other}" for letter in "bcdfgk" for other in "aeiou"]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    """Five thousand records (more than one block) in several segments, some deleted."""
    chance = random.Random(3)  # noqa: S311 (repeatable, nothing secret)
    made = WhooshEngine(str(tmp_path_factory.mktemp("postings") / "index"))

    def drawn(number: int) -> Any:
        count = 1 + int(chance.expovariate(0.3))
        return record(number, "common " + " ".join(chance.choices(WORDS, k=count)), language=None)

    made.rebuild(drawn(number) for number in range(4_500))
    made.index([drawn(number) for number in range(4_400, 5_000)])
    made.remove([f"r{number}" for number in range(0, 5_000, 7)])
    yield made
    made.close()


@pytest.fixture(scope="module")
def snapshot(engine: WhooshEngine) -> Snapshot:
    return engine._current.get()


class SameFormula(scoring.WeightingModel):  # type: ignore[misc]  # Whoosh has no type hints
    """The formula of ranking.py, one document at a time as Whoosh does it."""

    def __init__(self, snapshot: Snapshot, counts: dict[bytes, int], offsets: dict[str, int]) -> None:
        self.snapshot, self.counts, self.offsets = snapshot, counts, offsets

    def scorer(self, inner: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        return OneTerm(self, text, self.offsets[inner.reader().segment().segment_id()])


class OneTerm(scoring.BaseScorer):  # type: ignore[misc]  # Whoosh has no type hints
    def __init__(self, model: SameFormula, text: bytes, offset: int) -> None:
        n, total = model.counts[text], model.snapshot.documents
        self.idf = np.log(1 + (total - n + 0.5) / (n + 0.5))
        self.norm, self.offset = model.snapshot.norm, offset

    def score(self, matcher: Any) -> float:
        weight = matcher.weight()
        return float(self.idf * weight * (K1 + 1) / (weight + self.norm[matcher.id() + self.offset]))


@pytest.fixture(scope="module")
def searcher(engine: WhooshEngine, snapshot: Snapshot) -> Iterator[Searcher]:
    storage = DurableStorage(engine._folder.current())
    reader = FileIndex(storage, schema=schema(), indexname=INDEX_NAME).reader()
    plain = Searcher(reader)
    counts = {word.encode(): len(list(plain.docs_for_query(term(word)))) for word in WORDS}
    offsets = {leaf.segment().segment_id(): offset for leaf, offset in reader.leaf_readers()}
    yield Searcher(reader, weighting=SameFormula(snapshot, counts, offsets))
    reader.close()


def term(word: str) -> Any:
    return whoosh_query.Term("word", word)


def test_postings_are_what_the_texts_say(snapshot: Snapshot) -> None:
    for segment in snapshot.segments:
        texts = [text.split() for text in segment.texts(range(segment.count))]
        for word in ("common", *WORDS):
            postings = segment.postings("word", word)
            counts = {place: words.count(word.encode()) for place, words in enumerate(texts)}
            expected = [(place, 3 * count) for place, count in counts.items() if count]  # they are titles
            assert postings is not None
            assert list(zip(postings[0].tolist(), postings[1].tolist(), strict=True)) == expected


def test_postings_equal_those_of_whooshs_matcher(snapshot: Snapshot, searcher: Searcher) -> None:
    for segment, (reader, _) in zip(snapshot.segments, searcher.reader().leaf_readers(), strict=True):
        for word in ("common", *WORDS):
            postings = segment.postings("word", word)
            matcher = reader._terms.matcher("word", word.encode(), schema()["word"].format)
            expected = []
            while matcher.is_active():
                expected.append((matcher.id(), matcher.weight()))
                matcher.next()
            assert postings is not None
            assert list(zip(postings[0].tolist(), postings[1].tolist(), strict=True)) == expected
    assert snapshot.segments[0].postings("word", "unknown") is None


def test_random_queries_score_as_whooshs_own_scorer_does(
    engine: WhooshEngine, snapshot: Snapshot, searcher: Searcher
) -> None:
    chance = random.Random(5)  # noqa: S311 (as above)
    for _ in range(25):
        words = chance.sample(WORDS, chance.randint(1, 4))
        found = searcher.search(whoosh_query.Or([term(word) for word in words]), limit=None)
        # These texts have no stems, so each word counts once as itself and once as typed.
        expected = {snapshot.ids[hit.docnum].decode(): hit.score * (1 + EXACT_WEIGHT) for hit in found}
        # Only the order by relevance asks which words stand next to each other; Whoosh's scorer never does.
        result = engine.find(Query(" ".join(words) + " ", sort=Sort.NEWEST, per_page=5_000))
        assert result.total == len(expected)
        assert dict(result.ids) == pytest.approx(expected, rel=1e-4)


def test_cache_keeps_within_its_budget_and_remembers_absence() -> None:
    cache = PostingCache(3_000)
    postings = (np.zeros(100, dtype=np.int32), np.zeros(100, dtype=np.float32))
    for key in range(10):
        cache.put(key, postings)
    cache.put("absent", None)
    assert cache.get(0) == (False, None)
    assert cache.get("absent") == (True, None)
    assert sum(cache.get(key)[0] for key in range(10)) == 2


def test_cache_takes_the_room_that_its_documents_are_worth() -> None:
    cache = PostingCache(8_000_000)
    postings = (np.zeros(50_000, dtype=np.int32), np.zeros(50_000, dtype=np.int32))
    for documents, kept in ((100, 2), (10_000, 9), (1_000_000, 19)):
        cache.fit(documents)
        for key in range(30):
            cache.put((documents, key), postings)
        assert sum(cache.get((documents, key))[0] for key in range(30)) == kept


@given(
    st.dictionaries(st.integers(0, 2**32 - 1), st.integers(1, MOST_WEIGHT), min_size=1, max_size=50),
    st.sampled_from([1, 255, MOST_WEIGHT]),
)
def test_a_list_is_read_as_it_was_written(weights: dict[int, int], most: int) -> None:
    documents = np.array(sorted(weights), np.uint32)
    wanted = np.array([min(weights[one], most) for one in documents.tolist()], np.uint16)
    data = encode(documents, wanted)
    for found, written in zip(decode(data), (documents, wanted), strict=True):
        np.testing.assert_array_equal(found, written)
    for place in range(len(data)):
        with pytest.raises(Exception):  # noqa: B017, PT011 (as below)
            decode(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])


@given(st.sampled_from([0, 1, 2**16 - 1, 2**16, 2**32 - 1]), st.sampled_from([1, 2, 255, 256, MOST_WEIGHT]))
def test_a_list_of_one_is_written_as_any_other(document: int, weight: int) -> None:
    documents, weights = np.array([document], np.uint32), np.array([weight], np.uint16)
    data = encode(documents, weights)
    assert encode_one(document, weight) == data
    assert term_info_of_one(document, weight, 77, len(data)) == term_info(documents, weights, 77, len(data))


@pytest.mark.parametrize("data", [b"", b"XXXX", bytes(64), b"W3Bl\xff\xff\xff\xf0garbage"])
def test_broken_posting_list_raises(data: bytes) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011 (Segment turns whatever it is into DamagedIndex)
        decode(data)


def test_merged_segments_hold_what_the_records_say(tmp_path: Path) -> None:
    engine = WhooshEngine(str(tmp_path / "index"))
    engine.rebuild([])
    for number in range(20):  # more than make up a level, so that some are merged
        engine.index([record(number, f"shared w{number}", body="shared " * number)])
    engine.remove(["r3"])
    engine.index([record(4, "another")])
    snapshot = engine._current.get()
    assert len(snapshot.segments) < 20
    weights = {}
    for segment, offset in zip(snapshot.segments, snapshot.offsets, strict=True):
        for document, weight in zip(*(segment.postings("word", "shared") or ((), ())), strict=True):
            if snapshot.live[offset + document]:
                weights[segment.ids[document].decode()] = int(weight)
    assert weights == {f"r{number}": 3 + number for number in range(20) if number not in (3, 4)}
    engine.close()


def test_missing_file_is_damage(tmp_path: Path, engine: WhooshEngine) -> None:
    other = WhooshEngine(str(engine._folder.root))
    segment = other._current.get().segments[0]
    segment._blocks.close()
    with pytest.raises(DamagedIndex):
        segment.postings("word", "common")
    other.close()
