"""Moderators: queue, comparison, conversation, decisions."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what the domain adds."""
