"""The lists of providers are kept ready, and never older than the organisations and records in them."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.accounts.models import SiteRole, User
from marketplace.providers import operations, verification
from marketplace.providers.models import Organisation
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Resource
from marketplace.resources.moves import move
from tests.factories import make_organisation, make_user

PAGE, DATA = "/providers", "/api/v1/providers"
Change = Callable[[Organisation, User], object]


@pytest.fixture
def house(library: dict[str, Resource]) -> Organisation:
    """The verified provider of the library."""
    return library["nurses"].organisation


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}?side=origin&q=bridge&page=1", f"/fa{PAGE}", DATA])
def test_list_is_made_once_while_no_organisation_changes(
    house: Organisation, reader: FlaskClient, count_statements: list[str], path: str
) -> None:
    first = reader.get(path)
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    make_user()  # after any commit the application is asked again
    count_statements.clear()
    again = reader.get(path)
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert not [one for one in count_statements if "organisation.description" in one]
    make_user()
    assert reader.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


CHANGES: dict[str, Change] = {
    "name": lambda house, _: operations.update_organisation(house, _owner(house), {"name": "Renamed House"}),
    "other name": lambda house, _: operations.update_organisation(
        house, _owner(house), {"other_names": [{"text": "Bridge Ltd", "kind": "acronym", "language": ""}]}
    ),
    "suspension": lambda house, admin: verification.suspend(house, admin, "Complaints."),
    "another one": lambda _house, _: make_organisation(verified=True, name="New House"),
}
"""What may happen to the list, by name."""


def _owner(house: Organisation) -> User:
    return house.memberships[0].user


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}?q=bridge+ltd", DATA])
@pytest.mark.parametrize("change", CHANGES)
def test_list_follows_each_change_at_once(
    house: Organisation, reader: FlaskClient, change: str, path: str
) -> None:
    tag = reader.get(path).headers["ETag"]
    CHANGES[change](house, make_user("Ada Admin", roles=[SiteRole.ADMIN]))
    answer = reader.get(path, headers={"If-None-Match": tag})
    shown = {name for name in ("Bridge House", "Renamed House", "New House") if name in answer.text}
    searched = "q=" in path
    assert (
        shown
        == {
            "name": set() if searched else {"Renamed House"},
            "other name": {"Bridge House"},
            "suspension": set(),
            "another one": set() if searched else {"Bridge House", "New House"},
        }[change]
    )


def test_verification_shows_at_once(reader: FlaskClient) -> None:
    waiting = make_organisation(name="Waiting House")
    assert "Waiting House" not in reader.get(PAGE).text
    verification.verify(waiting, make_user("Ada Admin", roles=[SiteRole.ADMIN]))
    assert "Waiting House" in reader.get(PAGE).text


def test_records_are_counted_as_they_are(library: dict[str, Resource], reader: FlaskClient) -> None:
    def records() -> list[int]:
        return [one["records"] for one in reader.get(DATA).json["items"]]  # type: ignore[index]  # it is JSON

    before = records()
    record = library["nurses"]
    move(record.live_revision, Action.ARCHIVE, _owner(record.organisation), reason="Over.")
    assert records() == [before[0] - 1]
    outbox.drain()
    assert records() == [before[0] - 1]


def test_member_gets_a_page_of_their_own(house: Organisation, client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["language"] = "en"
    answer = client.get(PAGE)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "ETag" not in answer.headers
