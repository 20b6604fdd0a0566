"""What the library does for the public pages of providers: their records, and pages kept ready."""

from flask import Flask, render_template
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import func, select

from marketplace.database import db
from marketplace.library.cards import Card, cards_of
from marketplace.library.kept import answer_public
from marketplace.providers import hooks
from marketplace.providers.hooks import ProfileSection
from marketplace.providers.models import Organisation
from marketplace.resources.models import Kind, Resource
from marketplace.resources.queries import published
from marketplace.wording import word

SHOWN = 100


def init_app(_app: Flask) -> None:
    """Add the sections to the pages of providers, and keep the list of them ready."""
    hooks.profile_sections(record_sections)
    hooks.public_answer(answer_public)


def record_sections(organisation: Organisation) -> list[ProfileSection]:
    """A section for each kind of record the provider has in the library; without any, one that says so."""
    cards = cards_of(organisation, SHOWN)
    counts = _counts(organisation)
    found = []
    for kind in Kind:
        shown = [card for card in cards if card.kind == kind]
        if counts.get(kind):
            found.append(_section(f"records-{kind}", word("kinds", kind), shown, counts[kind]))
    return found or [_section("records", _("Records in the library"), [], 0)]


def _section(name: str, title: str, cards: list[Card], count: int) -> ProfileSection:
    page = render_template("library/profile_records.html", cards=cards, count=count)
    return ProfileSection(name, title, count, Markup(page))  # noqa: S704  # a template escapes by itself


def _counts(organisation: Organisation) -> dict[str, int]:
    public = (
        published()
        .with_only_columns(Resource.kind)
        .where(Resource.organisation_id == organisation.id)
        .subquery()
    )
    statement = select(public.c.kind, func.count()).group_by(public.c.kind)
    return {kind: count for kind, count in db.session.execute(statement)}
