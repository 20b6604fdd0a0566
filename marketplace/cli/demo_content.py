"""Who and what a demonstration starts with, besides the records of the starter library."""

import secrets
from pathlib import Path
from typing import Any, TypedDict

from sqlalchemy import select

from marketplace.accounts import operations as accounts
from marketplace.accounts.models import SiteRole, User
from marketplace.database import db
from marketplace.providers import operations as providers
from marketplace.providers.models import Organisation

STARTER = Path(__file__).resolve().parent.parent / "data" / "starter_library"
STARTER_FILES = (
    ("provider", "providers.yaml"),
    ("case_study", "case_studies.yaml"),
    ("offering", "offerings.yaml"),
    ("document", "documents.yaml"),
)


class Person(TypedDict):
    """One demo sign-in, as it stands in the accounts file."""

    role: str
    email: str
    password: str


_PEOPLE: dict[str, tuple[str, list[SiteRole]]] = {
    "admin": ("Demo admin", [SiteRole.ADMIN]),
    "moderator": ("Demo moderator", [SiteRole.MODERATOR]),
    "provider_origin": ("Demo provider (origin)", []),
    "provider_destination": ("Demo provider (destination)", []),
    "practitioner": ("Demo practitioner", []),
}
_ORGANISATIONS: dict[str, dict[str, Any]] = {
    "provider_origin": {
        "name": "Example Migrant Resource Centre (demonstration)",
        "kinds": ["migrant_resource_centre"],
        "side": "origin",
        "countries": ["AL"],
        "languages": ["sq", "en"],
        "description": "Not a real organisation: it shows what one in a country of origin does.",
    },
    "provider_destination": {
        "name": "Example City Welcome Office (demonstration)",
        "kinds": ["city"],
        "side": "destination",
        "countries": ["DE"],
        "languages": ["de", "en"],
        "description": "Not a real organisation: it shows what one in a country of destination does.",
    },
}


def new_people() -> list[Person]:
    """A sign-in for each role, with a password of its own."""
    return [
        {
            "role": role,
            "email": f"{role.replace('_', '-')}@demo.example",
            "password": secrets.token_urlsafe(12),
        }
        for role in _PEOPLE
    ]


def make_accounts(people: list[Person]) -> User:
    """Make the accounts that are not there yet; the admin."""
    for person in people:
        if _user(person["email"]) is None:
            name, roles = _PEOPLE[person["role"]]
            accounts.create_account(name, person["email"], person["password"], roles=roles)
    return _user_in_role(people, "admin")


def make_organisations(people: list[Person]) -> None:
    """Make the organisations that the two providers run, verified."""
    for role, answers in _ORGANISATIONS.items():
        organisation = db.session.scalar(select(Organisation).filter_by(name=answers["name"]))
        if organisation is None:
            organisation = providers.create_organisation(_user_in_role(people, role), answers)
        if not organisation.is_verified:
            providers.verify(organisation, _user_in_role(people, "admin"), note="Demonstration")


def _user(email: str) -> User | None:
    return db.session.scalar(select(User).filter_by(email=email))


def _user_in_role(people: list[Person], role: str) -> User:
    emails = [person["email"] for person in people if person["role"] == role]
    return db.session.scalars(select(User).where(User.email.in_(emails))).one()
