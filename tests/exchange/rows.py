"""Rows of each kind, as a clean file has them, and what an import made of them."""

from typing import Any

import sqlalchemy as sa

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.exchange import importing
from marketplace.exchange.report import Report
from marketplace.providers.models import Organisation
from marketplace.resources.models import Resource

Row = dict[str, Any]

PROVIDER: Row = {
    "slug": "tirana-centre",
    "name": "Tirana Migration Centre",
    "kind": "migrant_resource_centre",
    "country": "AL",
    "side": "origin",
    "website": "https://centre.example",
    "source_url": "https://source.example/centre",
    "source_title": "The centre",
}
_PLACE: Row = {
    "corridors": [{"origin": "AL", "destination": "DE"}, {"origin": None, "destination": "AT"}],
    "phases": ["pre_departure"],
    "boosters": ["job_matching", "language_training"],
    "target_groups": ["women"],
}
_SOURCE: Row = {"source_url": "https://source.example/record", "source_title": "A page"}
CASE_STUDY: Row = {
    "slug": "practice-one",
    "provider": "tirana-centre",
    "title": "Courses before departure",
    "language": "en",
    "summary": " ".join(["word"] * 70),
    "challenge": "Nobody knew.",
    "approach": "Step by step.",
    "start_year": 2014,
    "partners": ["tirana-centre", "Ministry of Work"],
    "editorial_fields": ["challenge"],
    "additional_sources": [{"url": "https://source.example/2", "title": "Second"}],
    **_PLACE,
    **_SOURCE,
}
OFFERING: Row = {
    "slug": "offering-one",
    "provider": "tirana-centre",
    "title": "Advice before departure",
    "language": "en",
    "summary": "Advice for people who leave, " * 5,
    "delivery": "online",
    "cost": "free",
    "languages": ["sq"],
    **_PLACE,
    **_SOURCE,
}
NEED: Row = {
    "slug": "need-one",
    "provider": "tirana-centre",
    "title": "Partner in Germany",
    "language": "en",
    "sought": "We look for somebody who takes over after arrival and knows the employers.",
    "side_sought": "destination",
    **_PLACE,
    **_SOURCE,
}
DOCUMENT: Row = {
    "slug": "document-one",
    "title": "A handbook for centres",
    "abstract": "What a centre needs.",
    "body": "Chapter one. Zanzibar is far away.",
    "language": "en",
    "corridors": [{"origin": "AL", "destination": "DE"}],
    "boosters": ["referral"],
    "phases": ["on_arrival"],
    "year": 2015,
    "kind": "handbook",
}
RECORDS: dict[str, Row] = {
    "case_study": CASE_STUDY,
    "offering": OFFERING,
    "need": NEED,
    "document": DOCUMENT,
}


def take(kind: str, *rows: Row, user: User, publish: bool = True, dry_run: bool = False) -> Report:
    """Import rows, numbered from 1; records are published, where not said otherwise."""
    return importing.import_rows(kind, list(enumerate(rows, start=1)), user, publish=publish, dry_run=dry_run)


def said(report: Report) -> list[tuple[int, str, str]]:
    """(row, field, text) of every remark."""
    return [(remark.row, remark.field, remark.text) for remark in report.remarks]


def counts() -> dict[str, int]:
    """Rows of every table, and what waits."""
    with db.engine.connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in db.metadata.sorted_tables
        }


def record(slug: str) -> Resource:
    return db.session.scalars(sa.select(Resource).filter_by(import_slug=slug)).one()


def organisation(slug: str = "tirana-centre") -> Organisation:
    return db.session.scalars(sa.select(Organisation).filter_by(slug=slug)).one()
