"""Pages about organisations: public ones, those of their members, and those of admins."""

from flask import Blueprint

bp = Blueprint("providers", __name__)

from marketplace.providers.routes import admin, joining, own, people, public  # noqa: E402  # they use `bp`

__all__ = ["admin", "bp", "joining", "own", "people", "public"]
