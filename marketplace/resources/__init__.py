"""Records of the four kinds: editor, drafts, uploads, states."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, what templates need to show a record, and what follows a change of its provider."""
    from marketplace.resources import edit_routes, file_routes, following, move_routes, routes  # noqa: F401  # they register their views
    from marketplace.resources.record_view import record_view

    app.register_blueprint(routes.bp)
    app.jinja_env.globals["record_view"] = record_view
