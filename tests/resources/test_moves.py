"""Every cell of the table of moves, and what hangs on single moves."""

from typing import Any

import pytest
from flask import Flask

from marketplace import events
from marketplace.accounts.models import SiteRole, User
from marketplace.errors import Conflict, Invalid, NotAllowed, Stale
from marketplace.providers.models import Organisation
from marketplace.resources import lifecycle, queries
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource, Revision, State
from marketplace.resources.moves import move
from marketplace.resources.operations import create_draft, save_draft, slugify
from tests.factories import ANSWERS, COMMON_ANSWERS, make_organisation, make_record, make_user
from tests.resources.table import ALLOWED, PATHS, ROLES, allowed, make_people

People = dict[str, User]


@pytest.fixture
def cast(app: Flask) -> tuple[Organisation, People]:
    return make_people()


def lead(organisation: Organisation, people: People, path: str, **answers: Any) -> Revision:
    """A record led along a path of the table; the first version of it."""
    content = COMMON_ANSWERS | ANSWERS[Kind.NEED] | answers
    first = revision = create_draft(Kind.NEED, organisation, people["owner"], content)
    for action, role in PATHS[path]:
        revision = move(revision, Action(action), people[role], "Because.")
    return first if path == "superseded" else revision


def test_every_cell_of_the_table_is_as_written_by_hand(cast: tuple[Organisation, People]) -> None:
    organisation, people = cast
    cells = 0
    for state in ALLOWED:
        revision = lead(organisation, people, state)
        for role in ROLES:
            found = {action.value for action in lifecycle.actions_for(people[role], revision)}
            assert found == allowed(state, role), f"{role} at {state}"
            cells += len(Action)
    assert cells == len(ALLOWED) * len(ROLES) * len(Action)


def test_a_refused_move_changes_nothing_and_says_why(cast: tuple[Organisation, People]) -> None:
    organisation, people = cast
    for state in ("draft", "submitted", "in_review", "published"):
        revision = lead(organisation, people, state)
        before = len(events.history(Resource.__tablename__, revision.resource_id))
        for role in ("viewer", "stranger", "expert", "inside_moderator"):
            for action in Action:
                if action.value in allowed(state, role):
                    continue
                with pytest.raises((NotAllowed, Conflict)) as refused:
                    move(revision, action, people[role], "Because.")
                assert refused.value.message
        assert revision.state == state
        assert len(events.history(Resource.__tablename__, revision.resource_id)) == before


def test_two_expert_reviewers_cannot_decline_without_a_moderator(cast: tuple[Organisation, People]) -> None:
    organisation, people = cast
    other = make_user("Other expert", roles=[SiteRole.EXPERT_REVIEWER])
    revision = lead(organisation, people, "submitted")
    move(revision, Action.TAKE, people["expert"])
    move(revision, Action.PROPOSE_DECLINE, people["expert"], "Not about migration.")
    with pytest.raises(NotAllowed):
        move(revision, Action.DECLINE, other, "Agreed.")
    with pytest.raises(NotAllowed):
        move(revision, Action.DECLINE, people["expert"], "Agreed with myself.")
    move(revision, Action.DECLINE, people["moderator"], "Agreed.")
    assert revision.state == State.DECLINED


@pytest.mark.parametrize("action", [a for a in Action if lifecycle.MOVES[a].reason])
def test_a_move_that_asks_for_a_reason_is_refused_without(
    cast: tuple[Organisation, People], action: Action
) -> None:
    organisation, people = cast
    state, role = next(
        (state, role) for state in ALLOWED for role in ROLES if action.value in allowed(state, role)
    )
    revision = lead(organisation, people, state)
    for reason in ("", "  \n ", "bell\x07", "x" * 3_001):
        with pytest.raises(Invalid) as caught:
            move(revision, action, people[role], reason)
        assert set(caught.value.fields) == {"reason"}


def test_giving_back_returns_it_to_where_it_was(cast: tuple[Organisation, People]) -> None:
    organisation, people = cast
    for state in ("submitted", "resubmitted"):
        revision = lead(organisation, people, state)
        move(revision, Action.TAKE, people["holder"])
        move(revision, Action.GIVE_BACK, people["holder"])
        assert revision.state == state
        assert revision.reviewer_id is None


def test_an_appealed_record_that_was_sent_twice_counts_as_sent_once(
    cast: tuple[Organisation, People],
) -> None:
    organisation, people = cast
    revision = lead(organisation, people, "resubmitted")
    move(revision, Action.TAKE, people["holder"])
    move(revision, Action.PROPOSE_DECLINE, people["holder"], "No.")
    move(revision, Action.DECLINE, people["moderator"], "No.")
    move(revision, Action.APPEAL, people["owner"], "Read it again.")
    move(revision, Action.TAKE, people["holder"])
    assert move(revision, Action.GIVE_BACK, people["holder"]).state == State.SUBMITTED


