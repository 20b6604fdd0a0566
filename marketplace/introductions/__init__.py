"""Introductions: two organisations on two sides are brought together, talk, and agree or not."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, what runs out with time, and what is said about a person's own data."""
    from marketplace.handovers.hooks import keeps_apart
    from marketplace.introductions import (  # noqa: F401  # clock and leaving join registries of others
        clock,
        conversation_routes,
        leaving,
        queries,
        report_routes,
        routes,
        safety_queries,
        wording,
    )

    keeps_apart(safety_queries.is_blocked)
    app.jinja_env.globals.update(
        introduction_word=wording.state_word,
        introduction_tone=wording.state_tone,
        introduction_result=wording.result_word,
        introductions_waiting=queries.waiting_for,
        introduction_turns=queries.turns_of,
        introductions_reported=safety_queries.count_reports,
        answer_days=queries.answer_days,
    )
    app.register_blueprint(routes.bp)
