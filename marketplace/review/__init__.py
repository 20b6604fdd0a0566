"""Moderators: queue, comparison, conversation, decisions."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages and the mails that follow each move."""
    from marketplace.review import notices, routes  # noqa: F401  # notices registers its outbox handler

    app.register_blueprint(routes.bp)
