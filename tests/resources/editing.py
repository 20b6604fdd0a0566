"""What people type into the editor, and how the tests of it press its buttons."""

from typing import Any

from flask import Flask

from marketplace.database import db
from marketplace.resources.models import Kind, Resource, Revision
from tests.browsing import Browser
from tests.factories import SUMMARY

AUTOSAVE = {"X-Requested-With": "autosave", "Origin": "http://localhost"}
PLACE = {
    "corridors-0-origin": "AL",
    "corridors-0-destination": "DE",
    "phase": ["pre_departure", "on_arrival"],
    "booster": ["job_matching", "language_training"],
    "main_booster": "language_training",
    "target_group": ["youth"],
    "delivery_language": ["sq", "de"],
}
LONG = "Words and words. " * 5
FILLED: dict[Kind, dict[str, dict[str, Any]]] = {
    Kind.CASE_STUDY: {
        "glance": {"summary": SUMMARY},
        "corridors": PLACE,
        "gap": {"challenge": LONG},
        "approach": {"approach": LONG, "requirements": LONG, "partners": "City of Jena\r\n\r\n Qendra \r\n"},
        "results": {
            "results": LONG,
            "indicators-0-indicator": "Started",
            "indicators-0-value": "30",
            "evaluation_type": "external",
            "evaluation_url": "https://example.org/evaluation",
        },
        "lessons": {"lessons": LONG},
        "adapted": {},
        "facts": {"start_year": "2019", "end_status": "year", "end_year": "2023", "cost_band": "under_500"},
        "files": {"licence": "CC BY 4.0", "source_url": "https://example.org"},
    },
    Kind.OFFERING: {
        "glance": {"summary": LONG},
        "corridors": PLACE | {"delivery": ["online"]},
        "conditions": {
            "eligibility": LONG,
            "age_min": "18",
            "age_max": "35",
            "cost": "paid",
            "cost_amount": "25.50",
            "cost_currency": "EUR",
        },
        "practical": {
            "schedule-MO_opens": "09:00",
            "schedule-MO_closes": "17:00",
            "time_zone": "Europe/Tirane",
            "valid_from": "2026-01-01",
            "valid_to": "2026-12-31",
        },
        "files": {},
    },
    Kind.NEED: {
        "glance": {"sought": LONG, "side_sought": "destination", "by_when": "2027-03-01"},
        "corridors": PLACE,
        "files": {},
    },
    Kind.DOCUMENT: {
        "glance": {"summary": LONG, "document_kind": "handbook"},
        "subject": PLACE | {"country": ["AL", "XK"]},
        "edition": {"authors": "A. Author\nB. Author", "year": "2020", "url": "https://example.org/book"},
        "files": {},
    },
}


def start(browser: Browser, kind: Kind) -> str:
    browser.submit(f"/workspace/records/new?kind={kind}", title="A title for it", language="en")
    return browser.page.location.rsplit("/edit/", 1)[0]


def revision_at(address: str) -> Revision:
    db.session.rollback()
    resource = db.session.get_one(Resource, address.rsplit("/", 1)[1])
    return resource.latest_revision


def autosave(browser: Browser, path: str, **values: Any) -> Any:
    """What the script on the page does: the whole form by fetch."""
    fields = browser.get(path).form().filled(values)
    return browser.client.post(path, data=fields, headers=AUTOSAVE)


def at(revision: Revision, path: str = "") -> str:
    return f"/workspace/records/{revision.resource_id}{path}"


def browser_of(app: Flask, revision: Revision) -> Browser:
    return Browser(app).sign_in(revision.author)
