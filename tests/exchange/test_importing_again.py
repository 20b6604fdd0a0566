"""A second import: changed rows become versions, and what people changed by hand is left alone."""

import pytest
import sqlalchemy as sa

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.exchange import importing
from marketplace.providers import operations as providers
from marketplace.providers.models import Organisation
from marketplace.resources import operations
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import State
from marketplace.resources.moves import move
from tests.exchange.rows import DOCUMENT, OFFERING, PROVIDER, counts, organisation, record, said, take


@pytest.mark.usefixtures("centre")
def test_changed_row_becomes_a_new_version_that_is_approved(admin: User) -> None:
    take("offering", OFFERING, user=admin)
    assert take("offering", OFFERING | {"cost": "unknown"}, user=admin, publish=False).updated == 1
    resource = record("offering-one")
    assert (resource.live_revision.number, resource.latest_revision.state) == (1, State.DRAFT)  # type: ignore[union-attr]  # it is live
    assert take("offering", OFFERING | {"cost": "unknown", "places": "Berlin"}, user=admin).updated == 1
    resource = record("offering-one")
    assert [revision.state for revision in resource.revisions] == [State.SUPERSEDED, State.PUBLISHED]
    assert resource.live_revision.places == "Berlin"  # type: ignore[union-attr]  # it is live
    assert resource.confirmed_at is None


def test_a_changed_provider_is_changed(admin: User) -> None:
    take("provider", PROVIDER, user=admin)
    assert take("provider", PROVIDER | {"description": "Advice"}, user=admin).updated == 1
    assert organisation().description == "Advice"
    assert take("provider", PROVIDER | {"description": ""}, user=admin).updated == 1
    assert organisation().description == ""


@pytest.mark.usefixtures("centre")
def test_what_people_changed_by_hand_is_left_alone(admin: User) -> None:
    take("offering", OFFERING, user=admin, publish=False)
    operations.save_draft(record("offering-one").latest_revision, admin, {"title": "By hand, better"})
    providers.update_organisation(organisation(), admin, {"description": "By hand"})
    before = counts()
    for report in (
        take("offering", OFFERING, user=admin),
        take("provider", PROVIDER, user=admin),
    ):
        assert report.left_alone == 1
        assert said(report) == [(1, "slug", "was changed here since the last import; left alone")]
    assert counts() == before


@pytest.mark.usefixtures("centre")
def test_archived_records_stay_archived(admin: User) -> None:
    take("offering", OFFERING, user=admin)
    move(record("offering-one").latest_revision, Action.ARCHIVE, admin, "It has ended")
    assert take("offering", OFFERING, user=admin).unchanged == 1
    assert take("offering", OFFERING | {"places": "Berlin"}, user=admin).left_alone == 1
    assert record("offering-one").live_revision is None


@pytest.mark.usefixtures("centre")
def test_records_of_a_claimed_organisation_are_left_alone(admin: User) -> None:
    take("offering", OFFERING, user=admin)
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(sa.update(Organisation).values(claimed_at=sa.func.current_timestamp()))
    before = counts()
    rows = (OFFERING | {"places": "Berlin"}, OFFERING | {"slug": "new"})
    report = take("offering", *rows, user=admin)
    assert (report.left_alone, len(report.notes)) == (2, 2)
    assert take("provider", PROVIDER | {"description": "New"}, user=admin).left_alone == 1
    assert counts() == before


@pytest.mark.usefixtures("centre")
def test_a_slug_keeps_its_kind_and_its_organisation(admin: User) -> None:
    other = PROVIDER | {"slug": "other", "name": "Quite another office", "website": None}
    take("provider", other, user=admin)
    take("offering", OFFERING, user=admin)
    report = take("offering", OFFERING | {"provider": "other"}, user=admin)
    assert (report.unchanged, [field for _, field, _ in said(report)]) == (1, ["provider"])
    with pytest.raises(importing.ImportRefused):
        take("document", DOCUMENT | {"slug": "offering-one"}, user=admin)
