"""The steps of the schema: forwards they give exactly what the models say, backwards nothing is left."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from marketplace import create_app, events, schema
from marketplace.database import db
from tests.conftest import make_settings
from tests.factories import make_user


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    """The application over a database file without any table."""
    application = create_app(make_settings(tmp_path / secrets.token_hex(4)))
    with application.app_context():
        schema.bind()
        yield application
        db.session.remove()
        db.engine.dispose()


def triggers() -> set[str]:
    statement = sa.text("SELECT name || ': ' || sql FROM sqlite_master WHERE type = 'trigger'")
    with db.engine.connect() as connection:
        return {" ".join(sql.split()) for sql in connection.scalars(statement)}


def tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names())


def test_upgrade_of_an_empty_file_gives_the_schema_of_the_models(empty: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []
    upgraded = triggers()
    flask_migrate.downgrade(revision="base")
    db.create_all()
    assert triggers() == upgraded


def test_postgresql_is_told_of_indexes_over_some_rows() -> None:
    made: list[str] = []
    engine = sa.create_mock_engine(
        "postgresql+psycopg://", lambda step, *_, **__: made.append(str(step.compile(dialect=engine.dialect)))
    )
    db.metadata.create_all(engine, checkfirst=False)
    unique = {step.split()[3]: step.partition(" WHERE ")[2] for step in made if "CREATE UNIQUE" in step}
    assert unique["uq_introduction_waiting"] == "state IN ('sent', 'seen')"
    partial = {"ix_hand_over_open_pair", "uq_membership_request_open", "uq_revision_open"}
    assert partial <= {name for name in unique if unique[name].startswith("state ")}


def test_newest_step_is_the_one_that_the_program_asks_for(empty: Flask) -> None:
    assert schema.current() is None
    schema.upgrade()
    assert schema.current() == schema.NEWEST
    assert ScriptDirectory(str(schema.MIGRATIONS)).get_heads() == [schema.NEWEST]
    assert schema.is_known(schema.NEWEST)
    assert not schema.is_known("another")


def test_downgrade_leaves_nothing_and_upgrade_works_again(empty: Flask) -> None:
    flask_migrate.upgrade()
    before = tables()
    flask_migrate.downgrade(revision="base")
    assert tables() == {"alembic_version"}
    flask_migrate.upgrade()
    assert tables() == before


def test_upgrade_again_keeps_all_rows(empty: Flask) -> None:
    flask_migrate.upgrade()
    user = make_user()
    flask_migrate.upgrade()
    assert [event.action for event in events.history("user", user.id)] == ["account_created"]


def test_foreign_keys_hold_after_an_upgrade(empty: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET note = 'x'", "DELETE FROM audit_event"])
def test_event_log_refuses_every_change(empty: Flask, statement: str) -> None:
    flask_migrate.upgrade()
    make_user()
    with db.engine.connect() as connection, pytest.raises(sa.exc.DatabaseError, match="append-only"):
        connection.exec_driver_sql(statement)
