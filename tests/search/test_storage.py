"""Index files are on the disk before the table of contents that speaks of them takes its name."""

import os
from pathlib import Path

import pytest

from marketplace.search.whoosh.engine import WhooshEngine
from tests.search.records import record

KEPT_BY_NOBODY = {"MAIN_WRITELOCK", "MAIN.tmp"}  # what a writer needs while it writes


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.iterdir() if path.name not in KEPT_BY_NOBODY}


def test_everything_is_on_the_disk_before_the_table_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(str(tmp_path / "index"))
    engine.rebuild([])
    folder = engine._folder.current()
    before, forced, at_rename = _files(folder), set(), []
    sync, rename = os.fsync, os.rename

    def noting_sync(descriptor: int) -> None:
        sync(descriptor)
        forced.add(os.fstat(descriptor).st_ino)

    def noting_rename(old: str, new: str) -> None:
        if str(new).endswith(".toc"):
            at_rename.append({path for path in _files(folder) if path.stat().st_ino not in forced})
            assert os.stat(folder).st_ino in forced
            forced.clear()
        rename(old, new)

    monkeypatch.setattr(os, "fsync", noting_sync)
    monkeypatch.setattr(os, "rename", noting_rename)
    engine.index([record(1, "housing"), record(2, "housing")])
    assert at_rename, "no table was written"
    assert at_rename[0] <= before
    assert os.stat(folder).st_ino in forced, "the name itself is forced to the disk"
    engine.close()


def test_a_disk_that_fails_leaves_the_old_index_and_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(str(tmp_path / "index"))
    engine.rebuild([record(1, "housing")])
    folder = engine._folder.current()
    before = _files(folder)

    def fail(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="Input/output"):
            engine.index([record(2, "housing")])
    assert _files(folder) == before
    assert engine.index([record(2, "housing")]) == 1
    assert not engine.check([("r1", "v1"), ("r2", "v2")])
    engine.close()
