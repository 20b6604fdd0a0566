"""Two providers that face each other, each with a public offering, and people who act for them."""

from dataclasses import dataclass

import pytest
from flask import Flask

from marketplace import outbox
from marketplace.accounts.models import SiteRole, User
from marketplace.handovers import operations
from marketplace.handovers.models import HandOver
from marketplace.resources.models import Resource
from tests.corridors.conftest import publish
from tests.factories import make_organisation, make_user

GIVES = {"gives": ["certificate", "contact"], "note": "The school sends the certificate.", "since": "2024"}


@dataclass
class Sides:
    """A course in Tirana and a welcome in Hamburg; each owner acts for one of them."""

    course: Resource
    welcome: Resource
    teacher: User
    host: User
    moderator: User

    def propose(self, **answers: object) -> HandOver:
        return operations.propose(self.course, self.welcome, self.teacher, "before", GIVES | answers)

    def accepted(self) -> HandOver:
        found = self.propose()
        operations.accept(found, self.host)
        return found


@pytest.fixture
def sides(app: Flask) -> Sides:
    school = make_organisation(verified=True, side="origin", name="School of Tirana", countries=["AL"])
    city = make_organisation(verified=True, side="destination", name="City of Hamburg", countries=["DE"])
    moderator = make_user("Mira Moderator", roles=[SiteRole.MODERATOR])
    course = publish(school, title="German for nurses", phase=["pre_departure"], moderator=moderator)
    welcome = publish(city, title="First weeks in the ward", phase=["on_arrival"], moderator=moderator)
    outbox.drain()
    teacher, host = (one.memberships[0].user for one in (school, city))
    return Sides(course, welcome, teacher, host, moderator)
