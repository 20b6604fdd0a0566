"""Every way an index file can be wrong ends in IndexUnavailable, runs nothing, and a rebuild mends it."""

import json
import os
import pickle
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from marketplace.search.engine import IndexUnavailable, Query
from marketplace.search.whoosh.engine import WhooshEngine
from marketplace.search.whoosh.library import read_pickle
from marketplace.search.whoosh.schema import SCHEMA_VERSION
from marketplace.search.whoosh.storage import _seal_table
from tests.search.records import record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an index with two segments."""
    engine = WhooshEngine(str(tmp_path / "index"))
    engine.rebuild([record(number, "housing and work", body="help " * 50) for number in range(20)])
    engine.index([record(30, "more housing")])
    engine.close()
    return tmp_path / "index"


def build(folder: Path) -> Path:
    (found,) = folder.glob("build-*")
    return found


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def garble(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


@pytest.mark.parametrize("harm", [truncate, empty, zero, flip, garble, Path.unlink])
@pytest.mark.parametrize(
    "pattern", ["_MAIN_*.toc", "*.trm", "*.pst", "*.key.col", "*.meta.col", "*.text.col", "*.sum"]
)
def test_damaged_file_is_noticed_and_mended_by_a_rebuild(
    folder: Path, pattern: str, harm: Callable[[Path], None]
) -> None:
    for path in build(folder).glob(pattern):
        harm(path)
    engine = WhooshEngine(str(folder))
    for _ in range(2):
        with pytest.raises(IndexUnavailable, match="damaged"):
            engine.find(Query("housing"))
    with pytest.raises(IndexUnavailable):
        engine.index([record(1)])
    assert engine.status().state == "damaged"
    engine.rebuild([record(1, "housing")])
    assert engine.find(Query("housing")).total == 1
    engine.close()


@pytest.mark.parametrize("harm", [truncate, empty, zero, garble])
def test_damage_under_an_open_engine_is_noticed_when_read(folder: Path, harm: Callable[[Path], None]) -> None:
    engine = WhooshEngine(str(folder))
    assert engine.find(Query()).total == 21
    for path in build(folder).glob("*.pst"):
        harm(path)
    with pytest.raises(IndexUnavailable):
        engine.find(Query("housing"))
    assert engine.status().state == "damaged"
    engine.close()


@pytest.mark.parametrize(
    ("content", "state"),
    [
        ("", "damaged"),
        ("[]", "damaged"),
        (json.dumps({"folder": "../elsewhere", "schema": SCHEMA_VERSION}), "damaged"),
        (json.dumps({"folder": "build-gone", "schema": SCHEMA_VERSION}), "damaged"),
        ('{"folder": "build-gone", "schema": 0}', "outdated"),
    ],
)
def test_pointer_that_leads_nowhere_is_noticed(folder: Path, content: str, state: str) -> None:
    (folder / "CURRENT").write_text(content, encoding="utf-8")
    engine = WhooshEngine(str(folder))
    with pytest.raises(IndexUnavailable):
        engine.find(Query())
    assert engine.status().state == state
    engine.close()


class Trap:
    """Makes a folder when it is unpickled by a careless reader."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def test_planted_table_of_contents_runs_nothing(folder: Path, tmp_path: Path) -> None:
    (table,) = build(folder).glob("_MAIN_*.toc")
    data = table.read_bytes()[:-8]
    start = data.rindex(b"\x80", 0, data.index(b"W3Segment"))
    table.write_bytes(data[:start] + pickle.dumps([Trap(tmp_path / "ran")]))
    _seal_table(table)  # whoever plants a table can sum it too
    engine = WhooshEngine(str(folder))
    with pytest.raises(IndexUnavailable, match=r"names posix\.mkdir"):
        engine.find(Query())
    assert not (tmp_path / "ran").exists()
    engine.close()


def test_pickle_that_names_a_function_is_refused(tmp_path: Path) -> None:
    with pytest.raises(pickle.UnpicklingError, match=r"names posix\.mkdir"):
        read_pickle(pickle.dumps(([1], Trap(tmp_path / "ran"), None)))
    assert not (tmp_path / "ran").exists()


def test_whoosh_itself_reads_through_the_allow_list() -> None:
    from whoosh import columns
    from whoosh.codec import whoosh3

    assert whoosh3.loads is read_pickle
    assert columns.loads is read_pickle


def test_folder_is_closed_to_others(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(build(folder).stat().st_mode) == 0o700
