"""An instance with the starter library, made once for all tests and copied for each that needs one."""

import fcntl
import os
import shutil
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from marketplace import create_app, outbox
from marketplace.accounts import operations as accounts
from marketplace.accounts.models import SiteRole
from marketplace.cli.demo_content import (
    STARTER,
    STARTER_FILES,
    Person,
    make_accounts,
    make_organisations,
    new_people,
)
from marketplace.database import db
from marketplace.exchange import importing, reading
from tests.browsing import PASSWORD
from tests.conftest import make_settings

# The sign-ins of the demonstration, all with PASSWORD, and one more moderator.
ADMIN = "admin@demo.example"
MODERATOR = "moderator@demo.example"
SECOND_MODERATOR = "second-moderator@demo.example"
EDITOR = "provider-origin@demo.example"  # owner of a verified organisation


@pytest.fixture(scope="session")
def starter_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a filled database and index, and the people above; copy it, never change it.

    The workers of one run share it: the first one makes it while the others wait.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    instance = shared / "starter-instance"
    with (shared / "starter-instance.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not instance.exists():
            making = tmp_path_factory.mktemp("starter")
            _fill(create_app(make_settings(making)))
            making.rename(instance)
    return instance


def demo_people() -> list[Person]:
    """The people of the demonstration."""
    return [{**person, "password": PASSWORD} for person in new_people()]


def copy_instance(source: Path, target: Path) -> Path:
    """A copy that a test may change; the folder must not be there yet."""
    shutil.copytree(source, target)
    return target


def _fill(app: Flask) -> None:
    app.config.update(PASSWORD_MEMORY_KIB=8, PASSWORD_ROUNDS=1)
    with app.app_context():
        db.create_all()
        flask_migrate.stamp()
        people = demo_people()
        admin = make_accounts(people)
        make_organisations(people)
        accounts.create_account("Second moderator", SECOND_MODERATOR, PASSWORD, [SiteRole.MODERATOR])
        for kind, name in STARTER_FILES:
            rows = list(reading.read(STARTER / name, "yaml"))
            importing.import_rows(kind, rows, admin, publish=True)
        outbox.drain()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
