"""The public side: search, record pages, feeds, JSON."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the programming interface, the health answers and the outbox handlers."""
    from marketplace.accounts.admin import overview_section
    from marketplace.library import (
        about_routes,
        answers,
        api_routes,
        card_html,
        cite_routes,
        front,
        health_routes,
        kept,
        meaning,
        missed_routes,
        offline_routes,
        overview,
        profile,
        record_routes,
    )

    app.extensions["kept_answers"] = answers.KeptAnswers()
    app.extensions["kept_pages"] = kept.KeptPages()
    meaning.init_app(app)
    app.wsgi_app = front.Front(app, app.wsgi_app)  # type: ignore[method-assign]  # Flask's own pattern
    app.add_template_global(card_html.record_card)
    pages = {
        module.bp for module in (record_routes, cite_routes, about_routes, offline_routes, missed_routes)
    }
    overview_section(overview.search_index)
    for bp in (*pages, api_routes.bp, health_routes.bp):
        app.register_blueprint(bp)
    profile.init_app(app)
