"""The style guide: every macro in every state on one page, for those who develop the site."""

from flask import Flask

from marketplace.styleguide.routes import bp


def init_app(app: Flask) -> None:
    """Register the page; it answers 404 outside development, demo and tests."""
    app.register_blueprint(bp)
