"""Every engine there is, without an index and with an empty one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marketplace.search.engine import Engine, open_engine

ENGINES: dict[str, Callable[[Path], str]] = {"whoosh": lambda folder: f"whoosh://{folder}/index"}


@pytest.fixture(params=list(ENGINES))
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine whose index does not exist yet."""
    engine = open_engine(ENGINES[request.param](tmp_path))
    yield engine
    engine.close()


@pytest.fixture
def engine(bare: Engine) -> Engine:
    """An engine with an empty index."""
    bare.rebuild([])
    return bare
