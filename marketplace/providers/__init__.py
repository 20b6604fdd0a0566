"""Organisations: profile, members and roles, claims, verification."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the words they use, and what is to happen when an account is deleted."""
    from marketplace.providers import leaving, wording  # noqa: F401  # leaving joins the registries of accounts
    from marketplace.providers.routes import bp

    app.jinja_env.globals.update(
        role_word=wording.role_word,
        request_word=wording.request_word,
        how_verified=wording.how_verified,
        event_word=wording.event_word,
        event_state_word=wording.event_state_word,
    )
    app.register_blueprint(bp)
