"""`marketplace create-admin`: the first person of an instance."""

import sys

import click

from marketplace.accounts import operations
from marketplace.accounts.models import SiteRole
from marketplace.cli.application import ready_app
from marketplace.errors import DomainError


@click.command()
@click.argument("email")
@click.option("--name", default="Administrator", show_default=True, help="Name shown to members.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_admin(email: str, name: str, password_stdin: bool) -> None:
    """Create an account that runs the marketplace."""
    app = ready_app()
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _ask()
    with app.app_context():
        try:
            operations.create_account(name, email, password, roles=[SiteRole.ADMIN])
        except DomainError as error:
            raise click.ClickException(error.message) from error
    click.echo("The account was created. Sign in with it at /account/sign-in.")


def _ask() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
