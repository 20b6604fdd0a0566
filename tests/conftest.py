"""Fixtures shared by all tests: the real application, SQLite file and index, fresh for each test."""

import gc
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Dialect, Engine, NullPool, create_engine, event
from werkzeug.routing import Rule

from marketplace import config, create_app
from marketplace.database import db
from tests.browsing import FreshClient


class CompiledTemplates(BytecodeCache):
    """Compiled templates of this run, by their text; every application of the run shares them."""

    def __init__(self) -> None:
        self.codes: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self.codes[bucket.key + bucket.checksum] = bucket.code


class KnownRule(Rule):
    """A rule of addresses whose builder, which depends on its words alone, is compiled once for the run."""

    builders: dict[object, Callable[..., tuple[str, str]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        words = (self.rule, self.host, self.subdomain, repr(self.defaults), append_unknown)
        if words not in self.builders:
            self.builders[words] = super()._compile_builder(append_unknown)
        return self.builders[words]


# How long an example takes says how busy the machine is: by default a process that waits a fifth of a second
# for its turn fails a test whose every assertion holds. Tests that promise a time measure it themselves.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

TEMPLATES = CompiledTemplates()
STATEMENTS: dict[object, object] = {}  # compiled for the dialect below
Flask.url_rule_class = KnownRule  # compiling 115 of them took nine tenths of making an application
gc.set_threshold(
    50_000, 20, 20
)  # modules, tables and tests stay: looking through them took a tenth of the run


def known_dialect() -> Dialect:
    """The dialect of SQLite, which knows the version it talks to."""
    engine = create_engine("sqlite://", poolclass=NullPool)
    engine.connect().close()
    return engine.dialect


# What a statement is compiled to is remembered by engine and dialect: with those of their own, applications
# compiled the same statements for each test, which took a quarter of the run.
DIALECT = known_dialect()


def pytest_collection_finish() -> None:
    """Leave what stays for the whole run out of every later search for garbage."""
    gc.collect()
    gc.freeze()


def make_settings(instance: Path, **values: str) -> config.Settings:
    """Settings for a test instance; `values` are MARKETPLACE_ variables without the prefix."""
    environ = {
        "MARKETPLACE_INSTANCE": str(instance),
        "MARKETPLACE_SECRET_KEY": secrets.token_hex(32),
        "MARKETPLACE_BASE_URL": "http://localhost",
        "MARKETPLACE_RATE_LIMITS": "off",
        "MARKETPLACE_SEMANTIC": "off",  # the same whether the extra is installed or not
    }
    return config.load(environ | {f"MARKETPLACE_{name}": value for name, value in values.items()})


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and no rows, made once and copied for each test."""
    instance = tmp_path_factory.mktemp("template")
    app = create_app(make_settings(instance))
    with app.app_context():
        db.create_all()
        db.session.connection().exec_driver_sql("SELECT 1")
        db.session.rollback()
        for engine in db.engines.values():
            engine.dispose()
    return instance / "marketplace.db"


def share_statements(engine: Engine) -> None:
    """Have an engine use what others have compiled."""
    engine.dialect = DIALECT
    engine.update_execution_options(compiled_cache=STATEMENTS)


@contextmanager
def opened(instance: Path, **values: str) -> Iterator[Flask]:
    """The application on an instance folder, CSRF on, as people meet it, with its context pushed.

    `values` are those of make_settings().
    """
    application = create_app(make_settings(instance, **values))
    application.testing = True
    application.test_client_class = FreshClient
    application.config.update(PASSWORD_MEMORY_KIB=8, PASSWORD_ROUNDS=1)
    application.jinja_env.bytecode_cache = TEMPLATES  # compiling pages anew took half of each test
    with application.app_context():
        share_statements(db.engine)
        yield application
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def app(tmp_path: Path, empty_database: Path) -> Iterator[Flask]:
    """The application on an empty instance; its context is pushed for operations and queries."""
    instance = tmp_path / "instance"
    instance.mkdir()
    shutil.copy(empty_database, instance / "marketplace.db")
    with opened(instance) as application:
        yield application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """An anonymous browser."""
    return app.test_client()


@pytest.fixture
def count_statements(app: Flask) -> Iterator[list[str]]:
    """The SQL statements run while the test runs; clear the list to count from a point on."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)
