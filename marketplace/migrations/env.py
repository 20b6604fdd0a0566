"""How Alembic reaches the database: through the running application, all steps in one transaction."""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy.engine import Connection

from marketplace.database import UtcDateTime, db


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Write our own column type as what it is in the database: an old step must not need today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations(connection: Connection) -> None:
    """Apply the steps: all of them or none; a second process that starts meanwhile waits for the first."""
    with connection.begin():
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            **current_app.extensions["migrate"].configure_args,
        )
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            _check_foreign_keys(connection)


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise RuntimeError(
            f"after the migration a row of {broken[0]} points to a row of {broken[2]} that is not there"
        )


def set_foreign_keys(connection: Connection, state: str) -> None:
    """SQLite changes a table by making it anew: dropping the old one must not touch the rows that point to it."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection  # outside a transaction, or it has no effect
        driver.execute(f"PRAGMA foreign_keys = {state}")


with db.engine.connect().execution_options(write=True) as connection:
    set_foreign_keys(connection, "OFF")
    try:
        run_migrations(connection)
    finally:
        set_foreign_keys(connection, "ON")
