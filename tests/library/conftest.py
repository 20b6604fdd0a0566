"""A library to search: records made through operations, and a way to publish many of them quickly."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import create_app, outbox
from marketplace.accounts.models import SiteRole
from marketplace.database import db
from marketplace.providers.models import Organisation
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource
from marketplace.resources.moves import move
from tests.browsing import FreshClient
from tests.conftest import make_settings
from tests.factories import make_organisation, make_record, make_user

Publish = Callable[..., Resource]
DATABASE = "marketplace.db"


@pytest.fixture
def provider(app: Flask) -> Organisation:
    """A verified organisation."""
    return make_organisation(verified=True, name="Bridge House")


@pytest.fixture
def publish(provider: Organisation) -> Publish:
    """Publish a record of the provider; it is found after `outbox.drain()`."""
    return publisher(provider)


def publisher(provider: Organisation) -> Publish:
    """A function that publishes records of an organisation, all through one moderator."""
    author = provider.memberships[0].user
    moderator = make_user("Mira Moderator", roles=[SiteRole.MODERATOR])

    def make(kind: Kind | str = Kind.OFFERING, **answers: Any) -> Resource:
        revision = make_record(kind, provider, author, **answers)
        for action, user in ((Action.SEND, author), (Action.TAKE, moderator), (Action.PUBLISH, moderator)):
            revision = move(revision, action, user)
        return revision.resource

    return make


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """An anonymous reader whose every request stands alone, as on a server."""
    app.test_client_class = FreshClient
    return app.test_client()


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> tuple[Path, dict[str, str]]:
    """An instance with a few records and their index, made once; and the ids of the records."""
    instance = tmp_path_factory.mktemp("stocked")
    shutil.copy(empty_database, instance / DATABASE)
    app = create_app(make_settings(instance))
    with app.app_context():
        publish = publisher(make_organisation(verified=True, name="Bridge House"))
        made = {
            "nurses": publish("case_study"),
            "course": publish(title="Evening language course", corridors=[("PH", "DE"), ("AL", "IT")]),
            "anywhere": publish(
                title="Rights at work anywhere",
                corridors=[(None, "DE")],
                booster=["information_and_rights"],
            ),
            "handbook": publish(
                "document", title="Handbook for mentors", corridors=[("VN", None)], year=2019
            ),
            "need": publish("need"),
        }
        outbox.drain()
        ids = {name: resource.id for name, resource in made.items()}
        close()
    return instance, ids


@pytest.fixture
def library(app: Flask, stocked: tuple[Path, dict[str, str]]) -> dict[str, Resource]:
    """A few records, indexed, to do with as one likes."""
    source, ids = stocked
    target = Path(app.config["INSTANCE"])
    close()
    shutil.copy(source / DATABASE, target / DATABASE)
    shutil.copytree(source / "index", target / "index")
    return {name: db.session.get_one(Resource, resource_id) for name, resource_id in ids.items()}


def close() -> None:
    """Let go of the database file, all of it written to its one file."""
    db.session.remove()
    for one in db.engines.values():
        with one.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        one.dispose()
