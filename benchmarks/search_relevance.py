"""Relevance of the product's search on a judged collection: nDCG@10 with linear gain.

    python -m benchmarks.search_relevance FOLDER [--imported MAPPING | --meaning]

With --meaning records near in meaning are found as well, as by the extra [semantic]; making the vectors takes
a second a document. With --imported the documents are brought into a library as `marketplace import
--mapping` does it, published, and the engine is that of the program; else they are put into an index as they
are.

FOLDER holds `documents.jsonl` {id, title, text}, `queries.jsonl` {id, text} and `qrels.tsv` (query, document,
relevance; more than 0 is relevant). The gain of a document is relevance / log2(rank + 1); the mean is over
the queries that have a relevant document. Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR
techniques (2002), with the ideal order of all judged documents as the measure.
"""

import argparse
import csv
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.made_library import made_app
from benchmarks.search_meaning import Vectors
from marketplace import outbox
from marketplace.accounts import operations as accounts
from marketplace.accounts.models import SiteRole
from marketplace.database import db, new_id
from marketplace.exchange import importing, reading
from marketplace.exchange.remapping import Mapping
from marketplace.library import indexing
from marketplace.library.engine import engine
from marketplace.resources.models import Resource
from marketplace.search.engine import Engine, Query, SearchRecord, open_engine
from marketplace.search.meaning.embedder import open_embedder

DEPTH = 10


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def judgements(path: Path) -> dict[str, dict[str, float]]:
    """Relevance by query and document."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for query, document, relevance in csv.reader(file, delimiter="\t"):
            if not query.endswith("_id"):  # the names of the columns
                found[query][document] = float(relevance)
    return found


def gain(relevances: Iterable[float]) -> float:
    """Discounted cumulated gain of a ranking."""
    return sum(relevance / log2(rank + 1) for rank, relevance in enumerate(relevances, 1))


def ndcg(ranking: list[str], judged: dict[str, float]) -> float:
    """nDCG at DEPTH of one ranking."""
    ideal = sorted(judged.values(), reverse=True)[:DEPTH]
    return gain(judged.get(one, 0.0) for one in ranking[:DEPTH]) / gain(ideal)


def records(folder: Path) -> Iterator[SearchRecord]:
    """The documents as records of the library."""
    for one in lines(folder / "documents.jsonl"):
        yield SearchRecord(
            id=one["id"],
            version="1",
            kind="document",
            title=one["title"],
            body=one["text"],
            language="en",
            published_at=datetime(2025, 1, 1, tzinfo=UTC),
        )


def imported(folder: Path, mapping: str, instance: Path) -> tuple[Engine, dict[str, str]]:
    """The engine of a library with the documents imported, and by the id of each record its document."""
    made_app(instance).app_context().push()  # until the program ends
    admin = accounts.create_account("Admin", "admin@example.org", new_id() * 2, [SiteRole.ADMIN], "en", True)
    rows = reading.read(folder / "documents.jsonl", "jsonl")
    kept = Mapping.load(mapping, "document", folder).apply(rows, lambda number, why: None)
    importing.import_rows("document", kept, admin, publish=True)
    known = {
        one.id: str(one.import_slug).removeprefix(f"{mapping}-")
        for one in db.session.scalars(select(Resource))
    }
    indexing.rebuild()
    outbox.drain()
    return engine(), known


def main() -> None:
    """Index the collection, ask its queries, print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--imported", metavar="MAPPING")
    ways.add_argument("--meaning", action="store_true")
    given = parser.parse_args()
    folder = given.folder
    judged = {
        query: found for query, found in judgements(folder / "qrels.tsv").items() if max(found.values()) > 0
    }
    with tempfile.TemporaryDirectory() as temporary:
        started, known = time.process_time(), dict[str, str]()
        if given.imported:
            searched, known = imported(folder, given.imported, Path(temporary))
            count = len(known)
        else:
            searched = open_engine(f"whoosh://{temporary}/index")
            count = searched.rebuild(records(folder))
        built = time.process_time() - started
        vectors = Vectors(open_embedder(), records(folder)) if given.meaning else None
        scores = []
        started = time.process_time()
        for query in lines(folder / "queries.jsonl"):
            if query["id"] in judged:
                related = vectors.near(query["text"]) if vectors else ()
                found = searched.find(Query(query["text"], per_page=DEPTH, related=related))
                ranking = [known.get(record_id, record_id) for record_id, _ in found.ids]
                scores.append(ndcg(ranking, judged[query["id"]]))
        asked = time.process_time() - started
        searched.close()
    print(f"documents {count}, built in {built:.1f} s CPU ({count / built:.0f} records/s)")
    print(f"queries {len(scores)}, {asked / len(scores) * 1000:.2f} ms CPU each")
    print(f"nDCG@{DEPTH} {sum(scores) / len(scores):.4f}")


if __name__ == "__main__":
    main()
