"""How the text of a setting is read; each reader raises ValueError with what would be right."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit


def flag(value: str) -> bool:
    """Read on or off."""
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError("use on or off")


def one_of(*values: str) -> Callable[[str], str]:
    """Make a reader of one of these words."""

    def parse(value: str) -> str:
        if value not in values:
            raise ValueError(f"use one of: {', '.join(values)}")
        return value

    return parse


def one_of_schemes(*schemes: str) -> Callable[[str], str]:
    """Make a reader of addresses that start with one of these schemes."""

    def parse(value: str) -> str:
        if "://" not in value or urlsplit(value).scheme not in schemes:
            raise ValueError(
                f"use an address that starts with one of: {', '.join(s + '://' for s in schemes)}"
            )
        return value

    return parse


def between(least: int, most: int) -> Callable[[str], int]:
    """Make a reader of whole numbers within these limits."""

    def parse(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise ValueError(f"use a whole number from {least} to {most}")
        return int(value)

    return parse


def public_address(value: str) -> str:
    """Read scheme and host, perhaps a port: the pages stand at the root of their host."""
    address = one_of_schemes("http", "https")(value).rstrip("/")
    parts = urlsplit(address)
    if not parts.hostname or parts.path or parts.query or parts.fragment or parts.username:
        raise ValueError("use scheme and host, such as https://library.example.org")
    return address
