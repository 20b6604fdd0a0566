"""Where higher domains add their public pages to the sitemap."""

from collections.abc import Callable

Part = Callable[[], list[tuple[str, str]]]

_parts: list[Part] = []


def part(function: Part) -> Part:
    """Have a function name pages: (absolute address, day of the last change or "")."""
    if function not in _parts:
        _parts.append(function)
    return function


def addresses() -> list[tuple[str, str]]:
    """All pages that other domains name."""
    return [address for one in _parts for address in one()]
