"""What was read in a file, once for each content, however many records use it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Model, UtcDateTime, utc_now


class Reading(StrEnum):
    """How the reading of a file ended; while there is no row it waits."""

    WAITING = "waiting"
    READ = "read"
    NO_TEXT = "no_text"  # a scan, most likely
    LOCKED = "locked"  # asks for a password
    BROKEN = "broken"
    FAILED = "failed"  # took too long, or too much memory


class DocumentText(Model):
    """The outcome of reading a file. `pages` is empty where the file knows none (Word)."""

    __tablename__ = "document_text"

    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    pages: Mapped[int | None] = mapped_column()
    pages_with_text: Mapped[int] = mapped_column(default=0)
    characters: Mapped[int] = mapped_column(default=0)
    cut: Mapped[bool] = mapped_column(default=False)  # a limit was reached: the end is missing
    thumbnail_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    thumbnail_width: Mapped[int] = mapped_column(default=0)  # pixels
    thumbnail_height: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class DocumentPage(Model):
    """The text of one page or slide, counted from 1; of a Word file, of one of its parts."""

    __tablename__ = "document_page"

    sha256: Mapped[str] = mapped_column(ForeignKey("document_text.sha256"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
