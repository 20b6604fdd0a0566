"""What the pages about search words show."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from marketplace.database import db
from marketplace.languages import KNOWN_LANGUAGES
from marketplace.search.concepts import concepts
from marketplace.search.thesaurus import Label
from marketplace.searches.models import SearchMiss, StoppedConcept, SynonymGroup

PER_PAGE = 50
MOST_SHOWN = 200


@dataclass(frozen=True)
class Stopped:
    """A concept that is switched off: its id, its first label, and since when."""

    concept: str
    label: str
    since: datetime


@dataclass(frozen=True)
class Missed:
    """A search that found nothing: how often, on which first and last day."""

    words: str
    filters: str
    language: str
    times: int
    first: date
    last: date


def synonym_groups() -> list[SynonymGroup]:
    """The groups in use, the newest first."""
    order = (SynonymGroup.changed_at.desc(), SynonymGroup.id)
    return list(db.session.scalars(select(SynonymGroup).filter_by(active=True).order_by(*order)))


def stopped_concepts() -> list[Stopped]:
    """The concepts that are switched off, the newest first."""
    order = (StoppedConcept.changed_at.desc(), StoppedConcept.id)
    rows = db.session.scalars(select(StoppedConcept).filter_by(active=True).order_by(*order))
    return [Stopped(row.concept, name_of(row.concept), row.changed_at) for row in rows]


def name_of(concept: str) -> str:
    """The English label of a concept, its id where it has none."""
    return next((text for language, text in concepts().labels(concept) if language == "en"), concept)


def shown_labels(labels: tuple[Label, ...]) -> list[tuple[str, list[str]]]:
    """(language, its labels) of the languages that the interface knows; "" for our own synonyms."""
    by_language: dict[str, list[str]] = {}
    for language, text in labels:
        by_language.setdefault(language, []).append(text)
    wanted = ["", *(one.code for one in KNOWN_LANGUAGES)]
    return [(language, by_language[language]) for language in wanted if language in by_language]


def misses(page: int) -> tuple[list[Missed], int]:
    """A page of the searches without result, the most frequent first; and how many there are."""
    same = (SearchMiss.words, SearchMiss.filters, SearchMiss.language)
    times = func.sum(SearchMiss.count)
    statement = select(*same, times, func.min(SearchMiss.day), func.max(SearchMiss.day)).group_by(*same)
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    ordered = statement.order_by(times.desc(), func.max(SearchMiss.day).desc(), *same)
    rows = db.session.execute(ordered.offset((page - 1) * PER_PAGE).limit(PER_PAGE))
    return [Missed(*row) for row in rows], total
