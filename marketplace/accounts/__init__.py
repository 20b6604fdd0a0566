"""People: register, sign in and out, settings of their own account, and the admin's pages."""

from flask import Flask

from marketplace.accounts import admin_routes, entry, routes, sessions, settings_routes

__all__ = ["init_app", "settings_routes"]  # which adds its views to the blueprint of routes


def init_app(app: Flask) -> None:
    """Know who is behind a request, and serve the pages about people."""
    sessions.init_app(app)
    entry.init_app(app)
    # settings_routes adds its views to the blueprint of routes
    app.register_blueprint(routes.bp)
    app.register_blueprint(admin_routes.bp)
