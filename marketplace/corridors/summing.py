"""Sums over arrays of records: by pair, by key, and as counts."""

from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from marketplace.corridors.coverage import Count
from marketplace.resources.models import Kind

KINDS = tuple(Kind)

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


def grouped(keys: Numbers, records: Numbers) -> dict[int, Numbers]:
    """The records of each key."""
    order = np.argsort(keys, kind="stable")
    found, starts = np.unique(keys[order], return_index=True)
    parts = np.split(records[order], starts[1:])
    return dict(zip(found.tolist(), parts, strict=True)) if len(found) else {}


def counts_of(measures: Mapping[str, Flags], records: Numbers, places: Numbers, size: int) -> list[Count]:
    """Counts of records by the place each belongs to."""
    exact = np.bincount(places, minlength=size).tolist()
    sums = {
        name: np.bincount(places[flags[records]], minlength=size).tolist() for name, flags in measures.items()
    }
    return [
        count_of(exact[place], lambda name, place=place: sums[name][place])  # type: ignore[misc]
        for place in range(size)
    ]


def count_of(exact: int, measure: Callable[[str], int], *, of_one_phase: bool = False) -> Count:
    """One count from its sums by name; of a single phase the side of the provider decides."""
    side = "provided_at_" if of_one_phase else "at_"
    return Count(
        exact=exact,
        in_date=measure("in_date"),
        old_help=measure("old_help"),
        at_origin=measure(f"{side}origin"),
        at_destination=measure(f"{side}destination"),
        kinds=Counter({kind: number for kind in KINDS if (number := measure(kind))}),
    )
