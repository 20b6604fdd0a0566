"""Uploaded files, kept by the hash of their content outside the static tree."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Model, UtcDateTime, db, utc_now

CHUNK = 1024 * 1024


class Blob(Model):
    """The content of a file, once, however many records use it. `sha256` is its name in the store."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column()
    media_type: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


def folder() -> Path:
    """Where the files are, from STORAGE_URL."""
    return Path(unquote(urlsplit(current_app.config["STORAGE_URL"]).path))


def path_of(sha256: str) -> Path:
    """The path of a stored file; the name is generated, never a person's."""
    return folder() / sha256[:2] / sha256


def keep(content: IO[bytes], media_type: str) -> Blob:
    """Store a file's content durably (written aside, synced, renamed) and add its row to the transaction.

    The type is the one found in the content (see resources/uploads.py), not the one claimed.
    """
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as aside:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            aside.write(chunk)
        aside.flush()
        os.fsync(aside.fileno())
    target = path_of(digest.hexdigest())
    target.parent.mkdir(mode=0o700, exist_ok=True)
    Path(aside.name).replace(target)
    _sync_folder(target.parent)
    blob = db.session.get(Blob, digest.hexdigest())
    if blob is None:
        blob = Blob(sha256=digest.hexdigest(), size=size, media_type=media_type)
        db.session.add(blob)
        db.session.flush()
    return blob


def _sync_folder(path: Path) -> None:
    """A rename is durable only once its folder is synced."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
