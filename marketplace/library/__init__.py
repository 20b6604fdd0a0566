"""The public side: search, record pages, feeds, JSON."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the programming interface, the health answers and the outbox handlers."""
    from marketplace.library import answers, api_routes, health_routes, kept, profile, record_routes

    app.extensions["kept_answers"] = answers.KeptAnswers()
    app.extensions["kept_pages"] = kept.KeptPages()
    for module in (record_routes, api_routes, health_routes):
        app.register_blueprint(module.bp)
    profile.init_app(app)
