"""Writers, readers and builders at the same time, and writers that fail."""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.search.engine import IndexBusy, Query, SearchRecord
from marketplace.search.whoosh.engine import WhooshEngine
from marketplace.search.whoosh.writing import LEVEL
from tests.search.records import record


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    made = WhooshEngine(str(tmp_path / "index"))
    made.rebuild([record(number, "housing") for number in range(50)])
    yield made
    made.close()


def test_readers_see_whole_changes_while_others_write(engine: WhooshEngine) -> None:
    stop, failures, totals = threading.Event(), [], []

    def read() -> None:
        while not stop.is_set():
            try:
                result = engine.find(Query("housing", per_page=100))
                totals.append(result.total)
                assert len({one for one, _ in result.ids}) == result.total
            except Exception as error:
                failures.append(error)

    def write(first: int) -> None:
        try:
            for number in range(first, first + 5):
                engine.index([record(number, "housing"), record(number + 500, "housing")])
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    writers = [threading.Thread(target=write, args=(first,)) for first in (100, 200)]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in readers:
        thread.join()
    assert failures == []
    assert all(total % 2 == 0 and 50 <= total <= 70 for total in totals)
    assert engine.find(Query("housing")).total == 70


def test_rebuild_beside_a_live_index_keeps_what_changed_meanwhile(engine: WhooshEngine) -> None:
    def records() -> Iterator[SearchRecord]:
        for number in range(50):
            if number == 25:
                assert engine.status().rebuilding
                engine.index([record(3, "changed"), record(900, "added"), record(901, "added and gone")])
                engine.remove(["r4", "r901"])
                engine.index([record(40, "changed")])
                assert engine.find(Query("changed")).total == 2
            yield record(number, "housing")

    seen: list[int] = []
    assert engine.rebuild(records(), progress=seen.append) == 50
    assert seen[-1] == 50
    expected = [(f"r{number}", f"v{number}") for number in (*range(50), 900) if number != 4]
    assert not engine.check(expected)
    assert engine.find(Query("changed")).total == 2
    assert engine.find(Query("housing")).total == 47
    assert len(list(engine._folder.root.glob("build-*"))) == 1


def test_second_rebuild_at_the_same_time_is_refused(engine: WhooshEngine) -> None:
    def records() -> Iterator[SearchRecord]:
        with pytest.raises(IndexBusy):
            engine.rebuild([])
        yield record(1)

    assert engine.rebuild(records()) == 1


def test_failed_rebuild_leaves_the_live_index(engine: WhooshEngine) -> None:
    def records() -> Iterator[SearchRecord]:
        yield record(1)
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(records())
    assert engine.find(Query()).total == 50
    assert engine.rebuild([record(1), record(2), record(1, "the last counts")]) == 2
    assert engine.find(Query("last")).total == 1
    assert len(list(engine._folder.root.glob("build-*"))) == 1


def test_failed_writer_frees_the_lock_and_leaves_nothing(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.name for path in engine._folder.current().iterdir())
    with monkeypatch.context() as patched:

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        patched.setattr("marketplace.search.whoosh.gathering.GatheringWriter._flush_segment", full)
        with pytest.raises(OSError, match="No space left"):
            engine.index([record(100)])
    assert engine.find(Query()).total == 50
    left = {path.name for path in engine._folder.current().iterdir()} - {"MAIN.tmp", "MAIN_WRITELOCK"}
    assert sorted(left) == [name for name in before if name != "MAIN_WRITELOCK"]
    engine.index([record(100)])
    assert engine.find(Query()).total == 51


def test_record_that_cannot_be_read_changes_nothing(engine: WhooshEngine) -> None:
    broken = record(5, title=None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        engine.index([record(4, "changed"), broken])
    assert engine.find(Query("housing")).total == 50
    assert engine.find(Query("changed")).total == 0


def test_segments_are_merged_before_they_get_many(engine: WhooshEngine) -> None:
    for number in range(100, 120):
        engine.index([record(number, "housing")])
    status = engine.status()
    assert status.segments <= LEVEL + 4
    assert status.documents == 70
    assert engine.find(Query("housing")).total == 70


def test_records_of_several_segments_are_replaced_and_removed_once(engine: WhooshEngine) -> None:
    for first in (100, 110):
        engine.index([record(number, "housing") for number in range(first, first + 3)])
    assert engine.status().segments == 3
    assert engine.index([record(one, "changed") for one in (7, 101, 112)]) == 3
    assert engine.remove(["r8", "r102", "r7", "r999"]) == 3
    assert engine.remove(["r8", "r102", "r7"]) == 0
    left = {*range(50), 100, 101, 110, 111, 112} - {7, 8}
    assert not engine.check([(f"r{number}", f"v{number}") for number in left])
    assert sorted(one for one, _ in engine.find(Query("changed")).ids) == ["r101", "r112"]


def test_a_change_sees_what_another_process_wrote_before(engine: WhooshEngine) -> None:
    other = WhooshEngine(str(engine._folder.root))
    engine.index([record(100, "housing")])
    other.index([record(100, "changed"), record(101, "changed")])
    assert engine.remove(["r100"]) == 1
    assert not other.check([(f"r{number}", f"v{number}") for number in (*range(50), 101)])


def test_emptied_segments_go(engine: WhooshEngine) -> None:
    engine.remove([f"r{number}" for number in range(50)])
    assert engine.status().documents == 0
    engine.index([record(1)])
    assert engine.status().segments == 1


def test_writer_in_another_process_is_waited_for(engine: WhooshEngine) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl, sys\n"
            "file = open(sys.argv[1], 'a')\n"
            "fcntl.flock(file, fcntl.LOCK_EX)\n"
            "print('held', flush=True); sys.stdin.read()",
            str(engine._folder.root / "WRITE.lock"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        impatient = WhooshEngine(str(engine._folder.root), wait_seconds=0.05)
        with pytest.raises(IndexBusy):
            impatient.index([record(60)])
        holder.kill()
    assert impatient.index([record(60)]) == 1
    impatient.close()


def test_large_index_reads_its_words_in_the_background(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.search.whoosh.spelling.AT_ONCE", 10)
    assert engine.suggest("hou") == []
    for thread in threading.enumerate():
        if thread.daemon and thread is not threading.current_thread():
            thread.join(5)
    assert engine.suggest("hou") == ["housing"]


def test_seeded_chance_writes_no_segment_over_another(engine: WhooshEngine) -> None:
    for number in range(100, 103):
        random.seed(7)
        engine.index([record(number, "seeded")])
    assert engine.find(Query("seeded")).total == 3
    assert engine.find(Query("housing")).total == 50
