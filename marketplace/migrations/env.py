"""How Alembic reaches the database: through the running application, with batch mode for SQLite."""

from alembic import context
from flask import current_app

from marketplace.database import db

context.config.attributes.setdefault("configure_logger", False)


def run_migrations() -> None:
    """Apply the migrations in one transaction."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
