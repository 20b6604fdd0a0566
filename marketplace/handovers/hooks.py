"""Where higher domains join in: what keeps two organisations apart."""

from collections.abc import Callable

Apart = Callable[[str, str], bool]

_reasons: list[Apart] = []


def keeps_apart(reason: Apart) -> Apart:
    """Have a function say, of two organisations by id, whether they want nothing to do with each other."""
    if reason not in _reasons:
        _reasons.append(reason)
    return reason


def are_apart(one: str, other: str) -> bool:
    """Whether anything keeps two organisations apart; nothing keeps one from itself."""
    return one != other and any(reason(one, other) for reason in _reasons)
