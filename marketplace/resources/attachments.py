"""What is done to the files of a draft: add and remove."""

from typing import IO

from flask_babel import gettext as _

from marketplace import outbox, storage
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Invalid, NotFound
from marketplace.resources import uploads
from marketplace.resources.models import Attachment, Revision
from marketplace.resources.operations import require_editable
from marketplace.transaction import operation

MOST_FILES = 10
TEXT_TOPIC = "document_text"  # key: the hash of a file whose text is to be read


def add(revision: Revision, user: User, content: IO[bytes], name: str) -> Attachment | None:
    """Put a file on a draft, of the type found in its content; a picture is drawn anew without hidden data.

    The same content twice is one attachment. Raises Invalid under `files`, NotAllowed, and Conflict where it
    is no draft any more.
    """
    accepted = uploads.accept(content, name)
    return _attach(revision, user, accepted)


@operation
def _attach(revision: Revision, user: User, accepted: uploads.Accepted) -> Attachment | None:
    require_editable(revision, user)
    if len(revision.attachments) >= MOST_FILES:
        raise Invalid({"files": [_("A record holds at most ten files. Remove one first.")]})
    blob = storage.keep(accepted.content, accepted.media_type)
    if any(attachment.sha256 == blob.sha256 for attachment in revision.attachments):
        return None
    attachment = Attachment(sha256=blob.sha256, name=accepted.name, position=_next_position(revision))
    revision.attachments.append(attachment)
    outbox.add(TEXT_TOPIC, blob.sha256)
    revision.updated_at = utc_now()
    db.session.flush()
    return attachment


def _next_position(revision: Revision) -> int:
    return max((attachment.position for attachment in revision.attachments), default=-1) + 1


@operation
def remove(revision: Revision, attachment_id: str, user: User) -> None:
    """Take a file off a draft; other versions keep theirs. Raises NotFound, NotAllowed, Conflict."""
    require_editable(revision, user)
    attachment = next((one for one in revision.attachments if one.id == attachment_id), None)
    if attachment is None:
        raise NotFound(_("There is no such file."))
    revision.attachments.remove(attachment)
    revision.updated_at = utc_now()
