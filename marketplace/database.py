"""The database: base class of all tables, identifiers, UTC times, and how SQLite connections are opened."""

import secrets
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Index, MetaData, String, TextClause, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

__all__ = ["Model", "UtcDateTime", "db", "identifier", "is_busy", "new_id", "unique_where", "utc_now"]

ID_LENGTH = 12
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "busy_timeout = 10000",
    "cache_size = -1000",
)
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no letters that are mistaken for one another when read out


class Base(DeclarativeBase):
    """Base of all tables; names of constraints are fixed so that migrations can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base  # Flask-SQLAlchemy builds db.Model at run time, which type checkers cannot follow
else:
    Model = db.Model


def is_busy(error: OperationalError) -> bool:
    """Whether somebody else held the database for writing longer than one waits for it."""
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A random identifier of 12 letters and digits (58 bits): says nothing of order or number."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(ID_LENGTH))


def identifier() -> Mapped[str]:
    """The primary key column that all addressable records share."""
    return mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)


def unique_where(name: str, *columns: str, where: TextClause) -> Index:
    """A unique index over the rows for which a condition holds.

    PostgreSQL is told the condition when it is about to make the index: to name its option here would load
    all that SQLAlchemy knows of PostgreSQL, 2 MB.
    """
    index = Index(name, *columns, unique=True, sqlite_where=where)

    def tell(_index: Index, connection: Connection, **_given: Any) -> None:
        if connection.dialect.name == "postgresql":
            index.dialect_options["postgresql"]["where"] = where

    event.listen(index, "before_create", tell)
    return index


@event.listens_for(db.Model, "init", propagate=True)
def _identify(row: Any, _args: Any, given: dict[str, Any]) -> None:
    """Give a row its identifier at once: what refers to it need not write it to the database first."""
    column = type(row).__mapper__.base_mapper.columns.get("id")
    if column is not None and column.default is not None:
        given.setdefault("id", new_id())


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in UTC on every database (SQLite would hand back naive ones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL, foreign keys, and transactions begun by us: the driver's own begin loses updates silently.

    Each connection keeps 1 MB of pages, half of what SQLite would: the system keeps the file in memory too.
    """
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Writers take the lock at once (see transaction.py); readers take a snapshot."""
    if connection.dialect.name == "sqlite":
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
