"""An admin who imports, and the organisation that the rows name."""

import pytest
from flask import Flask

from marketplace.accounts.models import SiteRole, User
from tests.exchange.rows import PROVIDER, take
from tests.factories import make_user


@pytest.fixture
def admin(app: Flask) -> User:
    return make_user("Agnes Admin", roles=[SiteRole.ADMIN])


@pytest.fixture
def centre(admin: User) -> None:
    take("provider", PROVIDER, user=admin)
