"""`marketplace db …` and `marketplace outbox …`: the schema, and the work that waits."""

import click

from marketplace import outbox, schema
from marketplace.cli.application import load_app, ready_app
from marketplace.cli.progress import progress


@click.group("db")
def db_group() -> None:
    """The database's schema."""


@db_group.command()
def upgrade() -> None:
    """Bring the database to the schema of this version."""
    with load_app().app_context():
        schema.upgrade()
    click.echo("The database is up to date.")


@click.group("outbox")
def outbox_group() -> None:
    """Work that waits to be done after a change."""


@outbox_group.command()
def drain() -> None:
    """Do what is due now: mails, indexing. Exit code 1 where something has to wait."""
    with ready_app().app_context():
        done = drain_all()
        waiting = outbox.waiting()
    click.echo(f"{done} done, {sum(waiting.values())} waiting")
    for topic, count in sorted(waiting.items()):
        click.echo(f"  {topic}: {count}")
    if waiting:
        raise SystemExit(1)


def drain_all() -> int:
    """Do what is due, batch by batch, and show how far it is; the number done."""
    done, total = 0, sum(outbox.waiting().values())
    with progress("Doing what waits", total) as told:
        while batch := outbox.drain(limit=1):
            # a rebuild of the index does the work of all its jobs at once; other jobs cause new ones
            left = sum(outbox.waiting().values())
            done = max(done + batch, total - left)
            told(done, done + left)
    return done
