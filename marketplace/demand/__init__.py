"""Demand: services that visitors miss on a corridor, reported without an account and moderated."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages of visitors and of moderators."""
    from marketplace.demand import leaving, moderation_routes, routes  # noqa: F401  # leaving registers itself

    app.register_blueprint(routes.bp)
    app.register_blueprint(moderation_routes.bp)
