"""Organisations: profile, members and roles, claims, verification."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what the domain adds."""
