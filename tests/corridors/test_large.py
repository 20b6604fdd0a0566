"""Five thousand records straight in the tables: every count agrees with a plain reading of them."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from marketplace.database import db, new_id, utc_now
from marketplace.library import indexing
from marketplace.resources.models import (
    KINDS,
    Kind,
    Resource,
    Revision,
    RevisionCorridor,
    RevisionTerm,
    State,
)
from marketplace.transaction import transaction
from marketplace.vocab import slugs
from tests.corridors.brute_force import DAYS
from tests.factories import make_organisation, make_user

COUNT = 5_000
COUNTRIES = ("AL", "XK", "PH", "GH", "DE", "AT", "IT", "PT", None)
SIDES = ("origin", "destination", "both")
OF_PHASE = {"pre_departure": 0, "in_transit": 0, "on_arrival": 1, "settled": 1}


@dataclass(frozen=True)
class Made:
    """What a generated record says."""

    kind: Kind
    side: str
    pairs: frozenset[tuple[str | None, str | None]]
    booster: str
    phase: str
    channel: str
    said: datetime

    @property
    def in_date(self) -> bool:
        midnight = utc_now().replace(hour=0, minute=0, second=0, microsecond=0)
        days = DAYS.get(self.kind)
        return days is None or self.said >= midnight - timedelta(days=days)

    @property
    def serves(self) -> set[int]:
        """0 for the side of origin, 1 for that of destination."""
        if self.phase in OF_PHASE:
            return {OF_PHASE[self.phase]}
        return {"origin": {0}, "destination": {1}, "both": {0, 1}}[self.side]

    def fits(self, pair: tuple[str, str]) -> bool:
        return any(o in {pair[0], None} and d in {pair[1], None} for o, d in self.pairs)


@pytest.fixture
def library(app: Flask) -> tuple[FlaskClient, list[Made]]:
    """A reader of the records, and what they say."""
    made = _fill(random.Random(5))  # noqa: S311  # the same records in every run
    indexing.rebuild()
    return app.test_client(), made


def _fill(chance: random.Random) -> list[Made]:
    author = make_user()
    providers = {side: make_organisation(author, verified=True, side=side).id for side in SIDES}
    pairs = [(o, d) for o in COUNTRIES for d in COUNTRIES if o != d or o is None]
    made = []
    tables: dict[Any, list[dict[str, Any]]] = {
        table: []
        for table in (Resource, Revision, *(KINDS[kind] for kind in Kind), RevisionCorridor, RevisionTerm)
    }
    for number in range(COUNT):
        one = Made(
            kind=chance.choice(list(Kind)),
            side=chance.choice(SIDES),
            pairs=frozenset(chance.sample(pairs, chance.randint(1, 3))),
            booster=chance.choice(slugs("booster")),
            phase=chance.choice(slugs("phase")),
            channel=chance.choice(("work", "study")),
            said=utc_now() - timedelta(days=chance.choice((10, 80, 100, 200, 220, 750, 770))),
        )
        made.append(one)
        _add(tables, one, number, providers[one.side], author.id)
    with transaction():
        for table, values in tables.items():
            target = table.__table__ if table in KINDS.values() else table
            db.session.execute(insert(target), values)
        live = update(Resource).values(live_revision_id="v" + Resource.id)
        db.session.execute(live)
    return made


def _add(tables: dict[Any, list[dict[str, Any]]], one: Made, number: int, provider: str, author: str) -> None:
    resource = f"{number:06}{new_id()[:6]}"[:12]
    version = f"v{resource}"
    tables[Resource].append(
        {
            "id": resource,
            "kind": one.kind,
            "slug": f"record-{number}",
            "organisation_id": provider,
            "first_published_at": one.said,
            "created_by_id": author,
        }
    )
    tables[Revision].append(
        {
            "id": version,
            "resource_id": resource,
            "number": 1,
            "kind": one.kind,
            "state": State.PUBLISHED,
            "author_id": author,
            "title": f"Record {number}",
            "published_at": one.said,
        }
    )
    tables[KINDS[one.kind]].append({"id": version})
    for position, (origin, destination) in enumerate(one.pairs):
        tables[RevisionCorridor].append(
            {"revision_id": version, "position": position, "origin": origin, "destination": destination}
        )
    for vocabulary in ("booster", "phase", "channel"):
        tables[RevisionTerm].append(
            {
                "revision_id": version,
                "vocabulary": vocabulary,
                "slug": getattr(one, vocabulary),
                "position": 0,
            }
        )


def test_matrix_library_and_pages_agree_on_five_thousand(library: tuple[FlaskClient, list[Made]]) -> None:
    reader, made = library
    for filters in ("", "channel=work&booster=language_training"):
        wanted = [
            one for one in made if not filters or (one.channel, one.booster) == ("work", "language_training")
        ]
        rows = reader.get(f"/api/v1/coverage?{filters}").json["corridors"]
        assert len(rows) == len({pair for one in wanted for pair in one.pairs if None not in pair})
        for row in rows:
            pair = (row["origin"], row["destination"])
            named = [one for one in wanted if pair in one.pairs]
            assert (row["exact"], row["state"]) == (len(named), _state(named)), (pair, filters)
            assert row["in_date"] == sum(one.in_date for one in named), pair
            assert row["total"] == sum(one.fits(pair) for one in wanted), pair
            where = f"origin={pair[0]}&destination={pair[1]}&per_page=1&{filters}"
            assert reader.get(f"/api/v1/library?{where}").json["total"] == row["total"], pair
    for pair in (("AL", "DE"), ("XK", "AT"), ("PH", "PT")):
        named = [one for one in made if pair in one.pairs]
        assert (
            f"{len(named)} records name this corridor." in reader.get(f"/corridors/{pair[0]}-{pair[1]}").text
        )


def _state(named: list[Made]) -> str:
    helping = [one for one in named if one.kind in {Kind.OFFERING, Kind.CASE_STUDY}]
    served = {side for one in helping if one.in_date for side in one.serves}
    if served:
        return "covered" if len(served) == 2 else "one_sided"
    return "stale" if helping else "empty"
