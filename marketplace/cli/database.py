"""`marketplace db …` and `marketplace outbox …`: the schema, and the work that waits."""

import click
import flask_migrate

from marketplace import outbox
from marketplace.cli import load_app, main


@main.group("db")
def db_group() -> None:
    """The database's schema."""


@db_group.command()
def upgrade() -> None:
    """Bring the database to the schema of this version."""
    with load_app().app_context():
        flask_migrate.upgrade()
    click.echo("The database is up to date.")


@main.group("outbox")
def outbox_group() -> None:
    """Work that waits to be done after a change."""


@outbox_group.command()
def drain() -> None:
    """Do what is due now: mails, indexing."""
    with load_app().app_context():
        done = outbox.drain()
        waiting = outbox.waiting()
    click.echo(f"{done} done, {sum(waiting.values())} waiting")
    if waiting:
        for topic, count in sorted(waiting.items()):
            click.echo(f"  {topic}: {count}")
        raise SystemExit(1)
