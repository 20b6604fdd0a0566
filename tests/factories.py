"""People, organisations and records for tests, all made through the operations that the application uses."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from marketplace.accounts import operations as accounts
from marketplace.accounts.models import SiteRole, User
from tests.browsing import PASSWORD

_numbers = itertools.count(1)


def make_user(
    name: str = "Ana Krasniqi",
    email: str | None = None,
    password: str = PASSWORD,
    roles: Iterable[SiteRole | str] = (),
    language: str = "en",
    confirmed: bool = True,
) -> User:
    """A person with an account; each has an address of their own."""
    email = email or f"person{next(_numbers)}@example.org"
    return accounts.create_account(
        name, email, password, [SiteRole(role) for role in roles], language, confirmed
    )
