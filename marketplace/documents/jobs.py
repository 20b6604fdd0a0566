"""The job that reads a file after it was uploaded."""

from collections.abc import Sequence

from marketplace import outbox, storage
from marketplace.database import db
from marketplace.documents import operations, reading
from marketplace.documents.models import DocumentText
from marketplace.outbox import OutboxJob
from marketplace.resources.attachments import TEXT_TOPIC
from marketplace.storage import Blob


@outbox.handler(TEXT_TOPIC, slow=True)
def read_files(jobs: Sequence[OutboxJob]) -> None:
    """Read the files of these jobs; one that was read already stays as it is."""
    for job in jobs:
        _read(job.key)


def _read(sha256: str) -> None:
    blob = db.session.get(Blob, sha256)
    media_type = blob.media_type if blob is not None else ""
    known = db.session.get(DocumentText, sha256)
    db.session.rollback()  # reading takes long, and a long read keeps the database's log from shrinking
    if media_type in reading.KINDS and known is None:
        operations.keep(sha256, reading.read(storage.path_of(sha256), media_type))
