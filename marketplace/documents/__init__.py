"""What stands in uploaded files: their text by page, a picture of the first page, and what went wrong."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the job that reads files, the pictures, and what pages say of files."""
    from marketplace.documents import jobs, routes, views  # noqa: F401  # the jobs register themselves

    app.register_blueprint(routes.bp)
    app.jinja_env.globals["file_views"] = views.file_views
    views.init_app()
