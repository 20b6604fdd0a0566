"""How a public record becomes what search knows of it."""

from collections.abc import Iterator
from typing import Any

from marketplace import languages, vocab
from marketplace.database import utc_now
from marketplace.resources.models import CaseStudy, Document, Kind, Need, Offering, Resource, Revision
from marketplace.resources.questions import Answer, questions
from marketplace.search.engine import SearchRecord

_SAID_ELSEWHERE = frozenset({"title", "summary", "sought", "time_zone", "cost_currency", "cost_amount"})
_IN_WORDS = frozenset({Answer.LINE, Answer.TEXT})
_VOCABULARIES = ("booster", "phase", "target_group", "channel", "delivery")


def search_record(resource: Resource, *, handover: bool = False) -> SearchRecord:
    """The record of a resource that has a live revision, without the text of its files.

    `handover` says whether it has a hand-over that the public sees.
    """
    revision = resource.live_revision
    if revision is None or revision.published_at is None:
        raise ValueError(f"{resource.id} is not public")
    organisation = resource.organisation
    year, year_end = years_of(revision)
    return SearchRecord(
        id=resource.id,
        version=revision.id,
        kind=resource.kind,
        title=revision.title,
        summary=summary_of(revision),
        body="\n".join(_body(revision)),
        language=revision.language or None,
        provider_slug=organisation.slug,
        provider_name=organisation.name,
        provider_kinds=tuple(organisation.kinds),
        corridors=tuple(revision.pairs),
        boosters=tuple(revision.slugs("booster")),
        phases=tuple(revision.slugs("phase")),
        target_groups=tuple(revision.slugs("target_group")),
        channels=tuple(revision.slugs("channel")),
        delivery=tuple(revision.slugs("delivery")),
        terms="\n".join(sorted(_labels(revision))),
        year=year,
        year_end=year_end,
        published_at=revision.published_at,
        confirmed_at=resource.confirmed_at,
        handover=handover,
    )


def summary_of(revision: Revision) -> str:
    """The paragraph that says what a record is; of a need it is what is sought."""
    return revision.sought if isinstance(revision, Need) else revision.summary


def years_of(revision: Revision) -> tuple[int | None, int | None]:
    """First and last year of what a record speaks of, None where it is not stated.

    What is still running reaches to this year; of a practice whose end is not stated only the start is known.
    """
    if isinstance(revision, CaseStudy):
        running = revision.end_status == "ongoing"
        return revision.start_year or revision.end_year, utc_now().year if running else revision.end_year
    if isinstance(revision, Document):
        return revision.year, None
    if isinstance(revision, Offering):
        first, last = revision.valid_from, revision.valid_to
        return (first or last).year if first or last else None, last.year if last else None  # type: ignore[union-attr]
    if isinstance(revision, Need):
        return revision.by_when.year if revision.by_when else None, None
    return None, None


def _body(revision: Revision) -> Iterator[str]:
    """Every answer in words that is neither title nor summary, in the order of the questions."""
    for question in questions(revision.kind):
        if question.name in _SAID_ELSEWHERE:
            continue
        value: Any = getattr(revision, question.name, None)
        if question.answer in _IN_WORDS and value:
            yield value
        elif question.answer is Answer.INDICATORS:
            yield from (" ".join(row.values()) for row in value or ())
        elif question.answer is Answer.PARTNERS:
            yield from (partner.name for partner in value)
    if revision.kind == Kind.DOCUMENT:
        yield revision.body  # type: ignore[attr-defined]  # documents only


def _labels(revision: Revision) -> set[str]:
    """The names of its terms and countries in every language, so that each reader finds it in their own."""
    labels: set[str] = set()
    for vocabulary in _VOCABULARIES:
        for slug in revision.slugs(vocabulary):
            labels |= vocab.all_labels(vocabulary, slug)
    codes = {code for pair in revision.pairs for code in pair if code} | set(revision.slugs("country"))
    for code in codes:
        labels |= languages.all_country_names(code)
    return labels
