"""People and organisations for these tests, made by the operations that pages use."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from marketplace.accounts.models import SiteRole, User
from marketplace.providers import invitations, operations
from marketplace.providers.models import MemberRole, MembershipRequest, Organisation
from tests.browsing import Browser
from tests.factories import make_user

FACTS: dict[str, Any] = {
    "name": "Tirana Migration Centre",
    "kinds": ["migrant_resource_centre"],
    "side": "origin",
    "countries": ["AL"],
}
LISTED = FACTS | {
    "name": "Arrival Desk Vienna",
    "side": "destination",
    "countries": ["AT"],
    "website": "https://arrival.example",
    "source_url": "https://source.example/page",
    "source_title": "A public source",
}

SignIn = Callable[[User], Browser]


@pytest.fixture
def admin(app: Flask) -> User:
    return make_user("Ada Admin", roles=[SiteRole.ADMIN])


@pytest.fixture
def owner(app: Flask) -> User:
    return make_user("Olta Owner", email="olta@tmc.example")


@pytest.fixture
def organisation(owner: User) -> Organisation:
    """A claimed organisation of the owner, not verified."""
    return operations.create_organisation(owner, FACTS | {"website": "https://www.tmc.example/en"})


@pytest.fixture
def listed(admin: User) -> Organisation:
    """An organisation that nobody runs."""
    return operations.list_organisation(admin, LISTED, slug="arrival-desk")


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """A browser in which this person is signed in."""
    return lambda person: Browser(app).sign_in(person)


def add_member(organisation: Organisation, owner: User, person: User, role: str) -> None:
    """Through an invitation, as in life."""
    request: MembershipRequest = invitations.invite(organisation, owner, person.email or "", role)
    invitations.accept_invitation(request, person)


@pytest.fixture
def editor(organisation: Organisation, owner: User) -> User:
    person = make_user("Edi Editor")
    add_member(organisation, owner, person, MemberRole.EDITOR)
    return person


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300), **options: Any) -> io.BytesIO:
    """A picture file of this format."""
    stream = io.BytesIO()
    Image.new("RGB", size, "teal").save(stream, kind, **options)
    stream.seek(0)
    return stream
