"""Filters and facet counts: which documents remain, and how many there are of each value."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from marketplace.search.engine import ANY, FACETS, Query
from marketplace.search.whoosh.schema import NO_YEAR
from marketplace.search.whoosh.snapshot import Snapshot
from marketplace.search.whoosh.tables import Documents, Mask, mask_of

Counts = dict[str, dict[str, int]]

_KEYWORD_FILTERS: dict[str, Callable[[Query], tuple[str, ...]]] = {
    "kind": lambda query: query.kinds,
    "booster": lambda query: query.boosters,
    "phase": lambda query: query.phases,
    "target": lambda query: query.target_groups,
    "channel": lambda query: query.channels,
    "delivery": lambda query: query.delivery,
    "language": lambda query: query.languages,
    "provider_kind": lambda query: query.provider_kinds,
    "evidence": lambda query: query.evidence,
    "provider": lambda query: query.providers,
    "handover": lambda query: ("yes",) if query.handover else (),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """The mask of each active filter by facet name; `corridor` stands for origin and destination together."""

    masks: dict[str, Mask]

    def without(self, base: Mask, name: str | None = None) -> Mask:
        """Documents of `base` that pass every filter but one."""
        passed = base
        for other, mask in self.masks.items():
            if other != name:
                passed = passed & mask
        return passed


def filters(snapshot: Snapshot, query: Query) -> Filters:
    """The masks of a query's filters."""
    masks = {}
    for name, values in _KEYWORD_FILTERS.items():
        if chosen := values(query):
            if name in FACETS:
                masks[name] = snapshot.facets.mask(name, chosen)
            else:
                table = snapshot.table(name)
                masks[name] = mask_of(snapshot.size, [table.documents(value) for value in chosen])
    if query.origins or query.destinations:
        masks["corridor"] = _corridor(snapshot, query.origins, query.destinations)
    if query.year_from is not None or query.year_to is not None:
        masks["year"] = _years(snapshot, query.year_from, query.year_to)
    return Filters(masks)


def named_pair(snapshot: Snapshot, query: Query) -> Mask:
    """Documents with a corridor that names each side asked for, where "any" is not enough."""
    return mask_of(
        snapshot.size,
        [
            documents
            for origin, destination, documents in snapshot.pairs
            if (not query.origins or origin in query.origins)
            and (not query.destinations or destination in query.destinations)
        ],
    )


def facet_counts(
    snapshot: Snapshot, query: Query, matched: Mask, active: Filters
) -> dict[str, dict[str, int]]:
    """Counts of every facet; each respects all filters but its own, origin and destination pairwise."""
    own = {name: "corridor" if name in {"origin", "destination"} else name for name in FACETS}
    free = [name for name in FACETS if own[name] not in active.masks]
    counts = snapshot.facets.counts(free, active.without(matched))
    for name in FACETS:
        if name in counts:
            continue
        mask = active.without(matched, own[name])
        if name == "origin" and query.destinations:
            counts[name] = _one_side(snapshot, mask, query.destinations, 0)
        elif name == "destination" and query.origins:
            counts[name] = _one_side(snapshot, mask, query.origins, 1)
        else:
            counts |= snapshot.facets.counts([name], mask)
    return {name: counts[name] for name in FACETS}


def _fits(side: str | None, chosen: tuple[str, ...]) -> bool:
    """Whether one side of a corridor is among those chosen; an open side fits any, no choice fits all."""
    return side is None or not chosen or side in chosen


def _corridor(snapshot: Snapshot, origins: tuple[str, ...], destinations: tuple[str, ...]) -> Mask:
    return mask_of(
        snapshot.size,
        [
            documents
            for origin, destination, documents in snapshot.pairs
            if _fits(origin, origins) and _fits(destination, destinations)
        ],
    )


def _one_side(snapshot: Snapshot, mask: Mask, others: tuple[str, ...], side: int) -> dict[str, int]:
    """Counts of one side over the corridors whose other side fits; a document counts once per country."""
    found: dict[str, list[Documents]] = {}
    for origin, destination, documents in snapshot.pairs:
        counted, other = (origin, destination) if side == 0 else (destination, origin)
        if _fits(other, others):
            found.setdefault(counted or ANY, []).append(documents)
    counts = {
        value: int(np.count_nonzero(mask_of(snapshot.size, parts) & mask)) for value, parts in found.items()
    }
    return {value: count for value, count in sorted(counts.items()) if count}


def _years(snapshot: Snapshot, year_from: int | None, year_to: int | None) -> Mask:
    first, last = snapshot.years
    mask = first != NO_YEAR
    if year_from is not None:
        mask &= last >= year_from
    if year_to is not None:
        mask &= first <= year_to
    return mask
