"""The public side: search, record pages, feeds, JSON."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what the domain adds."""
