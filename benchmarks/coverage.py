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
from marketplace.corridors.facts import Coverage
from marketplace.corridors.known import KnownVersions
from marketplace.corridors.queries import records_naming
from marketplace.database import db, utc_now
from marketplace.library import indexing
from marketplace.library.engine import engine

REPEAT = 10
FILTERS = {"booster": "language_training", "channel": "work"}


def main() -> None:
    """Build a library of the wished size and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=5_000)
    parser.add_argument("--count-only", action="store_true", help="no pages: the index takes long to build")
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
            day = utc_now().date()
            known = KnownVersions()
            print(f"{given.records} records, {len(Coverage(known.facts(day)).pairs)} pairs")
            report("count, nothing known yet", lambda: Coverage(KnownVersions().facts(day)).pairs, 2)
            report("count again", lambda: counted(Coverage(known.facts(day))))
            found = Coverage(known.facts(day))
            report("narrow by two filters", lambda: counted(found.narrowed(FILTERS)))
            report("records of one pair", lambda: records_naming(("AL", "DE"), day))
            if given.count_only:
                return
            indexing.rebuild()
        client = app.test_client()
        for address in ("/coverage", "/corridors/AL-DE", "/api/v1/coverage"):
            report(f"{address}, kept", lambda address=address: client.get(address))
        with app.app_context():
            engine().close()
            db.session.remove()
            db.engine.dispose()


def counted(found: Coverage) -> object:
    """All that the page of coverage folds."""
    return found.pairs, found.boosters, found.help_by_phase()


def report(name: str, action: Callable[[], object], repeat: int = REPEAT) -> None:
    """Print the first and the median CPU milliseconds of an action."""
    took = []
    for _ in range(repeat):
        started = time.process_time()
        action()
        took.append((time.process_time() - started) * 1000)
    print(f"{name:<28} first {took[0]:8.1f} ms, median {statistics.median(took):8.1f} ms")


if __name__ == "__main__":
    main()
