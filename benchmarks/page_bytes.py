"""Bytes of result pages as they are sent under brotli, in each language of the interface.

    python -m benchmarks.page_bytes [--address ADDRESS]

Starts a demonstration of its own unless the address of a running site is given. Ends with 1 where a page is
larger than the budget.
"""

import argparse
import re
import sys
import urllib.request

from benchmarks.page_load import site

MOST_BYTES = 8_000
SEARCHES = (
    "",
    "q=nurses",
    "q=recognition",
    "q=language",
    "q=recognition+of+qualifications",
    "q=skills+training",
    "q=language+course",
    "kind=offering",
    "destination=DE",
    "q=training&booster=skills_development",
    "page=2",
    "sort=newest",
)


def sent(url: str) -> bytes:
    """The body of an answer as it is on the wire."""
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "br"})  # noqa: S310  # our own server
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        return bytes(answer.read())


def prefixes(address: str) -> dict[str, str]:
    """What the addresses of each language begin with, as the menu of languages says it."""
    with urllib.request.urlopen(f"{address}/library") as answer:  # noqa: S310  # our own server
        page = answer.read().decode()
    return {
        code: prefix for prefix, code in re.findall(r'<a href="([^"]*)/library" hreflang="([^"]*)"', page)
    }


def measure(address: str) -> int:
    """Print a line for each search, then the most and the mean of each language; the most of all."""
    languages = prefixes(address)
    print(f"{'':<40}", *(f"{code:>8}" for code in languages))
    rows = []
    for search in SEARCHES:
        path = f"/library?{search}" if search else "/library"
        rows.append([len(sent(f"{address}{prefix}{path}")) for prefix in languages.values()])
        _line(path, rows[-1])
    columns = list(zip(*rows, strict=True))
    _line("most", [max(column) for column in columns])
    _line("mean", [sum(column) // len(column) for column in columns])
    return max(map(max, columns))


def _line(name: str, sizes: list[int]) -> None:
    print(f"{name:<40}", *(f"{size:>8,}" for size in sizes), flush=True)


def main() -> None:
    """Measure all searches in all languages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--address", help="of a running site; without it a demonstration is started")
    with site(parser.parse_args().address) as address:
        most = measure(address)
    sys.exit(0 if most <= MOST_BYTES else 1)


if __name__ == "__main__":
    main()
