"""People: register, sign in and out, settings of their own account."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what the domain adds."""
