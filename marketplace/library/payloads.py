"""Answers of the programming interface as plain data; the names are the public contract."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from marketplace.handovers.models import HandOver
from marketplace.handovers.queries import public_of
from marketplace.languages import base_url, external_url
from marketplace.library.answers import Answer
from marketplace.library.cards import NOT_ASSESSED, Card, FoundIn
from marketplace.library.filters import FILTERS
from marketplace.library.forms import with_parameters
from marketplace.library.page import choice_label
from marketplace.library.record_of import summary_of, years_of
from marketplace.providers.models import Organisation
from marketplace.resources.models import Resource
from marketplace.resources.questions import Answer as Shape
from marketplace.resources.questions import questions
from marketplace.resources.rules import answer_of
from marketplace.search.engine import FACETS

Payload = dict[str, Any]
_ON_TOP = frozenset({"title", "summary", "language", "corridors", "booster", "phase"})


def search(answer: Answer, took_ms: float) -> Payload:
    """A page of results with facets and ways on. `took_ms` is what making the answer took on the server."""
    url = external_url("library.search")
    return {
        "total": answer.total,
        "related": answer.related,
        "page": answer.filters.page,
        "per_page": answer.filters.per_page,
        "took_ms": round(took_ms, 1),
        "items": [_item(card) for card in answer.cards],
        "facets": {one.name: answer.facets.get(one.name, {}) for one in FILTERS if one.name in FACETS},
        "suggestions": {
            "did_you_mean": answer.did_you_mean,
            "filters": [
                {
                    "name": one.name,
                    "value": one.value,
                    "label": choice_label(one.name, one.value),
                    "url": with_parameters(url, one.filters.pairs()),
                }
                for one in answer.suggested
            ],
            "nearest": [
                {
                    "name": drop.name,
                    "value": drop.value,
                    "total": drop.total,
                    "url": with_parameters(url, drop.filters.pairs()),
                }
                for drop in answer.drops
            ],
        },
        "notices": [
            name
            for name, holds in (
                ("query_cut", answer.is_cut),
                ("total_is_about", answer.is_about),
                ("without_index", answer.without_index),
            )
            if holds
        ],
    }


def _item(card: Card) -> Payload:
    return {
        "id": card.id,
        "slug": card.slug,
        "kind": card.kind,
        "title": card.title,
        "summary": card.summary,
        "snippet": "".join(text for text, _ in card.snippet),
        "url": external_url("library.read", resource_id=card.id, slug=card.slug),
        "language": card.language,
        "provider": {"slug": card.provider.slug, "name": card.provider.name},
        "corridors": [asdict(pair) for pair in card.corridors],
        "boosters": card.boosters,
        "phases": card.phases,
        "evidence": card.evidence or NOT_ASSESSED,
        "confirmed_at": _time(card.confirmed_at),
        "published_at": _time(card.published_at),
        "score": round(card.score, 4),
        "related": card.related,
        **({"handover": True} if card.handover else {}),
        **({"found_in": _place(card.found_in)} if card.found_in else {}),
    }


def _place(found: FoundIn) -> Payload:
    """The file and, where it has pages, the page or slide that holds the words."""
    return {"file": found.file, "url": base_url() + found.url, "unit": found.unit, "number": found.number}


def record(resource: Resource) -> Payload:
    """A public record whole: what lists show of it, and every answer of its kind under `answers`."""
    revision = resource.live_revision or resource.latest_revision
    year, year_end = years_of(revision)
    return {
        "id": resource.id,
        "slug": resource.slug,
        "kind": resource.kind,
        "title": revision.title,
        "summary": summary_of(revision),
        "url": external_url("library.read", resource_id=resource.id, slug=resource.slug),
        "language": revision.language,
        "provider": {"slug": resource.organisation.slug, "name": resource.organisation.name},
        "corridors": [
            {"origin": origin, "destination": destination} for origin, destination in revision.pairs
        ],
        "boosters": revision.slugs("booster"),
        "phases": revision.slugs("phase"),
        "evidence": NOT_ASSESSED,
        "year": year,
        "year_end": year_end,
        "version": revision.number,
        "confirmed_at": _time(resource.confirmed_at),
        "published_at": _time(revision.published_at),
        "first_published_at": _time(resource.first_published_at),
        "entered_by_project": resource.entered_by_project,
        "answers": {
            question.name: _plain(answer_of(revision, question))
            for question in questions(resource.kind)
            if question.answer is not Shape.FILES and question.name not in _ON_TOP
        },
        "hand_overs": [_hand_over(one) for one in public_of(resource.id)],
        "files": [
            {"name": file.name, "size": file.blob.size, "media_type": file.blob.media_type}
            for file in revision.attachments
        ],
    }


def _hand_over(one: HandOver) -> Payload:
    """What is handed over between two public records; this record is one of them."""
    return {
        "before": {"id": one.before_id, "provider": one.before.organisation.slug},
        "after": {"id": one.after_id, "provider": one.after.organisation.slug},
        "gives": one.gives,
        "note": one.note,
        "target_groups": one.target_groups,
        "for_whom": one.for_whom,
        "since": one.since or None,
        "internal": one.is_internal,
    }


def provider(organisation: Organisation, records: int) -> Payload:
    """An organisation as the public knows it; how to reach it is no part of this."""
    return {
        "slug": organisation.slug,
        "name": organisation.name,
        "kinds": organisation.kinds,
        "side": organisation.side,
        "countries": organisation.countries,
        "languages": organisation.languages,
        "website": organisation.website,
        "description": organisation.description,
        "verification": organisation.verification,
        "claimed": organisation.is_claimed,
        "records": records,
        "url": _provider_url(organisation),
    }


def _provider_url(organisation: Organisation) -> str:
    return external_url("providers.show", slug=organisation.slug)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _time(value: datetime | None) -> str | None:
    return value.isoformat().replace("+00:00", "Z") if value is not None else None
