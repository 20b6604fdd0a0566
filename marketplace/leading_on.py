"""Addresses that are nearly right lead to a page: one with a slash too many, or one that a form goes to.

After a form with a mistake in it the browser stands at the address that the form goes to. Who loads that
again, or changes the language there, asks to read what can only be written to.
"""

from flask import Flask, redirect, request, url_for
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Response


def init_app(app: Flask) -> None:
    """Look at what the router does not know before anything else does."""
    app.before_request(_lead_on)


def _lead_on() -> Response | None:
    error, path = request.routing_exception, request.path
    if error is None or request.method not in {"GET", "HEAD"} or path.startswith("/api/"):
        return None
    if isinstance(error, NotFound) and path.endswith("/"):
        page = _page_at(path.rstrip("/"))
        return redirect(_with_query(page), 308) if page else None
    if isinstance(error, MethodNotAllowed):
        return redirect(_page_above(path), 303)
    return None


def _page_above(path: str) -> str:
    """The nearest page that an address without its last parts leads to; the home page at last."""
    while path := path.rpartition("/")[0]:
        if page := _page_at(path):
            return page
    return url_for("library.home")


def _page_at(path: str) -> str | None:
    """The address of what is read at a path, built anew, so that no path names another site; else None."""
    adapter = request_ctx.url_adapter
    try:
        endpoint, values = adapter.match(path, method="GET") if adapter else ("", {})
    except HTTPException:
        return None
    return url_for(endpoint, **values) if endpoint else None


def _with_query(page: str) -> str:
    query = request.query_string.decode("latin-1")
    return f"{page}?{query}" if query else page
