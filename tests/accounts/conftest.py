"""Fixtures of the tests about accounts."""

import pytest
from flask import Flask

from tests.browsing import Browser


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Somebody's browser, not signed in."""
    return Browser(app)
