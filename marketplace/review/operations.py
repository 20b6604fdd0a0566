"""What reviewers and authors do beside the moves of the table: they talk."""

from flask_babel import gettext as _

from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, NotAllowed
from marketplace.resources import lifecycle
from marketplace.resources.lifecycle import Part
from marketplace.resources.models import Resource
from marketplace.review import queries
from marketplace.review.models import ReviewMessage
from marketplace.texts import clean_text, has_control_characters
from marketplace.transaction import operation

MESSAGE_TOPIC = "review_message"
LONGEST_MESSAGE = 3_000


@operation
def write_message(resource: Resource, author: User, text: str, *, internal: bool = False) -> ReviewMessage:
    """Say something about a record to the other side, or (`internal`) to reviewers only.

    What was said last, said again by the same person, is a button pressed twice: it stands there once.
    Raises NotAllowed for people who play no part, Invalid for an empty or over-long text.
    """
    parts = lifecycle.parts_of(author, resource.latest_revision)
    if not parts & {Part.EDITOR, Part.REVIEWER} or (internal and Part.REVIEWER not in parts):
        raise NotAllowed(_("You take no part in this conversation."))
    text = clean_text(text)
    if not text:
        raise Invalid({"text": [_("Write your message first.")]})
    if len(text) > LONGEST_MESSAGE or has_control_characters(text):
        raise Invalid({"text": [_("Write plain text of at most 3,000 characters.")]})
    last = queries.last_message(resource)
    if last is not None and (last.author_id, last.text, last.internal) == (author.id, text, internal):
        return last
    message = ReviewMessage(
        resource_id=resource.id,
        revision_number=resource.latest_revision.number,
        author_id=author.id,
        text=text,
        internal=internal,
    )
    db.session.add(message)
    db.session.flush()
    if not internal:
        outbox.add(MESSAGE_TOPIC, message.id)
    return message
