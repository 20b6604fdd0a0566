"""How settings are read, each reader raising ValueError with what would be right, and what hosts mean."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from sqlalchemy import make_url


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


def address(host: str, port: int | str) -> str:
    """Host and port under which a browser on this machine finds a server that listens there."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104  # compared, not listened on
        host = "127.0.0.1"
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def is_loopback(host: str) -> bool:
    """Whether a server on this address can be reached from the same machine only."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # another name
        return False


def driver_url(url: str) -> str:
    """PostgreSQL addresses as hosting services write them, with the driver that this project uses."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def pool_options(url: str) -> dict[str, bool]:
    """How connections to a database are shared: the one used last is used next.

    Each gathers statements and pages of its own, so few of them shall. A database in memory has but one.
    """
    return {} if make_url(url).database in {None, "", ":memory:"} else {"pool_use_lifo": True}
