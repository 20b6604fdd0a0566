"""The table of terms is read as Whoosh reads it."""

import os
from collections.abc import Iterator

import pytest

from marketplace.search.whoosh import terms as terms_module
from marketplace.search.whoosh.engine import WhooshEngine
from marketplace.search.whoosh.segment import Segment
from marketplace.search.whoosh.storage import DamagedIndex
from marketplace.search.whoosh.terms import Terms
from tests.search.records import record

FIELDS = ("id", "stem", "word", "shown", "kind", "handover", "year", "none of these")


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Segment]:
    """A segment with more words than one step reads, and with a field that no record has a term in."""
    engine = WhooshEngine(str(tmp_path_factory.mktemp("terms") / "index"))
    engine.rebuild(
        record(number, f"wort{number} möbel{number % 7} ärzt{number % 50}") for number in range(900)
    )
    yield engine._current.get().segments[0]
    engine.close()


def by_whoosh(segment: Segment, field: str) -> list[tuple[str, int]]:
    return [
        (term.decode(), info.doc_frequency())
        for (name, term), info in segment._reader.iter_from(field, b"")
        if name == field
    ]


@pytest.mark.parametrize("field", FIELDS)
def test_all_terms_are_those_of_whoosh(segment: Segment, field: str) -> None:
    expected = by_whoosh(segment, field) if field in segment._reader.schema else []
    assert list(segment.lexicon(field)) == expected
    assert [segment.frequency(field, term) for term, _ in expected] == [count for _, count in expected]
    assert segment.frequency(field, "absent") == 0


@pytest.mark.parametrize("step", [16, 100, 8192])
@pytest.mark.parametrize("prefix", ["", "wort1", "wort899", "möb", "zz", "ärzt4"])
def test_beginnings_are_found_in_steps_of_any_size(
    segment: Segment, prefix: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms_module, "_STEP", step)
    expected = [term for term, _ in by_whoosh(segment, "shown") if term.startswith(prefix)]
    assert segment.expand("shown", prefix, 10_000) == expected
    assert segment.expand("shown", prefix, 3) == expected[:3]


@pytest.mark.parametrize("fill", [b"\xff", b"\x7f", b"\0"])
def test_a_garbled_table_ends(segment: Segment, fill: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = Terms(segment._reader)  # its own: what it read is kept
    list(terms.all("word"))
    monkeypatch.setattr(os, "pread", lambda _file, size, _place: fill * size)
    with pytest.raises(DamagedIndex):
        list(terms.all("word"))


def test_a_cut_table_is_damage(segment: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "pread", lambda _file, size, _place: bytes(size - 1))
    with pytest.raises(DamagedIndex):
        Terms(segment._reader).find("provider", "anything")
