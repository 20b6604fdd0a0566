"""CPU time of public pages as a multiple of a bare Flask and Jinja view (F), both in this run.

    python -m benchmarks.pages --records 10000

Records are generated (words by Zipf's law, corridors, terms) and published straight into the tables; the
index is built by the program itself. Requests go through the whole application without a network; kB is the
size of an answer under brotli.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from benchmarks.bare import bare_app
from benchmarks.made_library import fill, made_app, word
from marketplace.database import db
from marketplace.library import indexing
from marketplace.library.engine import engine


def main() -> None:
    """Build a library of the wished size, then time each kind of page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=200, help="requests for each figure")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = made_app(Path(folder))
        with app.app_context():
            one = fill(given.records)[-1]
            started = time.process_time()
            indexing.rebuild()
            built = time.process_time() - started
        print(f"{given.records} records, indexed at {given.records / built:.0f} a second of CPU")
        measure(app.test_client(), one, given.repeat)
        with app.app_context():
            engine().close()
            db.session.remove()
            db.engine.dispose()


def measure(client: FlaskClient, record: str, repeat: int) -> None:
    """Print CPU milliseconds and multiples of F."""
    client.get("/library?q=nosuchword")  # the words known are gathered at the first poor result
    yardstick = timed(bare_app().test_client(), ("/" for _ in range(repeat)))
    print(f"{'bare view (F)':<34}{yardstick:8.2f} ms")
    frequent, rare = [word(number) for number in range(2, 12)], [word(n) for n in range(9_000, 29_000)]
    for name, addresses in (
        ("home", lambda n: "/"),
        ("record, asked for before", lambda n: record),
        ("record, first time", lambda n: f"{record}?n={n}"),
        ("search, rare word", lambda n: f"/library?q={rare[n * 17 % len(rare)]}"),
        ("search, frequent word", lambda n: f"/library?q={frequent[n % 10]}&n={n}"),
        ("search, two words", lambda n: f"/library?q={frequent[n % 10]}+{word(40 + n)}"),
        ("search, words and filters", lambda n: f"/library?q={word(20 + n)}&origin=AL&destination=DE"),
        ("search, no words", lambda n: f"/library?n={n}"),
        ("search, asked for before", lambda n: f"/library?q={frequent[0]}"),
        ("interface, two words", lambda n: f"/api/v1/library?q={frequent[n % 10]}+{word(90 + n)}"),
    ):
        report(client, name, addresses, repeat, yardstick)
    tag = client.get("/library?q=en").headers["ETag"]
    same = timed(client, ("/library?q=en" for _ in range(repeat)), {"If-None-Match": tag})
    print(f"{'search, conditional':<34}{same:8.2f} ms {same / yardstick:6.1f} F")


def report(
    client: FlaskClient, name: str, addresses: Callable[[int], str], repeat: int, yardstick: float
) -> None:
    """One line: CPU time of a class of requests without compression, and the size with it."""
    client.get(addresses(0))
    took = timed(client, (addresses(n) for n in range(1, repeat + 1)))
    wire = len(client.get(addresses(0), headers={"Accept-Encoding": "br"}).data)
    print(f"{name:<34}{took:8.2f} ms {took / yardstick:6.1f} F {wire / 1000:7.1f} kB")


def timed(client: FlaskClient, addresses: Iterator[str], headers: dict[str, Any] | None = None) -> float:
    """CPU milliseconds per request."""
    asked = list(addresses)
    started = time.process_time()
    for address in asked:
        answer = client.get(address, headers=headers)
        if answer.status_code not in {200, 304}:
            raise SystemExit(f"{address}: {answer.status_code}")
    return (time.process_time() - started) * 1000 / len(asked)


if __name__ == "__main__":
    main()
