"""A small library with its index, people to keep things from it, and what they keep."""

import pytest
from flask import Flask

from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.resources.models import Resource
from marketplace.shelves import operations
from marketplace.shelves.models import Collection
from tests.factories import make_organisation, make_user
from tests.library.conftest import Publish, library, publisher, stocked

__all__ = ["library", "stocked"]

Library = dict[str, Resource]
FACTS = {"title": "For the nurses’ course", "description": "Read these first.", "visibility": "private"}
DAILY = {"name": "Albania to Germany", "frequency": "daily"}
ALBANIA = "origin=AL&destination=DE"


@pytest.fixture
def owner(app: Flask) -> User:
    """A person with collections."""
    return make_user("Ana Krasniqi", "ana@example.org")


@pytest.fixture
def reader(owner: User) -> User:
    """The same person, with saved searches."""
    return owner


@pytest.fixture
def publish(app: Flask) -> Publish:
    """Publish a record; it is found after `outbox.drain()`."""
    found = publisher(make_organisation(verified=True, name="Bridge House"))
    outbox.drain()
    return found


def collect(owner: User, *records: Resource, visibility: str = "private", **answers: str) -> Collection:
    """A collection of these records."""
    made = operations.create_collection(owner, FACTS | {"visibility": visibility} | answers)
    for record in records:
        operations.add_record(made, owner, record.id)
    return made


def address(collection: Collection) -> str:
    """Where others read it."""
    return f"/collections/{collection.id}/for-the-nurses-course"
