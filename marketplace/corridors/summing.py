"""Sums over arrays of records: by key, and as counts.

Records that add the same to a count are of one class: of a kind, in date or not, for which sides.
"""

from collections import Counter
from itertools import product

import numpy as np
from numpy.typing import NDArray

from marketplace.corridors.coverage import HELP, Count
from marketplace.resources.models import Kind

KINDS = tuple(Kind)

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

_FLAGS = tuple(product((False, True), repeat=3))
CLASSES = len(KINDS) * len(_FLAGS)


def classes_of(kind: Numbers, in_date: Flags, origin: Flags, destination: Flags) -> Numbers:
    """The class of each record: of which kind (place in KINDS), whether in date, and for which sides."""
    return kind * len(_FLAGS) + in_date * 4 + origin * 2 + destination


def _what_each_adds() -> Numbers:
    """For each class what one record adds to the fields of `Count`, then to each kind."""
    rows = [
        (
            True,
            in_date,
            kind in HELP and not in_date,
            kind in HELP and in_date and origin,
            kind in HELP and in_date and destination,
            *(kind == one for one in KINDS),
        )
        for kind, (in_date, origin, destination) in product(KINDS, _FLAGS)
    ]
    return np.array(rows, dtype=np.int64)


_ADDS = _what_each_adds()


def counts_of(sums: Numbers) -> list[Count]:
    """A count for each row of `sums`: how many records there are of each class."""
    return [
        Count(
            exact,
            in_date,
            old_help,
            at_origin,
            at_destination,
            Counter({kind: number for kind, number in zip(KINDS, kinds, strict=True) if number}),
        )
        for exact, in_date, old_help, at_origin, at_destination, *kinds in (sums @ _ADDS).tolist()
    ]


def grouped(keys: Numbers, records: Numbers) -> dict[int, Numbers]:
    """The records of each key."""
    order = np.argsort(keys, kind="stable")
    found, starts = np.unique(keys[order], return_index=True)
    parts = np.split(records[order], starts[1:])
    return dict(zip(found.tolist(), parts, strict=True)) if len(found) else {}
