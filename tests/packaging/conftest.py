"""Start what takes longest first, so that no worker waits for it at the end."""

from pathlib import Path

import pytest

SLOWEST_FIRST = ("packaging/test_wheel.py", "browser", "journeys", "cli/test_serving.py")
TESTS = Path(__file__).parents[1]


@pytest.hookimpl(trylast=True)  # after the random order
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Move slow files to the front; the order within stays as it is."""

    def rank(item: pytest.Item) -> int:
        place = item.path.relative_to(TESTS).as_posix()
        return next((n for n, slow in enumerate(SLOWEST_FIRST) if place.startswith(slow)), len(SLOWEST_FIRST))

    items.sort(key=rank)
