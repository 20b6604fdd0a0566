"""Security and caching headers of every answer."""

import hashlib

from flask import Flask, Response, current_app, request, session
from flask_login import current_user

from marketplace.access import Access, level_of

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
PUBLIC_SECONDS = 60


def init_app(app: Flask) -> None:
    """Add the headers after each request."""
    app.after_request(_add_security)
    app.after_request(_add_caching)


def _add_security(answer: Response) -> Response:
    headers = answer.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return answer


def _add_caching(answer: Response) -> Response:
    """Public pages for nobody in particular may be kept by any proxy; everything else by nobody.

    `Vary: Cookie` parts the two: a request without our cookie is anonymous, and its answer the same for all.
    """
    if "Cache-Control" in answer.headers:
        return answer
    public = request.endpoint is not None and level_of(current_app, request.endpoint) is Access.PUBLIC
    if not public or request.method not in {"GET", "HEAD"} or session or current_user.is_authenticated:
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
    answer.headers["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    answer.vary.add("Cookie")
    if answer.status_code == 200 and not answer.is_streamed:
        answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32], weak=True)
        answer.make_conditional(request)
    return answer
