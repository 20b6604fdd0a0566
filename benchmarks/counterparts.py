"""Time to rank the counterparts of every organisation against all records, and of one.

    python benchmarks/counterparts.py --organisations 5000 --records 4

Standings are random in every term, over forty countries.
"""

import argparse
import random
import time
from datetime import UTC, datetime, timedelta

from marketplace import vocab
from marketplace.languages import country_codes
from marketplace.matching.field import Field
from marketplace.matching.formula import Standing

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LANGUAGES = ("de", "en", "fr", "sq", "ar", "tr", "es", "fa")
MOST = 20


def main() -> None:
    """Make the standings and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=5_000)
    parser.add_argument("--records", type=int, default=4, help="of each organisation")
    given = parser.parse_args()
    chance = random.Random(7)  # noqa: S311  # the same records in every run
    standings = [
        _standing(chance, organisation, number)
        for organisation in range(given.organisations)
        for number in range(given.records)
    ]
    started = time.process_time()
    field = Field(standings)
    print(f"{len(standings)} records as arrays: {(time.process_time() - started) * 1000:.0f} ms CPU")
    started = time.process_time()
    found = sum(len(field.counterparts(field.of_organisation(one), MOST)) for one in field.organisations)
    took = time.process_time() - started
    each = took * 1000 / given.organisations
    print(f"{given.organisations} organisations: {took:.1f} s CPU, {each:.2f} ms each, {found} counterparts")


def _standing(chance: random.Random, organisation: int, number: int) -> Standing:
    origins, destinations = country_codes()[:40], country_codes()[100:140]

    def some(vocabulary: str, most: int) -> frozenset[str]:
        return frozenset(chance.sample(vocab.slugs(vocabulary), chance.randint(1, most)))

    return Standing(
        organisation=f"o{organisation}",
        side=("origin", "destination")[organisation % 2],
        corridors=frozenset(
            (chance.choice((None, *origins)), chance.choice((None, *destinations)))
            for _ in range(chance.randint(1, 3))
        ),
        boosters=some("booster", 3),
        phases=some("phase", 2),
        targets=some("target_group", 3),
        languages=frozenset(chance.sample(LANGUAGES, 2)),
        in_date=chance.random() < 0.7,
        dated=NOW - timedelta(days=chance.randint(0, 900)),
        record=f"r{organisation}-{number}",
    )


if __name__ == "__main__":
    main()
