"""Invented content for the style guide, with as many unknown fields as real records have."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from marketplace import languages
from marketplace.library.cards import Card, Corridor, Provider
from marketplace.resources.models import Kind

_PAIR = Corridor("AL", "DE")


def _card(number: int, kind: Kind, title: str, **facts: Any) -> Card:
    at = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
    plain: dict[str, Any] = {
        "summary": "",
        "language": "en",
        "provider": Provider("qmt", "Qendra e Migrantëve, Tiranë", "#provider"),
        "year": None,
        "confirmed_at": None,
        "published_at": at,
        "first_published_at": at,
    }
    key = str(number)
    return Card(key, key, key, kind, title, url=f"#{number}", **plain | facts)


def cards() -> list[Card]:
    """Full, half-empty, right-to-left and very long result cards."""
    return [
        _card(
            1,
            Kind.CASE_STUDY,
            "German for nurses: from the first lesson in Tirana to the ward in Bremen",
            corridors=[_PAIR, Corridor("XK", "DE")],
            snippet=[
                ("Six months of ", False),
                ("German", True),
                (" before departure, then a ", False),
                ("language", True),
                (" mentor on the ward. Nine in ten passed B2 at the first try.", False),
            ],
            evidence="promising",
            confirmed_at=datetime(2026, 10, 12, 9, 30, tzinfo=UTC),
            boosters=["language_training", "skills_recognition"],
            phases=["pre_departure", "on_arrival"],
            year=2019,
            handover=True,
        ),
        _card(2, Kind.CASE_STUDY, "Orientation days", evidence="not_assessed"),
        _card(
            3,
            Kind.OFFERING,
            "دوره زبان آلمانی پیش از سفر برای پرستاران",
            language="fa",
            corridors=[Corridor("IR", None)],
            provider=Provider("ad", "انجمن دوستی", "#provider"),
            summary="شش ماه آموزش زبان، دو بار در هفته، حضوری و برخط. هزینه برای شرکت‌کنندگان رایگان است.",
            boosters=["language_training"],
        ),
        _card(
            4,
            Kind.DOCUMENT,
            "Handbuch für Migrationsberatungsstellen: Anerkennungsverfahren, Rechtsschutz und "
            "Arbeitsmarktintegration in acht Mitgliedstaaten der Europäischen Union",
            language="de",
            corridors=[Corridor(None, code) for code in ("AT", "DE", "CZ", "HU", "IT")],
            year=2015,
            phases=["pre_departure"],
        ),
        _card(5, Kind.NEED, "Partner for job matching wanted", corridors=[_PAIR], related=True),
    ]


def providers() -> list[dict[str, Any]]:
    """Two organisations: one known well, one hardly."""
    return [
        {
            "name": "Qendra e Migrantëve, Tiranë",
            "url": "#p1",
            "kinds": ["migrant_resource_centre", "ngo"],
            "side": "origin",
            "countries": ["AL"],
            "verification": "verified",
            "description": "Walk-in centre that informs and refers people who want to work abroad.",
            "records": 4,
        },
        {"name": "انجمن دوستی", "url": "#p2"},
    ]


def corridors() -> list[dict[str, Any]]:
    """Corridors with counts, long and short."""
    pairs = [
        ("AL", "DE", 9),
        ("PH", "DE", 7),
        ("IR", "AT", 4),
        ("RS", "AT", 3),
        ("VN", "CZ", 3),
        ("SY", "CA", 2),
        ("MX", "US", 2),
    ]
    pairs += [("XK", "HU", 1), ("MN", "DE", 1), ("UA", "PT", 1), ("PK", "GB", 2), ("IN", "IT", 2)]
    return [{"origin": a, "destination": b, "count": n, "url": f"#{a}-{b}"} for a, b, n in pairs]


def home() -> Mapping[str, Any]:
    """What the home page is given."""
    codes = ["AL", "AT", "CZ", "DE", "HU", "IR", "IT", "NL", "PH", "PT", "RS", "SK", "XK"]
    choices = sorted(((code, languages.country_name(code)) for code in codes), key=lambda choice: choice[1])
    return {"countries": choices, "newest": cards()[:3], "corridors": corridors(), "totals": {"records": 93}}


def everything() -> Mapping[str, Any]:
    """All samples of the style guide by the name that its template uses."""
    at = datetime(2026, 11, 20, 14, 32, tzinfo=UTC)
    return {
        **home(),
        "cards": cards(),
        "providers": providers(),
        "now": at,
        "timeline_entries": [
            {"title": "Sent for review", "who": "Arta H.", "at": at},
            {
                "title": "Changes requested",
                "who": "Moderator",
                "at": at,
                "text": "Two questions:\n- Who pays?\n- Since when?",
            },
            {"title": "Sent again", "who": "Arta H.", "at": at, "text": "Added both.", "tone": "mine"},
        ],
        "tasks": [
            {"title": "At a glance", "url": "#t1", "state": "done"},
            {"title": "Corridors", "url": "#t2", "state": "incomplete", "hint": "One side is missing"},
            {"title": "Results", "url": "#t3", "state": "not_started"},
            {"title": "Attachments", "url": "#t4", "state": "optional"},
        ],
        "facet_options": [
            {
                "value": slug,
                "label": slug.replace("_", " ").capitalize(),
                "count": count,
                "checked": count == 12,
            }
            for slug, count in [("language_training", 31), ("job_matching", 12), ("referral", 0)]
        ],
        "bars": [
            {"label": "Language training", "value": 31, "tone": "origin"},
            {"label": "Job matching", "value": 12, "tone": "destination"},
            {"label": "Recognition of skills and qualifications", "value": 4},
        ],
        "matrix_rows": [
            {"label": "Language training", "cells": _cells("covered", "one_sided", "empty")},
            {"label": "Job matching", "cells": _cells("stale", "empty", "covered")},
        ],
    }


def _cells(*states: str) -> list[dict[str, Any]]:
    counts = {"covered": 5, "one_sided": 2, "stale": 1, "empty": 0}
    return [
        {"state": state, "count": counts[state], "url": "#" if counts[state] else None} for state in states
    ]
