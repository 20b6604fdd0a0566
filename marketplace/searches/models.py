"""Tables of searching: our own synonyms, thesaurus concepts that mislead, searches that found nothing."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Model, UtcDateTime, identifier, utc_now

WORDS_LIMIT = 80
FILTERS_LIMIT = 300


class SynonymGroup(Model):
    """Words and phrases that mean the same to our readers, in any languages.

    A row stays when the group is removed: `changed_at` tells every process that answers are others now.
    """

    __tablename__ = "synonym_group"

    id: Mapped[str] = identifier()
    words: Mapped[list[str]] = mapped_column(JSON)
    active: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, index=True)


class StoppedConcept(Model):
    """A concept of a thesaurus that no longer widens searches while `active`."""

    __tablename__ = "stopped_concept"

    id: Mapped[str] = identifier()
    concept: Mapped[str] = mapped_column(String(60), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, index=True)


class SearchMiss(Model):
    """How often on a day nothing was found for these words and filters. Nothing says who asked."""

    __tablename__ = "search_miss"
    __table_args__ = (
        UniqueConstraint("day", "language", "words", "filters"),
        Index("ix_search_miss_words", "words"),
    )

    id: Mapped[str] = identifier()
    day: Mapped[date] = mapped_column(Date)
    language: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(String(WORDS_LIMIT))
    filters: Mapped[str] = mapped_column(String(FILTERS_LIMIT), default="")
    count: Mapped[int] = mapped_column(default=0)
