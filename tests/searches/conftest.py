"""Records to search, as the library's tests have them, and people who look after the search."""

import pytest
from flask import Flask

from marketplace.accounts.models import SiteRole, User
from tests.browsing import Browser
from tests.factories import make_user
from tests.library.conftest import library, provider, publish, reader, stocked

__all__ = ["library", "provider", "publish", "reader", "stocked"]


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser nobody is signed in with."""
    return Browser(app)


@pytest.fixture
def moderator(app: Flask) -> User:
    """A moderator."""
    return make_user("Word Keeper", roles=[SiteRole.MODERATOR])


@pytest.fixture
def admin(app: Flask) -> User:
    """An admin."""
    return make_user("Boss Person", roles=[SiteRole.ADMIN])
