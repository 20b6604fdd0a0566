"""`marketplace index …`: the search index, a disposable copy of the database."""

import click

from marketplace.cli.application import ready_app
from marketplace.cli.progress import progress
from marketplace.library import indexing
from marketplace.search.engine import IndexBusy


@click.group("index")
def index_group() -> None:
    """The search index."""


@index_group.command()
def rebuild() -> None:
    """Make the index anew from the database, beside the one in use."""
    with ready_app().app_context(), progress("Indexing", indexing.count_public()) as told:
        try:
            count = indexing.rebuild(told)
        except IndexBusy as error:
            raise click.ClickException("another process makes the index anew at this moment") from error
    click.echo(f"{count} records indexed")


@index_group.command()
def check() -> None:
    """Compare the index with the database; exit code 1 where they differ."""
    with ready_app().app_context():
        differences = indexing.check()
    for difference in differences:
        click.echo(difference)
    click.echo(f"{len(differences)} differences")
    if differences:
        raise SystemExit(1)


@index_group.command()
def status() -> None:
    """Say what the index holds and how it is."""
    with ready_app().app_context():
        for name, value in indexing.status().items():
            click.echo(f"{name}: {value}")
