"""CPU time of public pages as a multiple of a bare Flask and Jinja view (F), both in this run.

    python benchmarks/pages.py --records 10000

Records are generated (words by Zipf's law, corridors, terms) and published straight into the tables; the
index is built by the program itself. Requests go through the whole application without a network; kB is the
size of an answer under brotli.
"""

import argparse
import random
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

import flask
from flask.testing import FlaskClient

from marketplace import config, create_app
from marketplace.accounts.models import User
from marketplace.database import db, new_id, utc_now
from marketplace.library import indexing
from marketplace.library.engine import engine
from marketplace.providers.models import Organisation, Verification
from marketplace.resources.models import (
    CaseStudy,
    Resource,
    RevisionCorridor,
    RevisionTerm,
    State,
)
from marketplace.transaction import transaction
from marketplace.vocab import slugs

COUNTRIES = ("AL", "BA", "PH", "VN", "NP", "GH", "IR", "UA", "DE", "AT", "IT", "FR", "NL", "PT", None)
VOCABULARY = 30_000
BATCH = 500
PROVIDERS = 200
BARE = """<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>
<ul>{% for row in rows %}<li><a href="/{{ row }}">{{ row }}</a></li>{% endfor %}</ul>"""


def main() -> None:
    """Build a library of the wished size, then time each kind of page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=200, help="requests for each figure")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = config.load(
            {
                "MARKETPLACE_INSTANCE": folder,
                "MARKETPLACE_SECRET_KEY": secrets.token_hex(32),
                "MARKETPLACE_RATE_LIMITS": "off",
            }
        )
        app = create_app(settings)
        with app.app_context():
            db.create_all()
            one = fill(given.records)
            started = time.process_time()
            indexing.rebuild()
            built = time.process_time() - started
        print(f"{given.records} records, indexed at {given.records / built:.0f} a second of CPU")
        measure(app.test_client(), one, given.repeat)
        with app.app_context():
            engine().close()
            db.session.remove()
            db.engine.dispose()


def words(chance: random.Random) -> Callable[[int], str]:
    """A source of texts: word number n comes up about 1/n as often as the first."""
    weights = [1 / (rank + 2) for rank in range(VOCABULARY)]
    bounds = [0.0]
    for weight in weights:
        bounds.append(bounds[-1] + weight)

    def text(count: int) -> str:
        picked = chance.choices(range(VOCABULARY), cum_weights=bounds[1:], k=count)
        return " ".join(word(number) for number in picked)

    return text


def word(number: int) -> str:
    """A made-up word for a number: short ones are the frequent ones."""
    letters = "aeioubdfgklmnprst"
    made = ""
    number += 20
    while number:
        number, place = divmod(number, len(letters))
        made += letters[place]
    return made + "en"


def fill(count: int) -> str:
    """Publish generated practices; the address of one of them."""
    chance = random.Random(11)  # noqa: S311  # the same library in every run
    text = words(chance)
    author, providers = _people()
    address = ""
    for start in range(0, count, BATCH):
        with transaction():
            for number in range(start, min(start + BATCH, count)):
                resource = _record(number, chance, text, author, chance.choice(providers))
                address = f"/library/{resource.id}/{resource.slug}"
        db.session.expunge_all()
    return address


def _people() -> tuple[str, list[str]]:
    with transaction():
        author = User(name="Author", email="author@example.org")
        db.session.add(author)
        db.session.flush()
        providers = [
            Organisation(
                slug=f"provider-{number}",
                name=f"Provider {number}",
                name_key=f"provider {number}",
                kinds=["ngo"],
                side="both",
                countries=["DE"],
                verification=Verification.VERIFIED,
                claimed_at=utc_now(),
                created_by_id=author.id,
            )
            for number in range(PROVIDERS)
        ]
        db.session.add_all(providers)
        db.session.flush()
        return author.id, [provider.id for provider in providers]


def _record(
    number: int, chance: random.Random, text: Callable[[int], str], author: str, provider: str
) -> Resource:
    now = utc_now()
    resource = Resource(
        id=new_id(),
        kind="case_study",
        slug=f"record-{number}",
        organisation_id=provider,
        created_by_id=author,
        first_published_at=now,
        confirmed_at=now,
    )
    db.session.add(resource)
    db.session.flush()
    revision = CaseStudy(
        id=new_id(),
        resource_id=resource.id,
        number=1,
        state=State.PUBLISHED,
        author_id=author,
        title=text(7).capitalize(),
        summary=text(80),
        challenge=text(100),
        approach=text(160),
        results=text(60),
        start_year=chance.randint(2005, 2026),
        published_at=now,
    )
    pairs = {tuple(chance.sample(COUNTRIES, 2)) for _ in range(chance.randint(1, 3))}
    revision.corridors = [
        RevisionCorridor(position=place, origin=origin, destination=destination)
        for place, (origin, destination) in enumerate(sorted(pairs, key=str))
    ]
    revision.terms = [
        RevisionTerm(vocabulary=vocabulary, slug=slug, position=place)
        for vocabulary, most in (("booster", 3), ("phase", 2), ("target_group", 3))
        for place, slug in enumerate(chance.sample(slugs(vocabulary), chance.randint(1, most)))
    ]
    db.session.add(revision)
    db.session.flush()
    resource.live_revision_id = revision.id
    return resource


def bare() -> FlaskClient:
    """The yardstick: one view, one small template, nothing else."""
    app = flask.Flask("bare")
    app.jinja_env.from_string(BARE)
    template = app.jinja_env.from_string(BARE)

    @app.get("/")
    def view() -> str:
        return flask.render_template(template, title="Bare", rows=range(20))

    return app.test_client()


def measure(client: FlaskClient, record: str, repeat: int) -> None:
    """Print CPU milliseconds and multiples of F."""
    client.get("/library?q=nosuchword")  # the words known are gathered at the first poor result
    yardstick = timed(bare(), ("/" for _ in range(repeat)))
    print(f"{'bare view (F)':<34}{yardstick:8.2f} ms")
    frequent, rare = [word(number) for number in range(2, 12)], [word(n) for n in range(9_000, 29_000)]
    for name, addresses in (
        ("home", lambda n: "/"),
        ("record, asked for before", lambda n: record),
        ("record, first time", lambda n: f"{record}?n={n}"),
        ("search, rare word", lambda n: f"/library?q={rare[n * 17 % len(rare)]}"),
        ("search, frequent word", lambda n: f"/library?q={frequent[n % 10]}&n={n}"),
        ("search, two words", lambda n: f"/library?q={frequent[n % 10]}+{word(40 + n)}"),
        ("search, words and filters", lambda n: f"/library?q={word(20 + n)}&origin=AL&destination=DE"),
        ("search, no words", lambda n: f"/library?n={n}"),
        ("search, asked for before", lambda n: f"/library?q={frequent[0]}"),
        ("interface, two words", lambda n: f"/api/v1/library?q={frequent[n % 10]}+{word(90 + n)}"),
    ):
        report(client, name, addresses, repeat, yardstick)
    tag = client.get("/library?q=en").headers["ETag"]
    same = timed(client, ("/library?q=en" for _ in range(repeat)), {"If-None-Match": tag})
    print(f"{'search, conditional':<34}{same:8.2f} ms {same / yardstick:6.1f} F")


def report(
    client: FlaskClient, name: str, addresses: Callable[[int], str], repeat: int, yardstick: float
) -> None:
    """One line: CPU time of a class of requests without compression, and the size with it."""
    client.get(addresses(0))
    took = timed(client, (addresses(n) for n in range(1, repeat + 1)))
    wire = len(client.get(addresses(0), headers={"Accept-Encoding": "br"}).data)
    print(f"{name:<34}{took:8.2f} ms {took / yardstick:6.1f} F {wire / 1000:7.1f} kB")


def timed(client: FlaskClient, addresses: Iterator[str], headers: dict[str, Any] | None = None) -> float:
    """CPU milliseconds per request."""
    asked = list(addresses)
    started = time.process_time()
    for address in asked:
        answer = client.get(address, headers=headers)
        if answer.status_code not in {200, 304}:
            raise SystemExit(f"{address}: {answer.status_code}")
    return (time.process_time() - started) * 1000 / len(asked)


if __name__ == "__main__":
    main()
