"""Mails that follow a move or a message: that something happened and where to look, never the text itself."""

from collections.abc import Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import lazyload

from marketplace import languages, mail, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.providers.models import MemberRole
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Resource, Revision
from marketplace.resources.moves import MOVED_TOPIC
from marketplace.resources.queries import ANSWERS_APART
from marketplace.review.models import ReviewMessage
from marketplace.review.operations import MESSAGE_TOPIC
from marketplace.transaction import operation

_SHORT = tuple(lazyload(one) for one in ANSWERS_APART)  # a mail says where to look, never the text
_TOLD = frozenset({Action.REQUEST_CHANGES, Action.PUBLISH, Action.DECLINE, Action.TAKE_DOWN, Action.ARCHIVE})


@outbox.handler(MOVED_TOPIC)
def tell_of_move(jobs: Sequence[outbox.OutboxJob]) -> None:
    """Tell the author, and the owners where it was taken out, what became of a record."""
    for job in jobs:
        _tell_of_move(job.payload)


@operation
def _tell_of_move(payload: dict[str, Any]) -> None:
    action = Action(payload["action"])
    revision = db.session.get(Revision, payload["revision"], options=_SHORT)
    if revision is None or action not in _TOLD or not revision.resource.organisation.is_claimed:
        return
    for person in _people_concerned(revision.resource, revision.author):
        if person.id != payload["actor"]:
            _send(person, revision.resource, action)


@outbox.handler(MESSAGE_TOPIC)
def tell_of_message(jobs: Sequence[outbox.OutboxJob]) -> None:
    """Tell the other side that there is a new message."""
    for job in jobs:
        _tell_of_message(job.key)


@operation
def _tell_of_message(message_id: str) -> None:
    message = db.session.get(ReviewMessage, message_id)
    if message is None:
        return
    resource = message.resource
    revision = resource.latest_revision
    own = {membership.user_id for membership in resource.organisation.memberships}
    if message.author_id in own:
        people = [revision.reviewer] if revision.reviewer is not None else []
        for person in people:
            _send_reply_notice(person, resource, "review.compare")
    elif resource.organisation.is_claimed:
        for person in _people_concerned(resource, revision.author):
            _send_reply_notice(person, resource, "resources.show")


def _people_concerned(resource: Resource, author: User) -> list[User]:
    """The author where still a member, and the owners."""
    memberships = resource.organisation.memberships
    concerned = [m.user for m in memberships if m.role == MemberRole.OWNER or m.user_id == author.id]
    return [person for person in concerned if person.email and person.email_confirmed_at]


def _send(person: User, resource: Resource, action: Action) -> None:
    with force_locale(languages.by_code(person.language).locale):
        subject = {
            Action.REQUEST_CHANGES: _("A reviewer asks for changes to your record"),
            Action.PUBLISH: _("Your record is published"),
            Action.DECLINE: _("Your record was declined"),
            Action.TAKE_DOWN: _("Your record was taken down"),
            Action.ARCHIVE: _("Your record was archived"),
        }[action]
    mail.send(
        "review_decision",
        person.email or "",
        language=person.language,
        subject=subject,
        action=action.value,
        workspace_url=languages.external_url(
            "resources.show", language=person.language, resource_id=resource.id
        ),
    )


def _send_reply_notice(person: User, resource: Resource, endpoint: str) -> None:
    if not person.email:
        return
    with force_locale(languages.by_code(person.language).locale):
        subject = _("A new message about a record")
    url = languages.external_url(endpoint, language=person.language, resource_id=resource.id)
    mail.send("review_message", person.email, language=person.language, subject=subject, url=url)
