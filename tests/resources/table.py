"""The table of moves, written by hand from the domain model and not from the code."""

from marketplace.accounts.models import SiteRole, User
from marketplace.providers.models import MemberRole, Membership, Organisation
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Revision
from marketplace.transaction import operation
from tests.factories import make_organisation, make_user

# `holder` is a moderator who has taken the record; `proposed`: in review, the holder proposes to decline
REVIEWING = {"expert", "moderator", "holder", "admin"}
HOLDING = {"give_back", "request_changes", "propose_decline"}
EDITING = {"owner", "editor", "inside_moderator"}
ALLOWED: dict[str, dict[str, set[str]]] = {
    "draft": {"owner": {"send", "withdraw"}},
    "submitted": {
        "owner": {"withdraw"},
        "expert": {"take"},
        "moderator": {"take"},
        "holder": {"take"},
        "admin": {"take"},
    },
    "in_review": {
        "holder": {"give_back", "request_changes", "publish", "propose_decline"},
        "moderator": {"publish"},
        "admin": {"publish", "give_back"},
    },
    "proposed": {
        "holder": {"give_back", "request_changes", "publish"},
        "expert": {"decline"},
        "moderator": {"publish", "decline"},
        "admin": {"publish", "decline", "give_back"},
    },
    "changes_requested": {"owner": {"resend", "withdraw"}},
    "resubmitted": {
        "owner": {"withdraw"},
        "expert": {"take"},
        "moderator": {"take"},
        "holder": {"take"},
        "admin": {"take"},
    },
    "published": {
        "owner": {"archive", "revise"},
        "moderator": {"archive", "take_down"},
        "holder": {"archive", "take_down"},
        "admin": {"archive", "take_down"},
    },
    "superseded": {},
    "declined": {"owner": {"appeal"}},
    "withdrawn": {"owner": {"restore"}},
    "archived": {"owner": {"restore"}},
}
ROLES = (
    "owner",
    "editor",
    "inside_moderator",
    "viewer",
    "stranger",
    "nobody",
    "expert",
    "moderator",
    "holder",
    "admin",
)


def allowed(state: str, role: str) -> set[str]:
    """What the table lets a role do. Editors do what owners do, except to ask for another look."""
    row = ALLOWED[state]
    if role in EDITING:
        return row.get("owner", set()) - (set() if role == "owner" else {"appeal"})
    return row.get(role, set())


def allowed_now(revision: Revision, role: str, people: dict[str, User]) -> set[str]:
    """What the table lets a person do with a version, whoever has taken it or proposed to decline it."""
    state, person = state_in_table(revision), people[role]
    if state not in {"in_review", "proposed"} or role not in REVIEWING:
        return allowed(state, role)
    found = allowed(state, "moderator" if role == "holder" else role)
    if revision.reviewer_id == person.id:
        found = found | (HOLDING - ({"propose_decline"} if state == "proposed" else set()))
    proposer = next((r for r in REVIEWING if people[r].id == revision.decline_proposed_by_id), None)
    if proposer == role or (proposer == "expert" and role == "expert"):
        found = found - {"decline"}
    return found


def make_people() -> tuple[Organisation, dict[str, User]]:
    """A verified organisation and one person of each role."""
    people = {
        "owner": make_user("Owner"),
        "editor": make_user("Editor"),
        "inside_moderator": make_user("Inside", roles=[SiteRole.MODERATOR]),
        "viewer": make_user("Viewer"),
        "stranger": make_user("Stranger"),
        "nobody": make_user("Nobody"),
        "expert": make_user("Expert", roles=[SiteRole.EXPERT_REVIEWER]),
        "moderator": make_user("Moderator", roles=[SiteRole.MODERATOR]),
        "holder": make_user("Holder", roles=[SiteRole.MODERATOR]),
        "admin": make_user("Admin", roles=[SiteRole.ADMIN]),
    }
    organisation = make_organisation(people["owner"], verified=True)
    make_organisation(people["stranger"], verified=True)
    add_member(organisation, people["editor"], MemberRole.EDITOR)
    add_member(organisation, people["inside_moderator"], MemberRole.EDITOR)
    add_member(organisation, people["viewer"], MemberRole.VIEWER)
    return organisation, people


@operation
def add_member(organisation: Organisation, user: User, role: MemberRole) -> None:
    """Make a person a member without the mails of an invitation."""
    organisation.memberships.append(Membership(user=user, role=role))


def state_in_table(revision: Revision) -> str:
    """The row of the table that a revision stands in."""
    return "proposed" if revision.decline_proposed_by_id and revision.state == "in_review" else revision.state


PATHS: dict[str, list[tuple[str, str]]] = {
    "draft": [],
    "submitted": [("send", "owner")],
    "in_review": [("send", "owner"), ("take", "holder")],
    "proposed": [("send", "owner"), ("take", "holder"), ("propose_decline", "holder")],
    "changes_requested": [("send", "owner"), ("take", "holder"), ("request_changes", "holder")],
    "resubmitted": [
        ("send", "owner"),
        ("take", "holder"),
        ("request_changes", "holder"),
        ("resend", "owner"),
    ],
    "published": [("send", "owner"), ("take", "holder"), ("publish", "holder")],
    "declined": [
        ("send", "owner"),
        ("take", "holder"),
        ("propose_decline", "holder"),
        ("decline", "moderator"),
    ],
    "withdrawn": [("withdraw", "owner")],
    "archived": [("send", "owner"), ("take", "holder"), ("publish", "holder"), ("archive", "owner")],
}
PATHS["superseded"] = [
    *PATHS["published"],
    ("revise", "owner"),
    ("send", "owner"),
    ("take", "holder"),
    ("publish", "holder"),
]
ACTIONS = tuple(Action)
