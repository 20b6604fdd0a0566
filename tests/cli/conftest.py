"""The command as an operator runs it, in this process, against a folder of the test."""

import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from marketplace import create_app
from marketplace.cli import application, main
from marketplace.database import db

Run = Callable[..., Result]


def invoke(*arguments: object, stdin: str | None = None) -> Result:
    """Run a command as a process of its own would, and close the database; raise what was not foreseen."""
    made: list[Flask] = []

    def make_app(**options: object) -> Flask:
        app = create_app(**options)  # type: ignore[arg-type]  # passed on
        app.config.update(PASSWORD_MEMORY_KIB=8, PASSWORD_ROUNDS=1)
        made.append(app)
        return app

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "create_app", make_app)
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    for app in made:
        with app.app_context():
            db.engine.dispose()
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def use_instance(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Have commands find this instance by the environment, as an operator would."""
    for name in ("HOST", "PORT"):
        patch.delenv(name, raising=False)
    patch.setenv("MARKETPLACE_INSTANCE", str(folder))
    patch.setenv("MARKETPLACE_SECRET_KEY", secrets.token_hex(32))
    patch.setenv("MARKETPLACE_SEMANTIC", "off")
    patch.chdir(folder.parent)


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that `db upgrade` has made."""
    folder = tmp_path_factory.mktemp("upgraded") / "instance"
    with pytest.MonkeyPatch.context() as patch:
        use_instance(folder, patch)
        assert "up to date" in invoke("db", "upgrade").output
    return folder / "marketplace.db"


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, upgraded: Path) -> Path:
    """An instance without any rows."""
    folder = tmp_path / "instance"
    folder.mkdir()
    shutil.copy(upgraded, folder)
    use_instance(folder, monkeypatch)
    return folder


@pytest.fixture
def run(instance: Path) -> Run:
    """Run a command on the instance."""
    return invoke
