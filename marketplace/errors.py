"""Domain errors, and their one mapping to pages and to problem+json (RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from marketplace.database import db, is_busy

FieldErrors = Mapping[str, Sequence[str]]
_RETRY_SECONDS = "60"


class DomainError(Exception):
    """What a person asked for cannot be done; `message` tells them why and what to do, in their language."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(DomainError):
    """No such thing, or none that this person may know of."""

    status = HTTPStatus.NOT_FOUND


class NotAllowed(DomainError):
    """The person may see the thing but not do this with it."""

    status = HTTPStatus.FORBIDDEN


class Conflict(DomainError):
    """The state of things has changed so that this is no longer possible."""

    status = HTTPStatus.CONFLICT


class Stale(Conflict):
    """Somebody else saved meanwhile."""


class Gone(DomainError):
    """It was public once and was taken out."""

    status = HTTPStatus.GONE


class Invalid(DomainError):
    """What was typed breaks a rule; `fields` maps each field to its messages."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, fields: FieldErrors) -> None:
        super().__init__(" ".join(message for messages in fields.values() for message in messages))
        self.fields = fields


def init_app(app: Flask) -> None:
    """Answer every error with a page, and below /api/ with problem+json."""
    app.register_error_handler(DomainError, _answer_domain_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(OperationalError, _answer_database)
    app.register_error_handler(Exception, _answer_failure)


def _answer_domain_error(error: DomainError) -> Response:
    fields = error.fields if isinstance(error, Invalid) else {}
    return _answer(error.status, error.message, fields)


def _answer_http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:  # a redirect of the router
        return current_app.make_response(error.get_response())
    answer = _answer(HTTPStatus(error.code), "", {})
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _answer_database(error: OperationalError) -> Response:
    """While a large import is written others have to wait, longer than a page should."""
    if not is_busy(error):
        return _answer_failure(error)
    db.session.rollback()
    answer = _answer(HTTPStatus.SERVICE_UNAVAILABLE, "", {})
    answer.headers["Retry-After"] = _RETRY_SECONDS
    return answer


def _answer_failure(error: Exception) -> Response:
    if current_app.testing:
        raise error
    current_app.logger.exception("the request failed: %s %s", request.method, request.endpoint)
    db.session.rollback()
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, "", {})


def _answer(status: HTTPStatus, message: str, fields: FieldErrors) -> Response:
    title, advice = _words(status)
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": message or advice}
        if fields:
            problem["errors"] = [
                {"parameter": name, "detail": text} for name, texts in fields.items() for text in texts
            ]
        answer = jsonify(problem)
        answer.content_type = "application/problem+json"
    else:
        answer = Response(page(status, message), content_type="text/html; charset=utf-8")
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer


def page(status: HTTPStatus, message: str = "") -> str:
    """The page of an error: what it is called, what happened if known, and what one can do."""
    title, advice = _words(status)
    return render_template(
        "errors/error.html", status=int(status), title=title, message=message, advice=advice
    )


def _words(status: HTTPStatus) -> tuple[str, str]:
    """Title and advice of an error page."""
    words = {
        400: (_("This request cannot be read"), _("Go back, check what you entered and try again.")),
        403: (
            _("You may not do this"),
            _("Ask an owner of the organisation, or sign in with another account."),
        ),
        404: (_("Page not found"), _("Check the address, or search the library.")),
        405: (_("This address does not take that"), _("Go back and use the buttons on the page.")),
        409: (_("Something changed meanwhile"), _("Load the page again to see how it stands now.")),
        410: (_("No longer available"), _("What stood here was taken away, or its time is over.")),
        413: (_("Too large"), _("Send a smaller file or a shorter text. Nothing was changed.")),
        422: (_("Something is not right yet"), _("Go back, correct it and send it again.")),
        429: (_("Too many tries"), _("Wait a few minutes, then try again.")),
        503: (_("Not available at this moment"), _("Try again in a minute.")),
    }
    fallback = (
        _("Something went wrong"),
        _("It was our mistake and has been recorded. Try again in a minute."),
    )
    return words.get(status, fallback)
