"""Referral: one page of records for a person to take away; nothing is kept about that person."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages."""
    from marketplace.referral import routes

    app.register_blueprint(routes.bp)
