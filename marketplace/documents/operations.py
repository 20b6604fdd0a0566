"""What is done with the text of files: keep what was read, have files read again."""

import io

from sqlalchemy import Select, delete, select

from marketplace import outbox, storage
from marketplace.database import db
from marketplace.documents.models import DocumentPage, DocumentText, Reading
from marketplace.documents.reading import KINDS, Found
from marketplace.outbox import OutboxJob
from marketplace.resources.attachments import TEXT_TOPIC
from marketplace.resources.models import Attachment, Resource
from marketplace.resources.operations import queue_indexing
from marketplace.storage import Blob
from marketplace.transaction import operation

AGAIN = (Reading.FAILED, Reading.BROKEN)


@operation
def keep(sha256: str, found: Found) -> None:
    """Keep what was read in a file in place of what was known, and have its public records indexed anew."""
    _forget(sha256)
    thumbnail = storage.keep(io.BytesIO(found.thumbnail), "image/webp") if found.thumbnail else None
    db.session.add(
        DocumentText(
            sha256=sha256,
            state=found.state,
            pages=found.pages,
            pages_with_text=len(found.texts),
            characters=sum(len(text) for _, text in found.texts),
            cut=found.cut,
            thumbnail_sha256=thumbnail.sha256 if thumbnail else None,
            thumbnail_width=found.size[0],
            thumbnail_height=found.size[1],
        )
    )
    db.session.flush()
    db.session.add_all(DocumentPage(sha256=sha256, number=number, text=text) for number, text in found.texts)
    for resource in db.session.scalars(_using(sha256)):
        queue_indexing(resource)


def _forget(sha256: str) -> None:
    db.session.execute(delete(DocumentPage).where(DocumentPage.sha256 == sha256))
    db.session.execute(delete(DocumentText).where(DocumentText.sha256 == sha256))


def _using(sha256: str) -> Select[Resource]:
    """The records whose public version has this file."""
    return (
        select(Resource)
        .join(Attachment, Attachment.revision_id == Resource.live_revision_id)
        .where(Attachment.sha256 == sha256)
        .order_by(Resource.id)
    )


@operation
def queue_unread() -> int:
    """Queue the files of records that nobody has read and that wait for nobody; how many."""
    waiting = select(OutboxJob.key).where(OutboxJob.topic == TEXT_TOPIC)
    unread = (
        select(Blob.sha256)
        .where(
            Blob.media_type.in_(KINDS),
            Blob.sha256.in_(select(Attachment.sha256)),
            Blob.sha256.not_in(select(DocumentText.sha256)),
            Blob.sha256.not_in(waiting),
        )
        .order_by(Blob.created_at, Blob.sha256)
    )
    found = list(db.session.scalars(unread))
    for sha256 in found:
        outbox.add(TEXT_TOPIC, sha256)
    return len(found)


@operation
def retry() -> int:
    """Have the files read again that were too much or could not be read, and those never read; how many."""
    for sha256 in list(db.session.scalars(select(DocumentText.sha256).where(DocumentText.state.in_(AGAIN)))):
        _forget(sha256)
    # what has used up its attempts is tried as if for the first time
    db.session.execute(delete(OutboxJob).where(OutboxJob.topic == TEXT_TOPIC, OutboxJob.claimed_by.is_(None)))
    return queue_unread()
