"""Records like the one on the page."""

from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.library.engine import engine
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Resource
from marketplace.resources.moves import move
from tests.library.test_record_page import address


def test_page_shows_records_like_it_until_they_are_taken_out(
    library: dict[str, Resource], reader: FlaskClient
) -> None:
    page = reader.get(address(library["nurses"]))
    assert "More like this" in page.text
    assert f'href="{address(library["course"])}"' in page.text
    course = library["course"]
    move(course.live_revision, Action.ARCHIVE, course.organisation.memberships[0].user, reason="Over.")
    for _ in ("before the index knows", "after it"):
        later = reader.get(address(library["nurses"]), headers={"If-None-Match": page.headers["ETag"]})
        assert (later.status_code, course.slug in later.text) == (200, False)
        outbox.drain()


def test_page_without_index_shows_the_record_alone(library: dict[str, Resource], reader: FlaskClient) -> None:
    engine().close()
    for file in engine()._folder.current().iterdir():  # type: ignore[attr-defined]  # the embedded engine
        file.unlink()
    page = reader.get(address(library["nurses"]))
    assert page.status_code == 200
    assert "More like this" not in page.text
