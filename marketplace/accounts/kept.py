"""What somebody sent after their session had ended: kept until they have signed in again, then put back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import current_app, request, session
from werkzeug.datastructures import MultiDict

from marketplace.accounts import tokens
from marketplace.accounts.models import KeptForm, User
from marketplace.accounts.sessions import PERSON_KEY
from marketplace.database import db, utc_now
from marketplace.transaction import operation

LARGEST = 64 * 1024  # bytes of names and values
LIFETIME = timedelta(hours=24)
_LABEL = "_keeps_form"
View = TypeVar("View", bound=Callable[..., Any])


def keeps_form(view: View) -> View:
    """Label a view whose form must survive the end of a session.

    The page with the form must have the same path, and fill itself from `kept_fields` when it is opened with
    `?kept=<token>`:

        fields = kept.kept_fields(request.path, request.args.get("kept"), current_user)
        form = GapForm(formdata=fields) if fields else GapForm(data=answers)
    """
    setattr(view, _LABEL, True)
    return view


def is_kept_form() -> bool:
    """Whether the view of this request keeps its form, and the form came from a page of this site.

    Browsers name the page's origin in every POST: a form on a foreign page cannot leave its text here.
    """
    endpoint = request.endpoint
    if request.method != "POST" or endpoint is None:
        return False
    own = request.headers.get("Origin") == request.host_url.rstrip("/")
    return own and getattr(current_app.view_functions[endpoint], _LABEL, False)


def typed_fields() -> list[list[str]]:
    """The fields of this request as name and value; no files, no passwords, no tokens."""
    return [
        [name, value]
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and "password" not in name
    ]


@operation
def keep() -> str | None:
    """Keep the form of this request; the token to find it by, or None where it is too large."""
    fields = typed_fields()
    if sum(len(text.encode("utf-8", "replace")) for pair in fields for text in pair) > LARGEST:
        return None
    token = tokens.new_token()
    # the cookie still names who was signed in: nobody else may see the text
    person = session.get(PERSON_KEY)
    db.session.add(
        KeptForm(token_hash=tokens.hash_of(token), path=request.path[:500], fields=fields, user_id=person)
    )
    return token


@operation
def claim(token: str, user: User) -> str | None:
    """Give a kept form to who has just signed in; the path of its page, None where it is not theirs."""
    found = _find(token)
    if found is None or found.user_id not in {None, user.id}:
        return None
    found.user_id = user.id
    return found.path


def kept_fields(path: str, token: str | None, user: User) -> MultiDict[str, str] | None:
    """What this person had sent to this path before they signed in again, to fill the form with; else None.

    `path` is `request.path`, `token` the argument `kept`. The text stays until `forget` or for a day, so that
    the page can be loaded again.
    """
    found = _find(token) if token else None
    if found is None or found.path != path or found.user_id != user.id:
        return None
    return MultiDict((name, value) for name, value in found.fields)


@operation
def forget(token: str, user: User) -> None:
    """Remove a kept form once its text has been saved."""
    db.session.execute(db.delete(KeptForm).filter_by(token_hash=tokens.hash_of(token), user_id=user.id))


def _find(token: str) -> KeptForm | None:
    found = db.session.scalar(db.select(KeptForm).filter_by(token_hash=tokens.hash_of(token)))
    return found if found and found.created_at + LIFETIME > utc_now() else None