def test_an_appeal_is_possible_once_only(cast: tuple[Organisation, People]) -> None:
    organisation, people = cast
    revision = lead(organisation, people, "declined")
    move(revision, Action.APPEAL, people["owner"], "Read it again.")
    move(revision, Action.TAKE, people["holder"])
    move(revision, Action.PROPOSE_DECLINE, people["holder"], "Still no.")
    move(revision, Action.DECLINE, people["moderator"], "Still no.")
    with pytest.raises(Conflict):
        move(revision, Action.APPEAL, people["owner"], "Once more.")


def test_an_incomplete_record_cannot_be_sent(cast: tuple[Organisation, People]) -> None:
    organisation, people = cast
    revision = lead(organisation, people, "draft", sought="", corridors=[])
    with pytest.raises(Invalid) as caught:
        move(revision, Action.SEND, people["owner"])
    assert set(caught.value.fields) == {"sought", "corridors"}
    assert revision.state == State.DRAFT


def test_sending_what_somebody_else_changed_meanwhile_is_refused(cast: tuple[Organisation, People]) -> None:
    organisation, people = cast
    revision = lead(organisation, people, "draft")
    seen = revision.version_id
    save_draft(revision, people["editor"], {"brings": "A classroom."})
    with pytest.raises(Stale):
        move(revision, Action.SEND, people["owner"], version_id=seen)
    assert revision.state == State.DRAFT


def test_an_edit_waits_while_the_live_version_stays(cast: tuple[Organisation, People]) -> None:
    organisation, people = cast
    live = lead(organisation, people, "published")
    resource = live.resource
    pending = move(live, Action.REVISE, people["editor"])
    save_draft(pending, people["editor"], {"title": "A new title for it"})
    assert resource.live_revision is live
    assert queries.load_public(resource.id).live_revision is live
    assert live.title != pending.title
    with pytest.raises(Conflict):
        move(live, Action.REVISE, people["owner"])
    with pytest.raises(Conflict):
        save_draft(live, people["owner"], {"title": "Changed behind your back"})


def test_a_version_that_was_taken_down_stays_hidden_after_a_later_one(
    cast: tuple[Organisation, People],
) -> None:
    organisation, people = cast
    first = lead(organisation, people, "published")
    move(first, Action.TAKE_DOWN, people["moderator"], "Names a person.")
    second = move(first, Action.RESTORE, people["owner"])
    for action, role in PATHS["published"]:
        move(second, Action(action), people[role])
    assert queries.load_public_revision(first.resource_id, 2) is second
    with pytest.raises(queries.NotFound):
        queries.load_public_revision(first.resource_id, 1)


def test_a_declined_attempt_does_not_bar_the_way_back(cast: tuple[Organisation, People]) -> None:
    organisation, people = cast
    live = lead(organisation, people, "published")
    attempt = move(live, Action.REVISE, people["owner"])
    for action, role in PATHS["declined"]:
        move(attempt, Action(action), people[role], "Because.")
    move(live, Action.ARCHIVE, people["owner"], "Out of date.")
    assert move(live, Action.RESTORE, people["owner"]).state == State.DRAFT


def test_a_copy_holds_every_word_of_the_version_before(app: Flask) -> None:
    revision = make_record(
        Kind.CASE_STUDY,
        state=State.PUBLISHED,
        indicators=[{"indicator": "Started", "value": "30"}],
        partners=["Hospital of Jena", "Qendra"],
        start_year=2019,
        source_url="https://example.org/source",
        delivery_language=["sq", "de"],
    )
    author = revision.author
    copy = move(revision, Action.REVISE, author)
    columns = {c.key for c in type(revision).__mapper__.columns} - {
        "id", "number", "state", "version_id", "created_at", "updated_at", "submitted_at", "published_at",
        "reviewer_id", "taken_at", "taken_from_state",
    }  # fmt: skip
    assert {c: getattr(copy, c) for c in columns} == {c: getattr(revision, c) for c in columns}
    assert copy.pairs == revision.pairs
    assert [(t.vocabulary, t.slug) for t in copy.terms] == [(t.vocabulary, t.slug) for t in revision.terms]
    assert [p.name for p in copy.partners] == ["Hospital of Jena", "Qendra"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("claimed", [True, False])
def test_an_unverified_organisation_cannot_publish(app: Flask, claimed: bool) -> None:
    organisation = make_organisation()
    revision = make_record(Kind.NEED, organisation, state=State.IN_REVIEW)
    moderator = make_user(roles=[SiteRole.MODERATOR])
    with pytest.raises(Conflict):
        move(revision, Action.PUBLISH, moderator)
    assert revision.resource.live_revision is None


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Evening German for nurses", "evening-german-for-nurses"),
        ("Migrant Support Measures: a Global Inventory, 2015", "migrant-support-measures-a-global"),
        ("Migrant Support Measures: a Global and More", "migrant-support-measures-a-global-and"),
        ("a" * 30 + " " + "b" * 9 + " c", "a" * 30 + "-" + "b" * 9),
        ("Donaudampfschifffahrtsgesellschaftskapitän", "donaudampfschifffahrtsgesellschaftskapit"),
        ("مرکز مهاجران", "مرکز-مهاجران"),
        ("?!", "record"),
    ],
)
def test_addresses_end_in_whole_words(title: str, slug: str) -> None:
    assert slugify(title) == slug
    assert len(slug) <= 40
