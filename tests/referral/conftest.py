"""Offerings to refer people to, read by somebody at a counter."""

from typing import Any

import pytest
from flask import Flask

from marketplace import outbox
from marketplace.providers.models import Organisation
from marketplace.resources.models import Kind, Resource
from tests.corridors.conftest import publish, reader
from tests.factories import make_organisation

__all__ = ["reader"]


@pytest.fixture
def school(app: Flask) -> Organisation:
    return make_organisation(
        verified=True,
        side="origin",
        name="School of Tirana",
        contact_email="school@example.org",
        contact_public=True,
    )


def answers(**more: Any) -> dict[str, Any]:
    """What an offering on the corridor says that a slip shows."""
    return {
        "corridors": [("AL", "DE")],
        "booster": ["language_training"],
        "target_group": ["health_professionals"],
        "delivery_language": ["sq", "de"],
        "places": "Tirana",
        "cost": "paid",
        "cost_amount": "20",
        "cost_currency": "EUR",
        "how_to_apply": "Write to us a week before it begins.",
        **more,
    }


@pytest.fixture
def course(school: Organisation) -> Resource:
    """A course in Tirana, beside a practice on the same corridor."""
    found = publish(school, title="German for nurses", **answers())
    publish(school, Kind.CASE_STUDY, title="How nurses learnt German", corridors=[("AL", "DE")])
    outbox.drain()
    return found
