"""The same questions to our engine and to others, side by side in one run.

    python -m benchmarks.search_peers [1000 10000 100000] [--engines Ours Tantivy ...]
    python -m benchmarks.search_peers 10000 --memory [--engines ...]
    python -m benchmarks.search_peers --relevance FOLDER [FOLDER ...] [--languages en de fr ar uk]

Peers: SQLite FTS5, Whoosh as its manual shows it; tantivy and Datasette (`pip install -r
benchmarks/requirements-peers.txt`), xapian (Debian: `apt install python3-xapian`) and PostgreSQL (Debian:
`apt install postgresql`) where they are installed. None of them is needed to run the project.

Speed: every engine makes the same whole page (first 20 ids, exact total, counts of four facets, 20
snippets) in its documented way; CPU milliseconds of the process, with those of PostgreSQL's server, median of
different questions, the engines taking turns at each, so that other work on the machine weighs on all alike.

Memory: each engine builds, then answers the same questions, in two processes of its own; megabytes beyond
those of a process that only draws the records: at most while building, and after all answers. PostgreSQL's
are the sum over its processes, what they share counted once.

Relevance: nDCG@10 as in search_relevance.py, each engine with the same settings for every collection. A
FOLDER is one of those, or one of Integreat QA (see search_meaning.py), whose pages in each language given are
asked in the same; tantivy, xapian and PostgreSQL then have the stemmer of that language where all have one.
Whole pages through servers: served_peers.py.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TypeVar

from benchmarks import search_meaning, search_relevance
from benchmarks.peers.base import MissingProgram, Peer, Ranking
from benchmarks.peers.compiled import Tantivy, Xapian
from benchmarks.peers.ours import Ours
from benchmarks.peers.plain_whoosh import PlainWhoosh, StemmedWhoosh
from benchmarks.peers.postgres import Postgres, PostgresPlainRank
from benchmarks.peers.sqlite import Datasette, Fts5
from benchmarks.texts import Texts, questions
from marketplace.search.engine import SearchRecord

FAST: tuple[type[Peer], ...] = (Ours, Tantivy, Xapian, Fts5, Postgres, Datasette, PlainWhoosh)
RANKING: tuple[type[Ranking], ...] = (
    *(Ours, Xapian, Fts5, Tantivy, StemmedWhoosh, PlainWhoosh),
    *(Postgres, PostgresPlainRank),
)
QUESTIONS = 12
Question = Callable[[int], list[str]]


Kind = TypeVar("Kind", bound=Peer)


def bearing(kinds: Sequence[type[Kind]], count: int, folder: Path, language: str = "en") -> Iterator[Kind]:
    """The engines that are installed and bear so many records; says which are left out."""
    for kind in kinds:
        if count > kind.stops_at:
            print(f"  {kind.name}: left out with more than {kind.stops_at:,} records")
            continue
        try:
            yield kind(folder / kind.__name__, language)
        except (ModuleNotFoundError, MissingProgram) as error:
            print(f"  {kind.name}: left out, {error} ({kind.needs})")


def ready(peer: Peer, records: Sequence[SearchRecord]) -> None:
    """Build an engine and open it; says what it took."""
    started = peer.cpu()
    peer.build(records)
    rate = len(records) / (peer.cpu() - started)
    peer.open()
    print(f"  {peer.name}: {rate:.0f} records a second, {peer.megabytes():.0f} MB", flush=True)


def speed(kinds: Sequence[type[Peer]], count: int) -> None:
    """Print one line for each kind of question."""
    texts = Texts()
    records = list(texts.records(count))
    print(f"\n{count:,} records; load of the machine {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name, ExitStack() as opened:
        peers = []
        for peer in bearing(kinds, count, Path(name)):
            opened.callback(peer.close)
            ready(peer, records)
            peers.append(peer)
        print(f"{'ms CPU':14}" + "".join(f"{peer.name:>18}" for peer in peers))
        for kind, question in questions(texts.words).items():
            found, alike = turns(peers, question)
            line = "".join(f"{figure:18.2f}" for figure in found)
            print(f"{kind:14}{line}   same totals {alike} of {QUESTIONS}", flush=True)
    print(f"load of the machine {os.getloadavg()[0]:.1f}")


def memory(kinds: Sequence[type[Peer]], count: int) -> None:
    """Print one line for each engine."""
    print(f"\n{count:,} records, MB{'building':>24}{'answering':>12}")
    with tempfile.TemporaryDirectory() as name:
        for peer in bearing(kinds, count, Path(name)):
            held = [alone(peer, count, step) for step in ("build", "ask")]
            print(f"  {peer.name:28}" + "".join(f"{figure:12.0f}" for figure in held), flush=True)


def alone(peer: Peer, count: int, step: str) -> float:
    """Megabytes that one step takes an engine in a process of its own."""
    path = f"{type(peer).__module__}.{type(peer).__name__}"
    command = [sys.executable, "-m", "benchmarks.peers.alone", path, str(peer.folder), str(count), step]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603  # our own module
    return float(done.stdout)


def turns(peers: Sequence[Peer], question: Question) -> tuple[list[float], int]:
    """The median of each engine, and for how many questions all found as many records: stems differ."""
    times: list[list[float]] = [[] for _ in peers]
    alike = 0
    for number in range(QUESTIONS):
        totals = set()
        for peer, found in zip(peers, times, strict=True):
            started = peer.cpu()
            totals.add(peer.page(question(number)))
            found.append((peer.cpu() - started) * 1000)
        alike += len(totals) == 1
    return [statistics.median(found) for found in times], alike


def relevance(folder: Path, language: str) -> None:
    """Print the nDCG@10 of each engine on a collection."""
    records, queries, judged = collection(folder, language)
    print(f"\n{folder.name}, {language}: {len(records):,} documents, {len(judged)} questions")
    with tempfile.TemporaryDirectory() as name:
        for peer in bearing(RANKING, len(records), Path(name), language):
            with closing(peer):
                ready(peer, records)
                scores = [
                    search_relevance.ndcg(peer.ranked(queries[one], search_relevance.DEPTH), relevances)
                    for one, relevances in judged.items()
                ]
            print(f"  {peer.name:22}{sum(scores) / len(scores):.4f}", flush=True)


def many_languages(folder: Path) -> bool:
    """Whether a collection is Integreat QA, the only one with texts in several languages."""
    return (folder / "questions.jsonl").is_file()


def collection(
    folder: Path, language: str
) -> tuple[list[SearchRecord], dict[str, str], dict[str, dict[str, float]]]:
    """Documents, the text of each question, and what is relevant to those that have a relevant document."""
    if many_languages(folder):
        records = list(search_meaning.records(folder, language))
        questions = search_meaning.lines(folder / "questions.jsonl")
        queries = {str(one["id"]): one["question"][language] for one in questions}
    else:
        records = list(search_relevance.records(folder))
        queries = {one["id"]: one["text"] for one in search_relevance.lines(folder / "queries.jsonl")}
    judged = search_relevance.judgements(folder / "qrels.tsv")
    return records, queries, {one: found for one, found in judged.items() if max(found.values()) > 0}


def main() -> None:
    """Measure each size, or each collection."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000])
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--relevance", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--languages", nargs="+", choices=search_meaning.LANGUAGES, default=["en"])
    names = [kind.__name__ for kind in FAST]
    parser.add_argument("--engines", nargs="+", choices=names, default=names, help="not for relevance")
    given = parser.parse_args()
    for folder in given.relevance or ():
        for language in given.languages if many_languages(folder) else ["en"]:
            relevance(folder, language)
    measure = memory if given.memory else speed
    for size in given.sizes if not given.relevance else ():
        measure([kind for kind in FAST if kind.__name__ in given.engines], size)


if __name__ == "__main__":
    main()
