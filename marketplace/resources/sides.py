"""The two sides of a move: which phases lie before arrival and which after it."""

BEFORE = frozenset({"pre_departure", "in_transit"})
AFTER = frozenset({"on_arrival", "settled"})


def helps_before(phases: frozenset[str], provider_side: str) -> bool:
    """Whether these phases help before arrival; where no phase says so, the side of the provider does."""
    return bool(phases & BEFORE) if phases & (BEFORE | AFTER) else provider_side != "destination"


def helps_after(phases: frozenset[str], provider_side: str) -> bool:
    """Whether these phases help after arrival; where no phase says so, the side of the provider does."""
    return bool(phases & AFTER) if phases & (BEFORE | AFTER) else provider_side != "origin"
