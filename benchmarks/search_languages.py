"""Search across languages on the Integreat QA set, with and without other words for what was asked.

    python benchmarks/search_languages.py FOLDER [--weight 0.5]

FOLDER holds `documents_<language>.jsonl` {page_id, text}, `questions.jsonl` {id, question: {language: text}}
and `qrels.tsv` (question, page, relevance). Each question is asked in each language, of the texts of each:
`own` is the mean over those asked in the language of the texts, `others` over those in all other languages.
The page of a question is the only relevant one. OMoS-QA, Kleinle, Prange and Friedrich (2024), CC BY 4.0.
"""

import argparse
import csv
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from statistics import fmean
from typing import Any

from marketplace.search.concepts import concepts
from marketplace.search.engine import Engine, Expansion, Query, SearchRecord, open_engine

DEPTH = 10
LANGUAGES = ("de", "en", "fr", "ar", "uk")
WEIGHT = 0.5

Questions = list[tuple[str, dict[str, str]]]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def records(path: Path, language: str) -> Iterator[SearchRecord]:
    """The pages as records of the library; the first line is the title."""
    for one in lines(path):
        title, _, body = one["text"].partition("\n")
        yield SearchRecord(
            id=str(one["page_id"]),
            version="1",
            kind="document",
            title=title,
            body=body,
            language=language,
            published_at=datetime(2025, 1, 1, tzinfo=UTC),
        )


def questions(folder: Path) -> Questions:
    """(page, question by language) of every question that has a page."""
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as file:
        pages = {row["question_id"]: row["page_id"] for row in csv.DictReader(file, delimiter="\t")}
    asked = lines(folder / "questions.jsonl")
    return [(pages[str(one["id"])], one["question"]) for one in asked if str(one["id"]) in pages]


def widened(text: str, language: str, weight: float) -> tuple[Expansion, ...]:
    """The expansions of a question; none for a weight of 0."""
    known = concepts()
    named = known.named(text, (language, "en")) if weight else []
    return tuple(
        Expansion(tuple(label for concept in one.concepts for label in known.labels(concept)), weight)
        for one in named
    )


def ranks(engine: Engine, asked: Questions, language: str, weight: float) -> list[int]:
    """The rank of each question's page, 0 where it is not among the first DEPTH."""
    found = []
    for page, texts in asked:
        text = texts[language]
        query = Query(
            text,
            per_page=DEPTH,
            interface_language=language,
            expansions=widened(text, language, weight),
        )
        ids = [one for one, _ in engine.find(query).ids]
        found.append(ids.index(page) + 1 if page in ids else 0)
    return found


def figures(found: list[int]) -> str:
    """Recall and nDCG at DEPTH of the ranks of single relevant pages."""
    recall = fmean(bool(rank) for rank in found)
    ndcg = fmean(1 / log2(rank + 1) if rank else 0.0 for rank in found)
    return f"{recall:.3f} {ndcg:.3f}"


def main() -> None:
    """Index the pages of each language, ask in all of them, print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--weight", type=float, nargs="+", default=[WEIGHT])
    options = parser.parse_args()
    asked = questions(options.folder)
    own: dict[tuple[float, str], list[int]] = {}
    others: dict[tuple[float, str], list[int]] = defaultdict(list)
    weights = [0.0, *options.weight]
    with tempfile.TemporaryDirectory() as temporary:
        for texts in LANGUAGES:
            engine = open_engine(f"whoosh://{temporary}/{texts}")
            engine.rebuild(records(options.folder / f"documents_{texts}.jsonl", texts))
            for weight in weights:
                started = time.process_time()
                for language in LANGUAGES:
                    found = ranks(engine, asked, language, weight)
                    if language == texts:
                        own[weight, language] = found
                    else:
                        others[weight, language] += found
                spent = (time.process_time() - started) / len(asked) / len(LANGUAGES)
                print(f"texts in {texts}, weight {weight:g}: {spent * 1000:.2f} ms CPU a question")
            engine.close()
    print(f"{len(asked)} questions; recall@{DEPTH} and nDCG@{DEPTH}")
    for weight in weights:
        print(f"weight {weight:g}")
        for language in LANGUAGES:
            both = figures(own[weight, language]), figures(others[weight, language])
            print(f"  asked in {language}: own {both[0]}   others {both[1]}")
        every = [found for (one, _), ranked in others.items() if one == weight for found in ranked]
        same = [found for (one, _), ranked in own.items() if one == weight for found in ranked]
        print(f"  all:         own {figures(same)}   others {figures(every)}")


if __name__ == "__main__":
    main()
