"""What people search for: other words that widen it, and what nothing was found for."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages of those who keep the words, and what remembers searches without result."""
    from marketplace.searches import recording, routes, widening

    app.extensions["widener"] = widening.KeptWidener()
    recording.init_app(app)
    app.register_blueprint(routes.bp)
