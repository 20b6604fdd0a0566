"""Whatever sequence of moves: once the outbox is drained, the index holds what is public and nothing else."""

from flask import Flask
from hypothesis.stateful import invariant, rule

from marketplace import outbox
from marketplace.accounts.models import SiteRole, User
from marketplace.database import db
from marketplace.library import indexing
from marketplace.providers import verification
from marketplace.providers.models import Organisation
from marketplace.resources import queries
from marketplace.resources.models import Kind, State
from marketplace.transaction import operation
from tests.factories import make_record, make_user
from tests.resources.table import make_people
from tests.resources.test_state_machine import Lifecycle
from tests.walking import walk


class Indexed(Lifecycle):
    """The life of a record, seen from the library; its organisation may be suspended meanwhile."""

    def __init__(self, organisation: Organisation, people: dict[str, User], admin: User) -> None:
        self.admin = admin
        if organisation.verification == "suspended":
            verification.reinstate(organisation, admin)
        super().__init__(organisation, people)

    @rule()
    def suspend_or_reinstate(self) -> None:
        """An admin takes all records of the organisation out of the library, or puts them back."""
        organisation = self.resource.organisation
        if organisation.verification == "suspended":
            verification.reinstate(organisation, self.admin)
        else:
            verification.suspend(organisation, self.admin, "Because of a test.")

    @invariant()
    def the_live_pointer_is_the_one_published_version(self) -> None:
        """Suspension hides a record without touching its states: only the public view differs."""
        visible = bool(queries.published_by_ids([self.resource.id]))
        suspended = self.resource.organisation.verification == "suspended"
        assert visible == (self.resource.live_revision is not None and not suspended)

    @invariant()
    def the_index_holds_what_is_public(self) -> None:
        outbox.drain()
        assert not indexing.check()


def test_index_equals_the_published_set_after_any_moves(app: Flask) -> None:
    organisation, people = make_people()
    admin = make_user("Arben Admin", roles=[SiteRole.ADMIN])
    indexing.rebuild()
    walk(lambda: Indexed(organisation, people, admin), walks=6, steps=20)


def test_records_follow_their_organisation_into_and_out_of_the_index(app: Flask) -> None:
    revision = make_record(Kind.NEED, state=State.PUBLISHED)
    make_record(Kind.NEED, revision.resource.organisation)
    admin = make_user(roles=[SiteRole.ADMIN])
    for act in (verification.suspend, verification.reinstate):
        _empty_outbox()
        act(revision.resource.organisation, admin, "A reason.")
        keys = db.session.scalars(db.select(outbox.OutboxJob.key).filter_by(topic="index")).all()
        db.session.rollback()
        assert set(keys) == {revision.resource_id}


@operation
def _empty_outbox() -> None:
    db.session.execute(db.delete(outbox.OutboxJob))
