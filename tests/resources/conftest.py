"""Somebody who writes records for an organisation, and what is being written."""

import pytest
from flask import Flask

from marketplace.accounts.models import User
from marketplace.resources.models import Kind, Revision
from tests.browsing import Browser
from tests.factories import make_organisation, make_record, make_user


@pytest.fixture
def owner(app: Flask) -> User:
    person = make_user()
    make_organisation(person)
    return person


@pytest.fixture
def browser(app: Flask, owner: User) -> Browser:
    return Browser(app).sign_in(owner)


@pytest.fixture
def draft(app: Flask) -> Revision:
    return make_record(Kind.DOCUMENT)
