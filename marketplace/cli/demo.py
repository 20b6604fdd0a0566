"""`marketplace demo`: a marketplace with the starter library and demo sign-ins, made once and then kept."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

import click
from flask import Flask

from marketplace import config, outbox
from marketplace.accounts import operations as accounts
from marketplace.accounts.models import SiteRole, User
from marketplace.cli import load_app, main
from marketplace.cli.importing import show
from marketplace.cli.progress import progress
from marketplace.cli.serve import prepare, run_server
from marketplace.database import db
from marketplace.exchange import importing, reading
from marketplace.providers import operations as providers
from marketplace.providers.models import Organisation

ACCOUNTS_FILE = "demo-accounts.json"
STARTER_MARK = "starter-library-loaded"
STARTER = Path(__file__).resolve().parent.parent / "data" / "starter_library"
STARTER_FILES = (
    ("provider", "providers.yaml"),
    ("case_study", "case_studies.yaml"),
    ("offering", "offerings.yaml"),
    ("document", "documents.yaml"),
)
PEOPLE: tuple[tuple[str, str, list[str]], ...] = (
    ("admin", "Demo admin", [SiteRole.ADMIN]),
    ("moderator", "Demo moderator", [SiteRole.MODERATOR]),
    ("provider_origin", "Demo provider (origin)", []),
    ("provider_destination", "Demo provider (destination)", []),
    ("practitioner", "Demo practitioner", []),
)
ORGANISATIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "provider_origin",
        {
            "name": "Example Migrant Resource Centre (demonstration)",
            "kinds": ["migrant_resource_centre"],
            "side": "origin",
            "countries": ["AL"],
            "languages": ["sq", "en"],
            "description": "Not a real organisation: it shows what one in a country of origin does.",
        },
    ),
    (
        "provider_destination",
        {
            "name": "Example City Welcome Office (demonstration)",
            "kinds": ["city"],
            "side": "destination",
            "countries": ["DE"],
            "languages": ["de", "en"],
            "description": "Not a real organisation: it shows what one in a country of destination does.",
        },
    ),
)


@main.command()
@click.option("--host", help="Address to listen on; else the setting HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; else the setting PORT.")
@click.option("--no-serve", is_flag=True, help="Prepare everything, then end.")
def demo(host: str | None, port: int | None, no_serve: bool) -> None:
    """Serve a demonstration with the starter library; a second run keeps all data."""
    for name in ("HOST", "PORT"):  # the short names that `make demo` takes
        if name in os.environ:
            os.environ.setdefault(config.PREFIX + name, os.environ[name])
    _write_settings()
    app = load_app()
    prepare(app)
    with app.app_context():
        people = _people(app)
        _organisations()
        _load_starter_library(app)
    for person in people:
        click.echo(f"  {person['role']:<22}{person['email']:<34}{person['password']}")
    click.echo(f"The sign-ins are kept in {_accounts_file(app)}")
    if not no_serve:
        run_server(app, host, port)


def _write_settings() -> None:
    """Give a new instance its secret; an instance that has settings keeps them."""
    instance = Path(os.environ.get(config.PREFIX + "INSTANCE") or "instance").absolute()
    path = instance / config.FILE_NAME
    if path.exists():
        return
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    aside.touch(mode=0o600)
    aside.write_text(f'MODE = "demo"\nSECRET_KEY = "{secrets.token_hex(32)}"\n', encoding="utf-8")
    aside.replace(path)


def _accounts_file(app: Flask) -> Path:
    settings: config.Settings = app.extensions["settings"]
    return settings.instance / ACCOUNTS_FILE


def _people(app: Flask) -> list[dict[str, str]]:
    """The demo sign-ins, written down before the accounts are made: an interrupted first run can go on."""
    path = _accounts_file(app)
    if not path.exists():
        people = [
            {
                "role": role,
                "email": _address(role),
                "password": secrets.token_urlsafe(12),
            }
            for role, _name, _roles in PEOPLE
        ]
        path.touch(mode=0o600)
        path.write_text(json.dumps(people, indent=2) + "\n", encoding="utf-8")
    people = json.loads(path.read_text(encoding="utf-8"))
    passwords = {person["role"]: person for person in people}
    for role, name, roles in PEOPLE:
        person = passwords[role]
        if _user(person["email"]) is None:
            accounts.create_account(name, person["email"], person["password"], roles=roles)
    return list(people)


def _address(role: str) -> str:
    return f"{role.replace('_', '-')}@demo.example"


def _user(email: str) -> User | None:
    return db.session.scalar(db.select(User).filter_by(email=email))


def _demo_user(role: str) -> User:
    user = _user(_address(role))
    if user is None:
        raise click.ClickException(
            f"the demo account {role} is gone: remove the instance folder to start afresh"
        )
    return user


def _organisations() -> None:
    for role, answers in ORGANISATIONS:
        if db.session.scalar(db.select(Organisation).filter_by(name=answers["name"])) is None:
            organisation = providers.create_organisation(_demo_user(role), answers)
            providers.verify(organisation, _demo_user("admin"), note="Demonstration")


def _load_starter_library(app: Flask) -> None:
    """Through the import, as any instance would, once: what moderators change afterwards stays."""
    settings: config.Settings = app.extensions["settings"]
    loaded = settings.instance / STARTER_MARK
    if loaded.exists():
        return
    for kind, name in STARTER_FILES:
        rows = list(reading.read(STARTER / name, "yaml"))
        with progress(f"Loading {name}", len(rows)) as told:
            report = importing.import_rows(kind, rows, _demo_user("admin"), publish=True, progress=told)
        show(report)
    outbox.drain()
    loaded.touch()
