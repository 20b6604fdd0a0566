"""A generated library for measuring: practices with corridors, terms and 400 words by Zipf's law, published.

    python -m benchmarks.made_library FOLDER COUNT

Records go straight into the tables; the index is built by the program itself. Writes `made.json` beside the
database: addresses of some records, and what building the index took.
"""

import json
import random
import resource as system
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from marketplace.accounts.models import User
from marketplace.cli.application import ready_app
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

SECRET = "only-for-measuring-on-this-machine-0123456789abcdef"  # noqa: S105  # of generated libraries
COUNTRIES = ("AL", "BA", "PH", "VN", "NP", "GH", "IR", "UA", "DE", "AT", "IT", "FR", "NL", "PT", None)
VOCABULARY = 30_000
BATCH = 500
PROVIDERS = 200
SOME = 2_000


def made_app(folder: Path) -> Flask:
    """The application on an instance folder of its own, without rate limits."""
    return ready_app(
        {
            "MARKETPLACE_INSTANCE": str(folder),
            "MARKETPLACE_SECRET_KEY": SECRET,
            "MARKETPLACE_RATE_LIMITS": "off",
        }
    )


def make(folder: Path, count: int) -> dict[str, object]:
    """Fill and index a library; its facts: `records`, `rate` a second of CPU, `size_mb`, `peak_mb`."""
    with made_app(folder).app_context():
        addresses = fill(count)
        started = time.process_time()
        indexing.rebuild()
        took = time.process_time() - started
        facts = {
            "records": addresses[:: max(1, count // SOME)],
            "rate": count / took,
            "size_mb": engine().status().size_bytes / 1e6,
            "peak_mb": system.getrusage(system.RUSAGE_SELF).ru_maxrss / 1024,
        }
        engine().close()
        db.session.remove()
        db.engine.dispose()
    return facts


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


def fill(count: int) -> list[str]:
    """Publish generated practices; their addresses."""
    chance = random.Random(11)  # noqa: S311  # the same library in every run
    text = words(chance)
    author, providers = _people()
    addresses = []
    for start in range(0, count, BATCH):
        with transaction():
            for number in range(start, min(start + BATCH, count)):
                resource = _record(number, chance, text, author, chance.choice(providers))
                addresses.append(f"/library/{resource.id}/{resource.slug}")
        db.session.expunge_all()
    return addresses


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


if __name__ == "__main__":
    place = Path(sys.argv[1])
    made = make(place, int(sys.argv[2]))
    (place / "made.json").write_text(json.dumps(made))
