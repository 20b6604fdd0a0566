"""Instances with the starter library, made once for all tests and copied for each that needs one."""

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from marketplace import create_app, outbox, schema
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
from tests.conftest import make_settings, opened
from tools import scenes

# The sign-ins of the demonstration, all with PASSWORD, and one more moderator.
ADMIN = "admin@demo.example"
MODERATOR = "moderator@demo.example"
SECOND_MODERATOR = "second-moderator@demo.example"
EDITOR = "provider-origin@demo.example"  # owner of a verified organisation
PLACES = "places.json"
SECRET_KEY = "0123456789abcdef" * 3  # of staged instances: some of their addresses are signed


@pytest.fixture(scope="session")
def starter_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a filled database and index, and the people above; copy it, never change it."""
    return _made_once(tmp_path_factory, "starter", lambda folder: _fill(create_app(make_settings(folder))))


@pytest.fixture(scope="session")
def staged_instance(starter_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with work in every state that a page can show (tools/scenes.py); `places_of` knows where.

    What is to accept all its addresses runs with SECRET_KEY.
    """

    def stage(folder: Path) -> None:
        shutil.copytree(starter_instance, folder, dirs_exist_ok=True)
        with opened(folder, SECRET_KEY=SECRET_KEY):
            places = scenes.make({person["role"]: dict(person) for person in demo_people()})
        (folder / PLACES).write_text(json.dumps(places), encoding="utf-8")

    return _made_once(tmp_path_factory, "staged", stage)


def places_of(instance: Path) -> dict[str, str]:
    """What the addresses of a staged instance, or of a copy, are made of, by name."""
    places: dict[str, str] = json.loads((instance / PLACES).read_text(encoding="utf-8"))
    return places


def demo_people() -> list[Person]:
    """The people of the demonstration."""
    return [{**person, "password": PASSWORD} for person in new_people()]


def copy_instance(source: Path, target: Path) -> Path:
    """A copy that a test may change; the folder must not be there yet."""
    shutil.copytree(source, target)
    return target


def _made_once(factory: pytest.TempPathFactory, name: str, fill: Callable[[Path], object]) -> Path:
    """A filled folder that the workers of one run share: the first one makes it while the others wait."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    instance = shared / f"{name}-instance"
    with (shared / f"{name}-instance.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not instance.exists():
            making = factory.mktemp(name)
            fill(making)
            making.rename(instance)
    return instance


def _fill(app: Flask) -> None:
    app.config.update(PASSWORD_MEMORY_KIB=8, PASSWORD_ROUNDS=1)
    with app.app_context():
        db.create_all()
        schema.bind()
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
