"""Two sides for each test."""

import pytest
from flask import Flask

from tests.introductions.sides import Side, make_side


@pytest.fixture
def origin(app: Flask) -> Side:
    """A school in Albania."""
    return make_side("Shkolla Tirana", "origin", "AL")


@pytest.fixture
def destination(app: Flask) -> Side:
    """Mentors in Germany."""
    return make_side("Mentoren Köln", "destination", "DE")
