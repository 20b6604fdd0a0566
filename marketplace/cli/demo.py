"""`marketplace demo`: a marketplace with the starter library and demo sign-ins, made once and then kept."""

import json
import os
import secrets
from pathlib import Path

import click
from flask import Flask

from marketplace import config
from marketplace.cli import demo_content
from marketplace.cli.application import environment
from marketplace.cli.database import drain_all
from marketplace.cli.demo_content import STARTER, STARTER_FILES, Person
from marketplace.cli.progress import progress
from marketplace.cli.serve import host_option, port_option, prepared_app, run_server
from marketplace.exchange import importing, reading

__all__ = ["STARTER", "STARTER_FILES", "demo"]

ACCOUNTS_FILE = "demo-accounts.json"
NOTES_FILE = "starter-library-notes.txt"
READY_MARK = "demo-ready"


@click.command()
@host_option
@port_option
@click.option("--no-serve", is_flag=True, help="Prepare everything, then end.")
def demo(host: str | None, port: int | None, no_serve: bool) -> None:
    """Serve a demonstration with the starter library; a second run keeps all data."""
    environ = environment(host, port)
    for name in ("HOST", "PORT"):  # the short names that `make demo` takes
        if os.environ.get(name):
            environ.setdefault(config.PREFIX + name, os.environ[name])
    instance = config.instance_folder(environ)
    _write_settings(instance)
    app = prepared_app(environ)
    if not app.extensions["settings"].demo:
        raise click.ClickException(f"{instance} is not a demonstration: its MODE is not demo")
    people = _sign_ins(instance / ACCOUNTS_FILE)
    if not (instance / READY_MARK).exists():
        _fill(app, people, instance)
    for person in people:
        click.echo(f"  {person['role']:<22}{person['email']:<34}{person['password']}")
    click.echo(f"These sign-ins are kept in {instance / ACCOUNTS_FILE}")
    if not no_serve:
        run_server(app)


def _write_settings(instance: Path) -> None:
    """Give a new instance its secret; an instance that has settings keeps them."""
    path = instance / config.FILE_NAME
    if not path.exists():
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_private(path, f'MODE = "demo"\nSECRET_KEY = "{secrets.token_hex(32)}"\n')


def _write_private(path: Path, text: str) -> None:
    """Write a file that nobody else may read, whole or not at all."""
    aside = path.with_name(path.name + ".new")
    aside.unlink(missing_ok=True)
    aside.touch(mode=0o600)
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)


def _sign_ins(path: Path) -> list[Person]:
    """The demo sign-ins, written down before the accounts are made: an interrupted first run goes on."""
    if not path.exists():
        _write_private(path, json.dumps(demo_content.new_people(), indent=2) + "\n")
    try:
        return list(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise click.ClickException(f"{path} cannot be read: {error}") from error


def _fill(app: Flask, people: list[Person], instance: Path) -> None:
    """Make what the demonstration shows. Done once: what people change or remove afterwards stays so."""
    with app.app_context():
        admin = demo_content.make_accounts(people)
        demo_content.make_organisations(people)
        notes: list[str] = []
        for kind, name in STARTER_FILES:
            rows = list(reading.read(STARTER / name, "yaml"))
            with progress(f"Loading {name}", len(rows)) as told:
                report = importing.import_rows(kind, rows, admin, publish=True, progress=told)
            notes += [f"{name}, {remark}" for remark in report.notes]
            click.echo(f"{name}: {report.sums()}, {len(report.notes)} notes")
        drain_all()
    (instance / NOTES_FILE).write_text("".join(f"{note}\n" for note in notes), encoding="utf-8")
    (instance / READY_MARK).touch()
    click.echo(f"What was cleaned in the starter library stands in {instance / NOTES_FILE}")
