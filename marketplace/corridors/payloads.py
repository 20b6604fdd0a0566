"""Coverage as plain data: JSON of the programming interface, and rows for spreadsheets."""

import csv
import io
from collections import Counter
from typing import Any

from marketplace.corridors.coverage import BOOSTERS, PHASES, Cell, Count, Pair, cells
from marketplace.corridors.facts import Coverage
from marketplace.corridors.queries import NamedRecord
from marketplace.languages import external_url
from marketplace.library.forms import with_parameters

Payload = dict[str, Any]
CSV_HEAD = ("origin", "destination", "exact", "in_date", "out_of_date", "total", "state", "demand", *BOOSTERS)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def coverage(found: Coverage) -> Payload:
    """A row per pair that is named, or on which help is missed; a cell per kind of help and phase.

    `open_records` and `open` are of records that name no pair.
    """
    unnamed = found.help_by_phase(open_sides=True)
    return {
        "counted_on": found.day.isoformat(),
        "open_records": found.open_records,
        "corridors": [_pair(found, pair, count) for pair, count in found.listed.items()],
        "cells": [
            {**cell, "open": unnamed[cell["booster"], cell["phase"]].exact}
            for cell in _cells(found.help_by_phase())
        ],
    }


def corridor(found: Coverage, pair: Pair, named: list[NamedRecord]) -> Payload:
    """One pair, also one that no record names."""
    count = found.pairs.get(pair, Count())
    query = (("origin", pair[0]), ("destination", pair[1]))
    return {
        "counted_on": found.day.isoformat(),
        **_pair(found, pair, count),
        "kinds": dict(sorted(count.kinds.items())),
        "cells": _cells(cells(one.record for one in named)),
        "url": external_url("corridors.show", corridor="-".join(pair)),
        "library_url": with_parameters(external_url("library.search"), query),
    }


def _pair(found: Coverage, pair: Pair, count: Count) -> Payload:
    boosters, missed = found.boosters.get(pair, Counter()), found.demand.of(pair)
    return {
        "origin": pair[0],
        "destination": pair[1],
        "exact": count.exact,
        "in_date": count.in_date,
        "out_of_date": count.out_of_date,
        "total": found.total(pair),
        "state": count.state,
        "demand": missed.total(),
        "demand_by_booster": {slug: missed[slug] for slug in BOOSTERS if slug in missed},
        "boosters": {slug: boosters[slug] for slug in BOOSTERS if slug in boosters},
    }


def _cells(found: dict[Cell, Count]) -> list[Payload]:
    return [
        {
            "booster": booster,
            "phase": phase,
            "exact": found[booster, phase].exact,
            "in_date": found[booster, phase].in_date,
            "state": found[booster, phase].state,
        }
        for booster in BOOSTERS
        for phase in PHASES
    ]


def as_csv(found: Coverage) -> str:
    """The rows of all named pairs as CSV; no cell is taken for a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(CSV_HEAD)
    for pair, count in found.listed.items():
        row = _pair(found, pair, count)
        plain = [row[name] for name in CSV_HEAD[: -len(BOOSTERS)]]
        values = plain + [row["boosters"].get(slug, 0) for slug in BOOSTERS]
        writer.writerow([guarded(str(value)) for value in values])
    return file.getvalue()


def guarded(text: str) -> str:
    """A text that a spreadsheet shows and never runs."""
    return f"'{text}" if text.startswith(_FORMULA) else text
