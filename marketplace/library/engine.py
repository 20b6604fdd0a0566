"""The search engine of this application: opened once, kept for its life, closed with the process."""

import threading

from flask import Flask, current_app

from marketplace.search.engine import Engine, open_engine

_KEY = "search"
_opening = threading.Lock()


def engine() -> Engine:
    """The engine that SEARCH_URL names; its index may still be missing or damaged."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy is not typed
    found: Engine | None = app.extensions.get(_KEY)
    if found is None:
        with _opening:
            found = app.extensions.get(_KEY) or open_engine(app.config["SEARCH_URL"])
            app.extensions[_KEY] = found
    return found
