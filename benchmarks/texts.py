"""Generated records for measuring: words follow Zipf's law over 30,000, texts have about 400 words."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from marketplace.search.engine import SearchRecord

WORDS, LENGTH = 30_000, 400
COUNTRIES = ("AL", "DE", "IT", "PH", "RS", "TR", "UA", "VN", "FR", "SE", "MA", "IN")
_SYLLABLES = [
    "ba",
    "de",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "we",
    "xi",
    "yo",
    "za",
    "cha",
    "gra",
    "ste",
]


def vocabulary(chance: random.Random) -> list[str]:
    """Different words, the first the most frequent."""
    words: dict[str, None] = {}
    while len(words) < WORDS:
        words["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5)))] = None
    return list(words)


class Texts:
    """Draws words and records."""

    def __init__(self, seed: int = 7) -> None:
        self.chance = random.Random(seed)  # noqa: S311 (a repeatable run, nothing secret)
        self.words = vocabulary(self.chance)
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))

    def text(self, length: int) -> str:
        """So many words in a row."""
        return " ".join(self.chance.choices(self.words, cum_weights=self._weights, k=length))

    def records(self, count: int) -> Iterator[SearchRecord]:
        """Records with everything that filters look at."""
        chance, start = self.chance, datetime(2020, 1, 1, tzinfo=UTC)
        for number in range(count):
            yield SearchRecord(
                id=f"{chance.getrandbits(64):016x}",
                version="1",
                kind=chance.choice(("case_study", "offering", "need", "document")),
                title=self.text(8),
                summary=self.text(30),
                body=self.text(LENGTH),
                language=chance.choice(("en", "en", "en", "sq", "uk")),
                provider_slug=f"provider-{number % 200}",
                provider_kinds=(chance.choice(("ngo", "public", "company")),),
                corridors=tuple(
                    (chance.choice((*COUNTRIES, None)), chance.choice((*COUNTRIES, None)))
                    for _ in range(chance.randint(1, 3))
                ),
                boosters=tuple(
                    chance.sample(("language", "work", "housing", "health", "rights", "money"), 2)
                ),
                phases=tuple(chance.sample(("before", "travel", "arrival", "later"), 1)),
                delivery=("online",),
                target_groups=("workers",),
                year=chance.randint(2005, 2025),
                published_at=start + timedelta(minutes=number),
            )


def questions(words: list[str]) -> dict[str, Callable[[int], list[str]]]:
    """For each kind of question the words of its n-th one; `words` are those of the texts."""
    return {
        "rare word": lambda n: [words[9_000 + 37 * n]],
        "common word": lambda n: [words[n]],
        "two words": lambda n: [words[n], words[100 + n]],
        "four words": lambda n: [words[n], words[50 + n], words[400 + n], words[3_000 + n]],
    }
