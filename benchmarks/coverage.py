"""Time to count coverage in a generated library, and what a kept page costs.

    python benchmarks/coverage.py --records 5000

Records are those of benchmarks/pages.py, published straight into the tables.
"""

import argparse
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable

from pages import fill

from marketplace import config, create_app
from marketplace.corridors.queries import count_coverage, records_naming
from marketplace.database import db, utc_now
from marketplace.library import indexing
from marketplace.library.engine import engine

REPEAT = 10


def main() -> None:
    """Build a library of the wished size and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=5_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            config.load(
                {
                    "MARKETPLACE_INSTANCE": folder,
                    "MARKETPLACE_SECRET_KEY": secrets.token_hex(32),
                    "MARKETPLACE_RATE_LIMITS": "off",
                }
            )
        )
        with app.app_context():
            db.create_all()
            fill(given.records)
            indexing.rebuild()
            day = utc_now().date()
            found = count_coverage(day)
            print(f"{given.records} records, {len(found.pairs)} pairs, {len(found.groups)} groups")
            report("count in SQL", lambda: count_coverage(day))
            report("records of one pair", lambda: records_naming(("AL", "DE"), day))
        client = app.test_client()
        for address in ("/coverage", "/corridors/AL-DE", "/api/v1/coverage"):
            report(f"{address}, kept", lambda address=address: client.get(address))
        with app.app_context():
            engine().close()
            db.session.remove()
            db.engine.dispose()


def report(name: str, action: Callable[[], object]) -> None:
    """Print the first and the median CPU milliseconds of an action."""
    took = []
    for _ in range(REPEAT):
        started = time.process_time()
        action()
        took.append((time.process_time() - started) * 1000)
    print(f"{name:<28} first {took[0]:8.1f} ms, median {statistics.median(took):8.1f} ms")


if __name__ == "__main__":
    main()
