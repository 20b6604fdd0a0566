"""Counterparts as plain data for the programming interface."""

from typing import Any

from marketplace.languages import base_url
from marketplace.matching.page import Counterpart


def counterpart(one: Counterpart) -> dict[str, Any]:
    """A counterpart with the points of each factor."""
    return {
        "provider": {"name": one.name, "url": base_url() + one.url},
        "record": {
            "id": one.card.id,
            "kind": one.card.kind,
            "title": one.card.title,
            "url": base_url() + one.card.url,
        },
        "score": one.score,
        "factors": {reason.name: {"points": reason.points, "of": reason.most} for reason in one.reasons},
    }
