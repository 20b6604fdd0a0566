"""Everybody who may be a counterpart, read once for a library and a day, and pages made from nothing else."""

from collections.abc import Callable

from flask import Response, current_app

from marketplace.corridors.facts import Coverage
from marketplace.corridors.kept import answer_from_coverage
from marketplace.introductions.safety_queries import blocked_pairs
from marketplace.library.kept import HTML
from marketplace.matching.field import Field, Pairs
from marketplace.matching.queries import KnownWords, standings


class KeptField:
    """The last field, and the count it was made from."""

    def __init__(self) -> None:
        self.words = KnownWords()
        self.last: tuple[Coverage, Field] | None = None


def answer_from_field(make: Callable[[Field, Pairs], str], content_type: str = HTML) -> Response:
    """Answer a public page that shows counterparts and records.

    `make` is given the field, and the pairs of organisations that are not to meet.
    """
    apart = blocked_pairs()
    also = " ".join(f"{one}-{other}" for one, other in sorted(apart))
    return answer_from_coverage(lambda found: make(field_of(found), apart), content_type, also)


def field_of(found: Coverage) -> Field:
    """The field of the records that were counted."""
    kept: KeptField = current_app.extensions["kept_field"]
    if kept.last is not None and kept.last[0] is found:
        return kept.last[1]
    field = Field(standings(found.facts, kept.words))
    kept.last = (found, field)
    return field
