"""The application as commands need it: its settings safe, its database at the schema of this version."""

import os
from collections.abc import Mapping

import click
from flask import Flask
from sqlalchemy.exc import DatabaseError

from marketplace import config, create_app, schema
from marketplace.database import db


def environment(host: str | None = None, port: int | None = None) -> dict[str, str]:
    """The environment of this process, with the options of a command in place of the settings."""
    given = {"HOST": host, "PORT": port}
    return dict(os.environ) | {config.PREFIX + name: str(v) for name, v in given.items() if v is not None}


def load_app(environ: Mapping[str, str] | None = None) -> Flask:
    """The application by its settings; what is wrong with one ends the command with a message."""
    try:
        return create_app(environ=os.environ if environ is None else environ)
    except config.ConfigError as error:
        raise click.ClickException(str(error)) from error
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise click.ClickException("PostgreSQL needs a package more: pip install psycopg[binary]") from error


def ready_app(environ: Mapping[str, str] | None = None) -> Flask:
    """The application with a database to work on: SQLite is brought to the schema, others must be there."""
    app = load_app(environ)
    with app.app_context():
        try:
            _require_schema(embedded=db.engine.dialect.name == "sqlite")
        except DatabaseError as error:
            raise click.ClickException(f"the database cannot be used: {error.orig}") from error
        finally:
            db.session.remove()
    return app


def _require_schema(embedded: bool) -> None:
    current = schema.current()
    if current == schema.NEWEST:
        return
    if current is not None and not schema.is_known(current):
        raise click.ClickException("the database was made by a newer version of this program")
    if not embedded:
        raise click.ClickException("the database is not ready for this version: run `marketplace db upgrade`")
    schema.upgrade()
