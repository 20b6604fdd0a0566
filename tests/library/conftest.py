"""A library to search: records made through operations, and a way to publish many of them quickly."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.accounts.models import SiteRole
from marketplace.providers.models import Organisation
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource
from marketplace.resources.moves import move
from tests.browsing import FreshClient
from tests.factories import make_organisation, make_record, make_user

Publish = Callable[..., Resource]


@pytest.fixture
def provider(app: Flask) -> Organisation:
    """A verified organisation."""
    return make_organisation(verified=True, name="Bridge House")


@pytest.fixture
def publish(app: Flask, provider: Organisation) -> Publish:
    """Publish a record of the provider; it is found after `outbox.drain()`."""
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


@pytest.fixture
def library(publish: Publish) -> dict[str, Resource]:
    """A few records, indexed."""
    made = {
        "nurses": publish("case_study"),
        "course": publish(
            title="Evening language course",
            corridors=[("PH", "DE"), ("AL", "IT")],
            booster=["language_training"],
        ),
        "anywhere": publish(
            title="Rights at work anywhere", corridors=[(None, "DE")], booster=["information_and_rights"]
        ),
        "handbook": publish("document", title="Handbook for mentors", corridors=[("VN", None)], year=2019),
        "need": publish("need"),
    }
    outbox.drain()
    return made
