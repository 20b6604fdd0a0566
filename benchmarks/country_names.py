"""Whether the names of a country in nine languages find the same records of the starter library.

    python -m benchmarks.country_names [--address ADDRESS]

Each country that a record names is asked for in the languages of the interface on their own pages, in German,
Arabic and Ukrainian on English ones. Prints the countries whose names differ, with what each finds: records
with the words, and all with those near in meaning. Starts a demonstration of its own unless the address of a
running site is given.
"""

import argparse
import json
import urllib.parse
import urllib.request

from benchmarks.page_bytes import prefixes
from benchmarks.page_load import site
from marketplace.languages import country_name, is_country

OTHERS = ("de", "ar", "uk")

Found = tuple[frozenset[str], int]
"""Ids of the records that have the words, and how many there are with those near in meaning."""


def ask(address: str, **asked: str) -> dict[str, object]:
    """A page of a hundred records of the programming interface."""
    query = urllib.parse.urlencode({"per_page": "100", **asked})
    with urllib.request.urlopen(f"{address}/api/v1/library?{query}") as answer:  # noqa: S310  # our own server
        found: dict[str, object] = json.load(answer)
    return found


def found_by(address: str, name: str) -> Found:
    """What a name finds."""
    answer: dict[str, object] = ask(address, q=name)
    items: list[dict[str, object]] = answer["items"]  # type: ignore[assignment]  # of JSON
    return frozenset(str(one["id"]) for one in items if not one["related"]), int(str(answer["total"]))


def countries(address: str) -> list[str]:
    """The countries that some record names on either side."""
    facets: dict[str, dict[str, int]] = ask(address)["facets"]  # type: ignore[assignment]  # of JSON
    return sorted(code for code in {*facets["origin"], *facets["destination"]} if is_country(code))


def measure(address: str) -> None:
    """Print the countries whose names do not all find the same, then how many do."""
    places = {code: f"{address}{prefix}" for code, prefix in prefixes(address).items()}
    places |= dict.fromkeys(OTHERS, address)
    codes = countries(address)
    alike = 0
    for code in codes:
        found = {one: found_by(place, country_name(code, one)) for one, place in places.items()}
        if len(set(found.values())) == 1:
            alike += 1
            continue
        print(code, *(f"{one} {len(words)}/{total}" for one, (words, total) in found.items()), flush=True)
    print(f"{alike} of {len(codes)} countries find the same by all {len(places)} names")


def main() -> None:
    """Ask for all countries in all languages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--address", help="of a running site; without it a demonstration is started")
    with site(parser.parse_args().address) as address:
        measure(address)


if __name__ == "__main__":
    main()
