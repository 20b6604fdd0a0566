"""Referral: one page of records for a person to take away; nothing is kept about that person."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages."""
    from marketplace.library.kept import KeptPages
    from marketplace.referral import kit_routes, routes

    app.extensions["kept_kits"] = KeptPages(kit_routes.MOST_BYTES)
    app.register_blueprint(routes.bp)
