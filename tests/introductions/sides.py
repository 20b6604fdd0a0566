"""Two organisations on two sides of a corridor, each with people and a record in the library."""

from dataclasses import dataclass

from marketplace.accounts.models import User
from marketplace.introductions import operations
from marketplace.introductions.models import Introduction
from marketplace.providers.models import MemberRole, Membership, Organisation
from marketplace.resources.models import State
from marketplace.transaction import operation
from tests.factories import make_organisation, make_record, make_user

TEXT = "We teach nurses in Tirana and would like to hand them over to your mentors."


@dataclass
class Side:
    """An organisation, its owner, another owner, an editor, a viewer, and the id of its record."""

    organisation: Organisation
    owner: User
    second: User
    editor: User
    viewer: User
    record: str

    @property
    def addresses(self) -> list[str]:
        """All that must not be seen too early."""
        people = (self.owner, self.second, self.editor, self.viewer)
        return [*(one.email or "" for one in people), self.organisation.contact_email]


def make_side(name: str, side: str, country: str) -> Side:
    """A verified organisation with a published offering on the corridor from Albania to Germany."""
    handle = name.split()[0].lower()
    people = {
        part: make_user(f"{part.title()} of {name}", f"{part}@{handle}.example")
        for part in ("owner", "second", "editor", "viewer")
    }
    organisation = make_organisation(
        people["owner"],
        verified=True,
        name=name,
        side=side,
        countries=[country],
        contact_email=f"office@{handle}.example",
    )
    roles = {"second": MemberRole.OWNER, "editor": MemberRole.EDITOR, "viewer": MemberRole.VIEWER}
    for part, role in roles.items():
        _join(organisation, people[part], role)
    phases = ["pre_departure"] if side == "origin" else ["on_arrival"]
    record = make_record(
        organisation=organisation, author=people["owner"], state=State.PUBLISHED, phase=phases
    )
    return Side(organisation, **people, record=record.resource_id)


@operation
def _join(organisation: Organisation, user: User, role: MemberRole) -> None:
    organisation.memberships.append(Membership(user_id=user.id, role=role))


def make_introduction(asker: Side, receiver: Side) -> Introduction:
    """A request that was sent."""
    return operations.ask(asker.editor, receiver.organisation, {"text": TEXT}, receiver.record)
