"""Corridors: what stands on both sides of each pair of countries, and where there is a gap."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages and the programming interface."""
    from marketplace.corridors import api_routes, kept, routes

    app.extensions["kept_coverage"] = kept.KeptCoverage()
    app.register_blueprint(routes.bp)
    app.register_blueprint(api_routes.bp)
