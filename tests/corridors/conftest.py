"""Starter library and generated records, opened as the application sees them."""

import random
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import outbox, vocab
from marketplace.accounts.models import SiteRole, User
from marketplace.database import db, utc_now
from marketplace.providers.models import Organisation
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource
from marketplace.resources.moves import move
from marketplace.transaction import transaction
from tests.browsing import FreshClient
from tests.conftest import opened
from tests.factories import make_organisation, make_record, make_user
from tests.starter import copy_instance, starter_instance

__all__ = ["starter_instance"]

COUNTRIES = ("AL", "PH", "DE", "IT", None)
SIDES = ("origin", "destination", "both")
AGES = (10, 80, 100, 200, 220, 750, 770)


def publish(
    provider: Organisation,
    kind: Kind | str = Kind.OFFERING,
    age: int = 0,
    moderator: User | None = None,
    **answers: Any,
) -> Resource:
    """A public record that was confirmed so many days ago."""
    moderator = moderator or make_user("Mira Moderator", roles=[SiteRole.MODERATOR])
    author = provider.memberships[0].user
    revision = make_record(kind, provider, author, **answers)
    for action, user in ((Action.SEND, author), (Action.TAKE, moderator), (Action.PUBLISH, moderator)):
        revision = move(revision, action, user)
    resource = revision.resource
    with transaction():
        found = db.session.get_one(Resource, resource.id)
        found.confirmed_at = utc_now() - timedelta(days=age)
    return resource


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """An anonymous reader whose every request stands alone, as on a server."""
    app.test_client_class = FreshClient
    return app.test_client()


@pytest.fixture
def starter(starter_instance: Path, tmp_path: Path) -> Iterator[FlaskClient]:
    """A reader of the starter library."""
    with opened(copy_instance(starter_instance, tmp_path / "starter")) as app:
        yield app.test_client()


@pytest.fixture(scope="session")
def generated_instance(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """Records with all sorts of corridors, ages, kinds, terms and providers, made once; one is not public."""
    instance = tmp_path_factory.mktemp("generated")
    shutil.copy(empty_database, instance / "marketplace.db")
    with opened(instance):
        chance = random.Random(3)  # noqa: S311  # the same records in every run
        providers = [make_organisation(verified=True, side=side) for side in SIDES]
        moderator = make_user("Mira Moderator", roles=[SiteRole.MODERATOR])
        pairs = [(o, d) for o in COUNTRIES for d in COUNTRIES if (o or d) and o != d]
        for number in range(40):
            anywhere = number % 9 == 0  # a need may not be
            publish(
                chance.choice(providers),
                Kind.OFFERING if anywhere else chance.choice(list(Kind)),
                chance.choice(AGES),
                moderator,
                corridors=[(None, None)] if anywhere else chance.sample(pairs, chance.randint(1, 3)),
                booster=chance.sample(vocab.slugs("booster"), chance.randint(1, 3)),
                phase=chance.sample(vocab.slugs("phase"), chance.randint(1, 2)),
                channel=chance.sample(("work", "study"), 1),
                target_group=chance.sample(("women", "youth", "students"), 2),
            )
        make_record(organisation=providers[0], corridors=[("PH", "IT")])
        outbox.drain()
    return instance


@pytest.fixture
def generated(generated_instance: Path, tmp_path: Path) -> Iterator[FlaskClient]:
    """A reader of those records."""
    with opened(copy_instance(generated_instance, tmp_path / "generated")) as app:
        yield app.test_client()
