"""Records like another one, whatever the engine."""

from pathlib import Path

import pytest

from marketplace.search.engine import Engine, IndexUnavailable
from marketplace.search.whoosh.engine import WhooshEngine
from tests.search.records import record


def test_record_with_the_same_telling_words_is_nearest(engine: Engine) -> None:
    common = "people get help with many things in the city"
    engine.index(
        [
            record(1, "Mentors for nurses", summary=common, body="hospital ward shifts"),
            record(2, "Nurses on the ward", summary=common, body="a hospital needs shifts"),
            record(3, "Carpenters", summary=common, body="timber and roofs"),
            *(record(number, f"Other {number}", summary=common) for number in range(4, 30)),
        ]
    )
    assert engine.alike("r1")[0] == "r2"
    assert engine.alike("r3", limit=50) == []
    assert "r1" not in engine.alike("r1", limit=50)


def test_large_library_tells_common_words_by_its_largest_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.search.whoosh.likeness.COUNTED", 50)
    engine = WhooshEngine(str(tmp_path / "index"))
    common = "people get help with many things in the city"
    engine.rebuild([record(number, f"Other {number}", summary=common) for number in range(3, 100)])
    engine.index([record(1, "Mentors for nurses", summary=common, body="hospital ward shifts")])
    engine.index([record(2, "Nurses on the ward", summary=common, body="a hospital needs shifts")])
    assert engine.status().segments == 3
    assert engine.alike("r1", limit=50) == ["r2"]
    engine.close()


def test_text_in_another_language_is_near_by_its_terms(engine: Engine) -> None:
    others = [record(number, f"Other {number}", boosters=("housing",)) for number in range(3, 30)]
    shared = {"boosters": ("language_training",), "corridors": (("AL", "DE"),)}
    engine.index(
        [
            record(1, "Course for nurses", **shared),
            record(2, "دورهٔ زبان برای پرستاران", language="fa", **shared),
            *others,
        ]
    )
    assert engine.alike("r1", limit=1) == ["r2"]
    assert engine.alike("r2", limit=1) == ["r1"]


def test_unknown_or_removed_record_is_like_nothing_and_never_shown(engine: Engine) -> None:
    engine.index([record(1, "Mentors for nurses"), record(2, "Nurses and mentors")])
    assert engine.alike("unknown") == []
    engine.remove(["r2"])
    assert engine.alike("r2") == engine.alike("r1") == []


def test_missing_index_is_unavailable(bare: Engine) -> None:
    with pytest.raises(IndexUnavailable):
        bare.alike("r1")


def test_what_a_document_holds_is_what_holds_it(tmp_path: Path) -> None:
    engine = WhooshEngine(str(tmp_path / "index"))
    pairs = (("AL", "DE"), ("PH", "DE"), (None, "DE"), ("AL", None))
    engine.rebuild([record(number, "Course", corridors=pairs[: number % 4]) for number in range(40)])
    engine.index([record(number, "Course", corridors=pairs[number % 3 :]) for number in range(30, 50)])
    snapshot = engine._current.get()
    table = snapshot.table("pair")
    assert len(snapshot.segments) == 2
    for document in range(snapshot.size):
        assert table.held_by(document) == [one for one in table.values if document in table.documents(one)]
    engine.close()
