"""Answers without the index: filters and plain comparison of texts in SQL, until the index is made anew."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, Text, case, cast, exists, extract, func, literal, or_, select

from marketplace.database import db, utc_now
from marketplace.handovers.queries import has_one
from marketplace.library.cards import NOT_ASSESSED
from marketplace.providers.models import Organisation
from marketplace.resources.models import (
    CaseStudy,
    Document,
    Need,
    Offering,
    Resource,
    Revision,
    RevisionCorridor,
    RevisionTerm,
)
from marketplace.resources.queries import published
from marketplace.search.engine import Query, Sort

MOST_WORDS = 8
_ESCAPE = "\\"

Condition = ColumnElement[bool]


def find(query: Query) -> tuple[list[str], int]:
    """Ids of one page and the total: every word stands in title, summary or the provider's name."""
    conditions = [
        *_words(query.text),
        *_plain_filters(query),
        *_corridor(query.origins, query.destinations),
        *_years(query.year_from, query.year_to),
    ]
    statement = published().with_only_columns(Resource.id).where(*conditions)
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    start = (query.page - 1) * query.per_page
    page = _sorted(statement, query).offset(start).limit(query.per_page)
    return list(db.session.scalars(page)), total


def _words(text: str) -> list[Condition]:
    columns = (Revision.title, Revision.summary, Need.sought, Organisation.name)
    found = []
    for word in text.replace('"', " ").split()[:MOST_WORDS]:
        excluded = word.startswith("-") and len(word) > 1
        pattern = f"%{_escaped(word.removeprefix('-') if excluded else word)}%"
        holds = or_(*(func.coalesce(column, "").ilike(pattern, escape=_ESCAPE) for column in columns))
        found.append(~holds if excluded else holds)
    return found


def _escaped(word: str) -> str:
    for sign in (_ESCAPE, "%", "_"):
        word = word.replace(sign, _ESCAPE + sign)
    return word


def _plain_filters(query: Query) -> list[Condition]:
    terms = (
        ("booster", query.boosters),
        ("phase", query.phases),
        ("target_group", query.target_groups),
        ("channel", query.channels),
        ("delivery", query.delivery),
    )
    found = [_has_term(vocabulary, slugs) for vocabulary, slugs in terms if slugs]
    if query.kinds:
        found.append(Resource.kind.in_(query.kinds))
    if query.languages:
        found.append(Revision.language.in_(query.languages))
    if query.provider_kinds:
        kinds = cast(Organisation.kinds, Text)  # a list of slugs as JSON
        found.append(or_(*(kinds.contains(f'"{kind}"', autoescape=True) for kind in query.provider_kinds)))
    if query.evidence:
        found.append(literal(NOT_ASSESSED).in_(query.evidence))  # no other grade is given yet
    if query.handover:
        found.append(has_one(Resource.id))
    return found


def _has_term(vocabulary: str, slugs: Sequence[str]) -> Condition:
    return exists().where(
        RevisionTerm.revision_id == Revision.id,
        RevisionTerm.vocabulary == vocabulary,
        RevisionTerm.slug.in_(slugs),
    )


def _corridor(origins: Sequence[str], destinations: Sequence[str]) -> list[Condition]:
    """One corridor fits on both sides; an open side fits any country."""
    if not origins and not destinations:
        return []
    sides = ((RevisionCorridor.origin, origins), (RevisionCorridor.destination, destinations))
    fitting = [or_(column.is_(None), column.in_(codes)) for column, codes in sides if codes]
    return [exists().where(RevisionCorridor.revision_id == Revision.id, *fitting)]


def _years(year_from: int | None, year_to: int | None) -> list[Condition]:
    """The years of a record, as `record_of.years_of` says them, and those asked for have one in common."""
    valid_from, valid_to = extract("year", Offering.valid_from), extract("year", Offering.valid_to)
    by_when = extract("year", Need.by_when)
    first = func.coalesce(
        CaseStudy.start_year, CaseStudy.end_year, Document.year, valid_from, valid_to, by_when
    )
    ongoing = case((CaseStudy.end_status == "ongoing", utc_now().year))
    last = func.coalesce(ongoing, CaseStudy.end_year, valid_to, first)
    found: list[Condition] = []
    if year_from is not None:
        found += [first.is_not(None), or_(first >= year_from, last >= year_from)]
    if year_to is not None:
        found += [first.is_not(None), first <= year_to]
    return found


def _sorted(statement: Select[str], query: Query) -> Select[str]:
    order = [Resource.confirmed_at.desc().nulls_last()] if query.sort == Sort.CONFIRMED else []
    return statement.order_by(*order, Revision.published_at.desc(), Resource.id)
