"""What people keep of the library: collections of records, and saved searches with their digests."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register pages, digests, the sitemap's part, and what is to happen when an account is deleted."""
    from marketplace.shelves import (  # noqa: F401  # digests and leaving join registries of others
        digests,
        leaving,
        public_routes,
        routes,
        search_routes,
        wording,
    )

    app.jinja_env.globals.update(
        visibility_word=wording.visibility_word, frequency_word=wording.frequency_word
    )
    app.register_blueprint(routes.bp)
