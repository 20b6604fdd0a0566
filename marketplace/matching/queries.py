"""Reads of matching: what every public record stands for, on each side it serves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from threading import Lock
from typing import Any

from sqlalchemy import func, select

from marketplace.corridors.facts import Facts
from marketplace.database import db
from marketplace.matching.formula import OpenPair, Standing
from marketplace.providers.models import Organisation
from marketplace.resources.models import Kind, Need, Resource, RevisionCorridor, RevisionTerm
from marketplace.resources.queries import REVISIONS, published_values
from marketplace.resources.sides import AFTER, BEFORE

CHUNK = 2_000
_VOCABULARIES = ("booster", "phase", "target_group", "delivery_language")
_SPARE = 1_000
KINDS = (Kind.OFFERING, Kind.CASE_STUDY, Kind.NEED)
"""A document helps nobody across a border by itself, so it has no counterpart."""


@dataclass(frozen=True, slots=True)
class Words:
    """What published words say and never change."""

    terms: dict[str, frozenset[str]]
    corridors: frozenset[OpenPair]
    side_sought: str


class KnownWords:
    """Words by version, read once; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, Words] = {}

    def of(self, versions: list[str]) -> dict[str, Words]:
        """The words of these versions."""
        with self._lock:
            if len(self._known) > 2 * len(versions) + _SPARE:
                self._known = {}
            left = iter([one for one in versions if one not in self._known])
            while chunk := list(islice(left, CHUNK)):
                self._known.update(_words(chunk))
            return self._known


def _words(versions: list[str]) -> Iterator[tuple[str, Words]]:
    terms: dict[str, dict[str, set[str]]] = {one: {} for one in versions}
    statement = select(RevisionTerm.revision_id, RevisionTerm.vocabulary, RevisionTerm.slug).where(
        RevisionTerm.revision_id.in_(versions), RevisionTerm.vocabulary.in_(_VOCABULARIES)
    )
    for version, vocabulary, slug in db.session.execute(statement):
        terms[version].setdefault(vocabulary, set()).add(slug)
    pairs: dict[str, set[OpenPair]] = {}
    corridors = select(RevisionCorridor.revision_id, RevisionCorridor.origin, RevisionCorridor.destination)
    for version, origin, destination in db.session.execute(
        corridors.where(RevisionCorridor.revision_id.in_(versions))
    ):
        pairs.setdefault(version, set()).add((origin, destination))
    needs = Need.__table__.c
    of_needs = select(needs.id, needs.side_sought).where(needs.id.in_(versions))
    sought = {version: side for version, side in db.session.execute(of_needs)}
    for version in versions:
        found = {name: frozenset(terms[version].get(name, ())) for name in _VOCABULARIES}
        yield version, Words(found, frozenset(pairs.get(version, ())), sought.get(version, ""))


def ways_to_write(organisations: list[str]) -> dict[str, str]:
    """For each organisation that nobody runs here, its website, "" where none is known."""
    statement = select(Organisation.id, Organisation.website).where(
        Organisation.id.in_(organisations), Organisation.claimed_at.is_(None)
    )
    return {organisation: website for organisation, website in db.session.execute(statement)}


def standings(facts: Facts, known: KnownWords) -> list[Standing]:
    """What all public offerings, practices and needs stand for; in date or not as in `facts`."""
    in_date = dict(zip(facts.versions, facts.in_date.tolist(), strict=True))
    dated = func.coalesce(Resource.confirmed_at, REVISIONS.c.published_at, type_=Resource.confirmed_at.type)
    statement = published_values(
        Resource.live_revision_id,
        Resource.id,
        Resource.organisation_id,
        Organisation.side,
        Organisation.languages,
        dated.label("dated"),
    ).where(Resource.kind.in_(KINDS))
    rows = [row for row in db.session.execute(statement) if row.live_revision_id in in_date]
    words = known.of([row.live_revision_id for row in rows])
    return [
        one
        for row in rows
        for one in _standings(row, words[row.live_revision_id], in_date[row.live_revision_id])
    ]


def _standings(row: Any, words: Words, in_date: bool) -> Iterable[Standing]:
    dated: datetime | None = row.dated
    return [
        Standing(
            organisation=row.organisation_id,
            side=side,
            corridors=words.corridors,
            boosters=words.terms["booster"],
            phases=words.terms["phase"],
            targets=words.terms["target_group"],
            languages=frozenset(row.languages) | words.terms["delivery_language"],
            in_date=in_date,
            dated=dated,
            record=row.id,
        )
        for side in sides(row.side, words)
        if words.corridors
    ]


def sides(provider_side: str, words: Words) -> tuple[str, ...]:
    """The sides on which a record stands.

    A need stands opposite to the side it seeks; anything else where its provider works, and if that is on
    both sides, where its phases are.
    """
    if words.side_sought:
        return ("destination",) if words.side_sought == "origin" else ("origin",)
    if provider_side != "both":
        return (provider_side,)
    phases = words.terms["phase"]
    found = tuple(side for side, when in (("origin", BEFORE), ("destination", AFTER)) if phases & when)
    return found or ("origin", "destination")
