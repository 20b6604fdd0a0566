"""Reads of what stands in files: how reading went, the text of public versions, and how many wait."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, Select, func, select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.documents.models import DocumentPage, DocumentText
from marketplace.errors import NotFound
from marketplace.resources.models import Attachment, Revision
from marketplace.resources.queries import REVISIONS, load_attachment
from marketplace.storage import Blob

MOST_INDEXED = 1_000_000  # characters of the files of one record
_OPENED = 100  # rows taken from the database at once


def readings(revision: Revision) -> dict[str, DocumentText]:
    """How the reading of the files of a revision ended, by hash; those that wait are missing."""
    hashes = [file.sha256 for file in revision.attachments]
    if not hashes:
        return {}
    found = db.session.scalars(select(DocumentText).where(DocumentText.sha256.in_(hashes)))
    return {one.sha256: one for one in found}


def load_thumbnail(attachment_id: str, user: User) -> tuple[Blob, bool]:
    """The picture of a file's first page, and whether the file is public.

    Raises NotFound for those who may not have the file, and where there is no picture.
    """
    attachment, public = load_attachment(attachment_id, user)
    picture = db.session.scalar(
        select(Blob)
        .join(DocumentText, DocumentText.thumbnail_sha256 == Blob.sha256)
        .where(DocumentText.sha256 == attachment.sha256)
    )
    if picture is None:
        raise NotFound(_("There is no such file."))
    return picture, public


def text_sizes(revision_ids: Sequence[str]) -> dict[str, int]:
    """How many characters the files of these revisions hold; those without any are missing."""
    statement = (
        select(Attachment.revision_id, func.sum(DocumentText.characters))
        .join(DocumentText, DocumentText.sha256 == Attachment.sha256)
        .where(Attachment.revision_id.in_(revision_ids), DocumentText.characters > 0)
        .group_by(Attachment.revision_id)
    )
    return {revision_id: int(size) for revision_id, size in db.session.execute(statement)}


def texts_of(revision_ids: Sequence[str], most: int = MOST_INDEXED) -> dict[str, str]:
    """The text of the files of revisions in the order of files and pages, at most `most` characters each."""
    texts: dict[str, list[str]] = {}
    room = dict.fromkeys(revision_ids, most)
    for row in _opened(_pages(revision_ids)):
        if room[row.revision_id] > 0:
            texts.setdefault(row.revision_id, []).append(row.text[: room[row.revision_id]])
            room[row.revision_id] -= len(row.text)
    return {revision_id: "\n".join(parts) for revision_id, parts in texts.items()}


def pages_of(revision_ids: Sequence[str]) -> Iterator[Row[Any]]:
    """The pages of the files of revisions, in the order of files and pages.

    Rows of revision_id, attachment_id, name, media_type, number, text.
    """
    return _opened(_pages(revision_ids))


def _pages(revision_ids: Sequence[str]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Attachment.revision_id,
            Attachment.id.label("attachment_id"),
            Attachment.name,
            Blob.media_type,
            DocumentPage.number,
            DocumentPage.text,
        )
        .join(Blob, Blob.sha256 == Attachment.sha256)
        .join(DocumentPage, DocumentPage.sha256 == Attachment.sha256)
        .where(Attachment.revision_id.in_(revision_ids))
        .order_by(Attachment.revision_id, Attachment.position, Attachment.id, DocumentPage.number)
    )


def _opened(statement: Select[*tuple[Any, ...]]) -> Iterator[Row[Any]]:
    """The rows one after the other, so that memory never holds the texts of many files."""
    return iter(db.session.execute(statement.execution_options(yield_per=_OPENED)))


def last_read_at(resource_id: Any) -> Any:
    """For a statement: when a file of any version of the record, named by a column, was read last."""
    revision = REVISIONS.alias()
    return (
        select(func.max(DocumentText.read_at))
        .join(Attachment, Attachment.sha256 == DocumentText.sha256)
        .join(revision, revision.c.id == Attachment.revision_id)
        .where(revision.c.resource_id == resource_id)
        .correlate_except(DocumentText, Attachment, revision)
        .scalar_subquery()
    )


def counts() -> dict[str, int]:
    """How many files ended in each state of reading."""
    statement = select(DocumentText.state, func.count()).group_by(DocumentText.state)
    return {state: count for state, count in db.session.execute(statement.order_by(DocumentText.state))}
