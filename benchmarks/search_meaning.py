"""What the extra [semantic] adds on Integreat QA: recall@10 by words, by vectors, by both; and its cost.

    python benchmarks/search_meaning.py FOLDER [--texts en --questions 318]

FOLDER holds `documents_<language>.jsonl`, `questions.jsonl` and `qrels.tsv`. The pages of one language are
asked in each of five languages; a question counts where its page is among the first ten. "both" is what the
product answers: ids from the vectors given to `Engine.find`. First it says how single words are told from
noise.
"""

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from marketplace.library.meaning import vector
from marketplace.search.engine import Near, Query, SearchRecord, open_engine
from marketplace.search.meaning.embedder import Embedder, open_embedder
from marketplace.search.meaning.nearest import Nearest
from marketplace.searches.widening import Widener

LANGUAGES = ("de", "en", "fr", "ar", "uk")
DEPTH = 10
SINGLE_WORDS = tuple(
    word
    for line in (
        "پرستار|پرستاران|مهاجرت|زبان|استخدام|مدرک تحصیلی|کارآموزی|قاچاق انسان|infermiere|punë|gjuhë|diplomë",
        "gra|fëmijë|emigrim|Krankenpfleger|Pflege|Anerkennung|Ausbildung|Frauen|Arbeit|Sprache|Rückkehr",
        "infirmière|emploi|diplôme|femmes|retour|formation|медицинска сестра|посао|језик|жене|повратак",
        "medicinska sestra|posao|jezik|nurse|job|school|language|return|women|children|remittances",
        "recruitment|orientation|diaspora|trafficking|y tá|việc làm|du học|нурс|сувилагч|ажил|دورة لغة",
        "ممرضة|عمل|медсестра|робота|мова|діти|kurs|visa|housing|logement|banesë|مسکن|ازدواج|پناهنده",
        "خدمات حقوقی|حقوق کارگران|mjek|پزشک",
    )
    for word in line.split("|")
)
"""What people type of whom this library is for, in the languages they are likely to type it in."""
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщыэюя",
    "ابتثجحخدذرزسشصضطظعغفقکگلمنهوی",
    "αβγδεζηθικλμνξοπρστυφχψω",
)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def records(folder: Path, language: str) -> Iterator[SearchRecord]:
    """The pages of a language as records; the first line is the title."""
    for page in lines(folder / f"documents_{language}.jsonl"):
        title, _, body = page["text"].partition("\n")
        yield SearchRecord(
            id=page["page_id"],
            version="1",
            kind="document",
            title=title,
            body=body,
            language=language,
            published_at=datetime(2025, 1, 1, tzinfo=UTC),
        )


class Vectors:
    """The vectors of some records, and which of these are near to a text, as the product has it."""

    def __init__(self, embedder: Embedder, its: Iterable[SearchRecord]) -> None:
        self._embedder = embedder
        self._nearest = Nearest()
        self._nearest.put([(one.id, vector(embedder, one)) for one in its])

    def near(self, text: str) -> tuple[Near, ...]:
        """What `Query.related` takes."""
        question = self._embedder.query(text)
        return tuple(self._nearest.find(question, self._embedder.threshold)) if question is not None else ()


def tell_noise_apart(embedder: Embedder) -> None:
    """Print what share of single words is let through, and of letters by chance kept out."""
    chance = random.Random(5)  # noqa: S311  # the same questions in every run
    noise = [
        " ".join(
            "".join(chance.choice(letters) for _ in range(chance.randint(3, 9)))
            for _ in range(chance.randint(1, 3))
        )
        for letters in ALPHABETS * 30
    ]
    shares = [
        sum(embedder.query(text) is not None for text in asked) / len(asked)
        for asked in (SINGLE_WORDS, noise)
    ]
    print(f"single words let through {shares[0]:.2f}, letters by chance kept out {1 - shares[1]:.2f}")


def main() -> None:
    """Index and embed the pages of one language, ask in every language, print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", choices=LANGUAGES, default="en")
    parser.add_argument("--questions", type=int, default=318)
    given = parser.parse_args()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    embedder, widener = open_embedder(), Widener((), ())
    pages = list(records(given.folder, given.texts))
    started = time.perf_counter()
    vectors = Vectors(embedder, pages)
    spent = (time.perf_counter() - started) / len(pages)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{len(pages)} pages in {given.texts}: {spent:.3f} s each, {memory:.0f} MB more memory")
    tell_noise_apart(embedder)
    questions = list(lines(given.folder / "questions.jsonl"))[: given.questions]
    with tempfile.TemporaryDirectory() as temporary:
        engine = open_engine(f"whoosh://{temporary}/index")
        engine.rebuild(pages)
        print(f"{'asked in':10}{'words':>8}{'vectors':>9}{'both':>8}{'ms':>8}")
        for language in LANGUAGES:
            hits, spent = [0, 0, 0], 0.0
            for question in questions:
                text, page_id = question["question"][language], question["page_id"]
                started = time.perf_counter()
                near = vectors.near(text)
                spent += time.perf_counter() - started
                others = widener.expansions(text, language)
                asked = Query(text, interface_language=language, per_page=DEPTH, expansions=others)
                words = engine.find(asked).ids
                both = engine.find(replace(asked, related=near)).ids
                hits[0] += page_id in dict(words)
                hits[1] += page_id in [one.id for one in near[:DEPTH]]
                hits[2] += page_id in dict(both)
            shares = [hit / len(questions) for hit in hits]
            print(
                f"{language:10}{shares[0]:8.3f}{shares[1]:9.3f}{shares[2]:8.3f}"
                f"{spent / len(questions) * 1000:8.1f}"
            )
        engine.close()


if __name__ == "__main__":
    main()
