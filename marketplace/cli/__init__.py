"""The `marketplace` command: every job of an operator. Exit codes: 0 done, 1 failed, 2 wrong usage."""

import click
from flask import Flask

from marketplace import config


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="headstart-marketplace")
def main() -> None:
    """Run and look after a Headstart Marketplace."""


def load_app() -> Flask:
    """The application by its settings; a setting that is wrong ends the command with its message."""
    from marketplace import create_app

    try:
        return create_app()
    except config.ConfigError as error:
        raise click.ClickException(str(error)) from error


def load_settings() -> config.Settings:
    """The settings alone."""
    try:
        return config.load()
    except config.ConfigError as error:
        raise click.ClickException(str(error)) from error


from marketplace.cli import accounts, database, demo, importing, search, serve, settings  # noqa: E402, F401  # commands register themselves
