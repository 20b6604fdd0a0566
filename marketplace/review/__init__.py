"""Moderators: queue, comparison, conversation, decisions."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages and the mails that follow each move."""
    from marketplace.review import author_routes, leaving, notices, routes  # noqa: F401  # they register themselves

    app.register_blueprint(routes.bp)
