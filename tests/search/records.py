"""Records for the tests of search: short to write, and generated ones."""

from datetime import UTC, datetime, timedelta
from typing import Any

from marketplace.search.engine import SearchRecord

START = datetime(2025, 1, 1, tzinfo=UTC)


def record(number: int = 1, title: str = "A practice", **fields: Any) -> SearchRecord:
    """A record with the id r<number>, published <number> days after the start of 2025."""
    given = {"version": f"v{number}", "kind": "case_study", "language": "en"} | fields
    return SearchRecord(id=f"r{number}", title=title, published_at=START + timedelta(days=number), **given)
