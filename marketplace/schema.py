"""The schema of the database: which one this version works on, and the steps that lead there.

Alembic and what it brings are loaded only where something is to be changed: they take 10 MB.
"""

from pathlib import Path

from flask import current_app
from sqlalchemy import inspect, text

from marketplace.database import db

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "5d0c8f27b3a9"
"""The last step: a new one takes its place here, and a test compares it with the steps there are."""


def current() -> str | None:
    """The step that the database is at; None for an empty one."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def is_known(revision: str) -> bool:
    """Whether a step is one of this version's."""
    from alembic.script import ScriptDirectory

    return revision in {step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def bind() -> None:
    """Tell Flask-Migrate about the application, for its commands and ours."""
    from flask_migrate import Migrate

    Migrate(current_app, db, directory=str(MIGRATIONS), render_as_batch=True)


def upgrade() -> None:
    """Bring the database to the newest step: all steps in between or none."""
    import flask_migrate

    bind()
    flask_migrate.upgrade()
