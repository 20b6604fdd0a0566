"""People: register, sign in and out, settings of their own account, and the admin's pages."""

from contextlib import suppress
from datetime import tzinfo

from babel.dates import get_timezone
from flask import Flask
from flask_babel import get_babel
from flask_login import current_user

from marketplace.accounts import admin_routes, entry, next_page, routes, sessions, settings_routes

__all__ = ["init_app", "settings_routes"]  # which adds its views to the blueprint of routes


def init_app(app: Flask) -> None:
    """Know who is behind a request, and serve the pages about people."""
    sessions.init_app(app)
    get_babel(app).timezone_selector = _time_zone
    entry.init_app(app)
    app.add_template_global(next_page.wanted_page)
    # settings_routes adds its views to the blueprint of routes
    app.register_blueprint(routes.bp)
    app.register_blueprint(admin_routes.bp)


def _time_zone() -> tzinfo | None:
    """The time zone of who reads; None, which is UTC, for visitors and outside requests."""
    if current_user and current_user.is_authenticated:
        with suppress(LookupError):  # a name that this machine does not know any more
            return get_timezone(current_user.time_zone)
    return None
