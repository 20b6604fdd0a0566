"""The application with the starter library in it, a copy for each journey."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import opened
from tests.journeys.steps import Site
from tests.starter import copy_instance, starter_instance

__all__ = ["starter_instance"]


@pytest.fixture
def app(tmp_path: Path, starter_instance: Path) -> Iterator[Flask]:
    """The application on a copy of the starter library."""
    with opened(copy_instance(starter_instance, tmp_path / "instance")) as application:
        yield application


@pytest.fixture
def site(app: Flask) -> Site:
    """Opens browsers for the people of a journey."""
    return Site(app)
