"""Who may use a view: every view says so with @access, and what does not say so answers nobody."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_babel import gettext as _
from flask_login import current_user

from marketplace import errors

View = TypeVar("View", bound=Callable[..., Any])

_LABEL = "_access"


class Access(StrEnum):
    """The rings of people a view can be for."""

    PUBLIC = "public"  # everybody; the page sets no cookie and may be cached
    ANYBODY = "anybody"  # everybody, but the page has a form or depends on the person: never cached
    MEMBER = "member"  # whoever is signed in
    REVIEWER = "reviewer"  # moderators and expert reviewers
    MODERATOR = "moderator"
    ADMIN = "admin"


class SignInNeeded(Exception):
    """The view is for members and nobody is signed in."""


def access(level: Access) -> Callable[[View], View]:
    """Label a view with the ring of people it is for. Rules about single objects belong to loaders."""

    def label(view: View) -> View:
        setattr(view, _LABEL, level)
        return view

    return label


def level_of(app: Flask, endpoint: str) -> Access | None:
    """The declared access of an endpoint, or None where it has none."""
    return getattr(app.view_functions[endpoint], _LABEL, None)


def may(user: Any, level: Access) -> bool:
    """Whether a person belongs to a ring. Shape of `user`: `is_authenticated`, `roles` (set of names)."""
    if level in {Access.PUBLIC, Access.ANYBODY}:
        return True
    if not user.is_authenticated:
        return False
    allowed = {
        Access.MEMBER: None,
        Access.REVIEWER: {"expert_reviewer", "moderator", "admin"},
        Access.MODERATOR: {"moderator", "admin"},
        Access.ADMIN: {"admin"},
    }[level]
    return allowed is None or bool(allowed & set(user.roles))


def init_app(app: Flask) -> None:
    """Check the declared access before every view; `may_use(level)` is known to all templates."""
    app.before_request(_enforce)
    app.jinja_env.globals["may_use"] = lambda level: may(current_user, Access(level))


def _enforce() -> None:
    if request.endpoint is None:
        return  # no such address: the router answers
    level = level_of(current_app, request.endpoint)
    if level is None:
        raise RuntimeError(f"the view {request.endpoint} declares no access")
    if may(current_user, level):
        return
    if not current_user.is_authenticated:
        raise SignInNeeded
    raise errors.NotAllowed(_("This page is for the people who run the marketplace."))
