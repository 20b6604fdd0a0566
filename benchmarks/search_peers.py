"""The same questions to our engine and to others, side by side in one run.

    python -m benchmarks.search_peers [1000 10000 100000] [--engines Ours Tantivy ...]
    python -m benchmarks.search_peers --relevance FOLDER [FOLDER ...] [--languages en de fr ar uk]

Peers: SQLite FTS5, Whoosh as its manual shows it; tantivy and Datasette (`pip install -r
benchmarks/requirements-peers.txt`) and xapian (Debian: `apt install python3-xapian`) where they are
installed. None of them is needed to run the project.

Speed: every engine makes the same whole page (first 20 ids, exact total, counts of four facets, 20
snippets) in its documented way; CPU milliseconds of the process, median of different questions, the engines
taking turns at each, so that other work on the machine weighs on all alike.

Relevance: nDCG@10 as in search_relevance.py, each engine with the same settings for every collection. A
FOLDER is one of those, or one of Integreat QA (see search_meaning.py), whose pages in each language given are
asked in the same; tantivy and xapian then have the stemmer of that language where both have one.
Whole pages through servers: served_peers.py.
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks import search_meaning, search_relevance
from benchmarks.peers.base import Peer, Ranking
from benchmarks.peers.compiled import Tantivy, Xapian
from benchmarks.peers.ours import Ours
from benchmarks.peers.plain_whoosh import PlainWhoosh, StemmedWhoosh
from benchmarks.peers.sqlite import Datasette, Fts5
from benchmarks.texts import Texts, questions
from marketplace.search.engine import SearchRecord

FAST: tuple[type[Peer], ...] = (Ours, Tantivy, Xapian, Fts5, Datasette, PlainWhoosh)
RANKING: tuple[type[Ranking], ...] = (Ours, Xapian, Fts5, Tantivy, StemmedWhoosh, PlainWhoosh)
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
        except ModuleNotFoundError as error:
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
    with tempfile.TemporaryDirectory() as name:
        peers = []
        for peer in bearing(kinds, count, Path(name)):
            ready(peer, records)
            peers.append(peer)
        print(f"{'ms CPU':14}" + "".join(f"{peer.name:>18}" for peer in peers))
        for kind, question in questions(texts.words).items():
            found, alike = turns(peers, question)
            line = "".join(f"{figure:18.2f}" for figure in found)
            print(f"{kind:14}{line}   same totals {alike} of {QUESTIONS}", flush=True)
    print(f"load of the machine {os.getloadavg()[0]:.1f}")


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
    parser.add_argument("--relevance", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--languages", nargs="+", choices=search_meaning.LANGUAGES, default=["en"])
    names = [kind.__name__ for kind in FAST]
    parser.add_argument("--engines", nargs="+", choices=names, default=names, help="not for relevance")
    given = parser.parse_args()
    for folder in given.relevance or ():
        for language in given.languages if many_languages(folder) else ["en"]:
            relevance(folder, language)
    for size in given.sizes if not given.relevance else ():
        speed([kind for kind in FAST if kind.__name__ in given.engines], size)


if __name__ == "__main__":
    main()
