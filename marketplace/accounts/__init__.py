"""People: register, sign in and out, settings of their own account."""

from flask import Flask

from marketplace.accounts import sessions


def init_app(app: Flask) -> None:
    """Know who is behind a request."""
    sessions.init_app(app)
