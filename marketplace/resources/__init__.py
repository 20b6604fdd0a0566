"""Records of the four kinds: editor, drafts, uploads, states."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, what templates need to show a record, and what follows a change of its provider."""
    from marketplace.resources import (  # noqa: F401  # they register themselves
        edit_routes,
        file_routes,
        following,
        leaving,
        move_routes,
        need_clock,
        need_routes,
        routes,
    )
    from marketplace.resources.adapting import title_of
    from marketplace.resources.outcomes import found_names
    from marketplace.resources.record_view import record_view

    need_clock.init_app()
    app.register_blueprint(routes.bp)
    app.jinja_env.globals["practice_title"] = title_of
    app.jinja_env.globals["record_view"] = record_view
    app.jinja_env.globals["found_names"] = found_names
