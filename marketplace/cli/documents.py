"""`marketplace documents …`: how the reading of uploaded files went, and trying again."""

import click

from marketplace import outbox
from marketplace.cli.application import ready_app
from marketplace.documents import operations, queries
from marketplace.resources.attachments import TEXT_TOPIC


@click.group("documents")
def documents_group() -> None:
    """The text of uploaded files."""


@documents_group.command()
def status() -> None:
    """How many files were read, and how it ended."""
    with ready_app().app_context():
        for state, count in queries.counts().items():
            click.echo(f"{state}: {count}")
        click.echo(f"waiting: {outbox.waiting().get(TEXT_TOPIC, 0)}")


@documents_group.command()
def retry() -> None:
    """Have the files read again that failed; the worker or `outbox drain` does it."""
    with ready_app().app_context():
        click.echo(f"{operations.retry()} files wait to be read")
