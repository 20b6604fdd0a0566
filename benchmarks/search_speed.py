"""CPU time of one search by kind of query, on generated records with words distributed as in real texts.

    python -m benchmarks.search_speed [1000 10000 ...]

Every query is a different one, asked once; all facets are counted, snippets are made for the page. "cold"
forgets the decoded posting lists before each query.
"""

import argparse
import gc
import resource
import statistics
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable

from benchmarks.texts import COUNTRIES, Texts
from marketplace.search.engine import Query
from marketplace.search.snippets import snippet
from marketplace.search.whoosh.engine import WhooshEngine

QUERIES = 60


def queries(texts: Texts) -> dict[str, Callable[[int], Query]]:
    """For each kind of query its n-th one."""
    words = texts.words
    filters = {"origins": ("AL",), "destinations": ("DE",), "boosters": ("work",)}
    return {
        "rare word": lambda n: Query(words[9_000 + 37 * n] + " "),
        "common word": lambda n: Query(words[n] + " "),
        "two words": lambda n: Query(f"{words[n]} {words[100 + n]} "),
        "four words": lambda n: Query(f"{words[n]} {words[50 + n]} {words[400 + n]} {words[3_000 + n]} "),
        "beginning": lambda n: Query(words[500 + n][:5]),
        "phrase": lambda n: Query(f'"{words[n]} {words[n + 1]}"'),
        "two words, filters": lambda n: Query(f"{words[n]} {words[150 + n]} ", **filters),
        "filters only": lambda n: Query(
            origins=(COUNTRIES[n % 12],), destinations=(COUNTRIES[n // 12 % 12],)
        ),
        "everything": lambda n: Query(page=1 + n),
        "deep page": lambda n: Query(f"{words[n]} ", page=20 + n % 20),
    }


def milliseconds(action: Callable[[], object]) -> float:
    """CPU time of an action in this thread."""
    started = time.thread_time()
    action()
    return (time.thread_time() - started) * 1000


def asking(find: Callable[[Query], object], make: Callable[[int], Query], n: int) -> float:
    """CPU time of making the query of this number and asking it."""
    return milliseconds(lambda: find(make(n)))


def measure(count: int) -> None:
    """Build an index of `count` records and print the figures."""
    texts = Texts()
    with tempfile.TemporaryDirectory() as temporary:
        engine = WhooshEngine(f"{temporary}/index")
        drawn = list(texts.records(count))
        bodies = {record.id: record.body for record in drawn}
        built = milliseconds(lambda: engine.rebuild(drawn)) / 1000
        size = engine.status().size_bytes / 1e6
        print(f"\n{count:,} records: built in {built:.1f} s CPU ({count / built:.0f}/s), {size:.0f} MB")

        def answer(query: Query) -> None:
            result = engine.find(query)
            for record_id, _ in result.ids:
                snippet(bodies[record_id], result.words, "en")

        engine.find(Query("warm up"))
        print(f"{f'ms CPU, median of {QUERIES}':28}{'cold find':>14}{'find':>14}{'and snippets':>14}")
        for name, make in queries(texts).items():
            cold, warm, whole = [], [], []
            for n in range(QUERIES):
                engine._current._cache.clear()
                cold.append(asking(engine.find, make, n))
                warm.append(asking(engine.find, make, n))
                whole.append(asking(answer, make, n))
            figures = [statistics.median(times) for times in (cold, warm, whole)]
            print(f"{name:28}" + "".join(f"{figure:14.2f}" for figure in figures))
        change = [milliseconds(lambda: engine.index(list(texts.records(1)))) for _ in range(20)]
        print(f"{'index one record':28} {statistics.median(change):13.2f}")
        engine.close()
        print(f"an engine opened on it holds {held(f'{temporary}/index', texts):.1f} MB after these queries")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {memory:.0f} MB, the texts drawn included")


def held(path: str, texts: Texts) -> float:
    """Megabytes that an engine takes after it was asked all queries, its words for corrections included."""
    tracemalloc.start()
    engine = WhooshEngine(path)
    for make in queries(texts).values():
        for n in range(QUERIES):
            engine.find(make(n))
    engine.suggest("ba")
    while any(one.daemon and one.name.startswith("Thread") for one in threading.enumerate()):
        time.sleep(0.1)  # a large index reads its words in the background
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    engine.close()
    return size / 1e6


def main() -> None:
    """Measure each size given."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000])
    for size in parser.parse_args().sizes:
        measure(size)


if __name__ == "__main__":
    main()
