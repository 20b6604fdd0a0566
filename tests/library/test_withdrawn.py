"""What was taken back is gone everywhere: at once where SQL decides, and after the outbox in the rest."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.accounts.models import SiteRole
from marketplace.library import indexing
from marketplace.library.engine import engine
from marketplace.providers import verification
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Resource
from marketplace.resources.moves import move
from tests.factories import make_user
from tests.library.conftest import Publish

SECRET = "zebrafinch"
TITLE = f"About the {SECRET}"
LISTS = ("/", "/library", f"/library?q={SECRET}", "/library?kind=case_study", "/library.atom", "/sitemap.xml")
LISTS += (f"/library.atom?q={SECRET}", "/api/v1/library", f"/api/v1/library?q={SECRET}", "/fa/library")


def archive(resource: Resource) -> None:
    move(resource.live_revision, Action.ARCHIVE, resource.organisation.memberships[0].user, reason="Over.")


def take_down(resource: Resource) -> None:
    moderator = make_user("Third Moderator", roles=[SiteRole.MODERATOR])
    move(resource.live_revision, Action.TAKE_DOWN, moderator, reason="Wrong.")


def suspend(resource: Resource) -> None:
    admin = make_user("Admin Person", roles=[SiteRole.ADMIN])
    verification.suspend(resource.organisation, admin, "Not who they say.")


@pytest.mark.parametrize("hide", [archive, take_down, suspend])
def test_what_was_taken_back_is_found_nowhere(
    hide: Callable[[Resource], None], publish: Publish, reader: FlaskClient
) -> None:
    record = publish("case_study", title=TITLE, corridors=[("NP", "QA")])
    outbox.drain()
    page = f"/library/{record.id}/{record.slug}"
    details = (page, f"/library/{record.id}/revisions/1", f"/api/v1/library/{record.id}")
    seen = {address: reader.get(address) for address in (*LISTS, *details)}
    assert all(TITLE in answer.text for address, answer in seen.items() if address != "/sitemap.xml")
    assert record.slug in seen["/sitemap.xml"].text
    assert engine().suggest("zebra") == [SECRET]

    hide(record)

    def again(address: str) -> str:
        """What a cache gets that asks whether its copy is still good."""
        answer = reader.get(address, headers={"If-None-Match": seen[address].headers["ETag"]})
        assert answer.status_code != 304, address
        return answer.text

    for address in details:
        assert reader.get(address).status_code in {404, 410}
    for address in (*LISTS, *details):
        assert TITLE not in again(address), address
    outbox.drain()
    assert indexing.check() == []
    assert engine().suggest("zebra") == []
    for address in LISTS:
        assert TITLE not in again(address), address
    assert record.slug not in again("/sitemap.xml")
    left = reader.get("/api/v1/library").json
    assert left["total"] == 0
    assert not any(left["facets"].values())


def test_an_organisation_that_is_back_is_found_again(publish: Publish, reader: FlaskClient) -> None:
    record = publish(title=TITLE)
    outbox.drain()
    suspend(record)
    outbox.drain()
    assert reader.get(f"/api/v1/library?q={SECRET}").json["total"] == 0
    verification.reinstate(record.organisation, make_user("Admin Person", roles=[SiteRole.ADMIN]))
    outbox.drain()
    assert reader.get(f"/api/v1/library?q={SECRET}").json["total"] == 1
