"""Matching: who on the other side of a corridor should meet whom, and why."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages."""
    from marketplace.matching import kept, routes

    app.extensions["kept_field"] = kept.KeptField()
    app.register_blueprint(routes.bp)
