"""Practices adapted from others: started from a public page, shown on both, never in a circle."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace import outbox
from marketplace.accounts.models import SiteRole, User
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.exchange import mapping
from marketplace.providers.models import Organisation
from marketplace.resources import adapting
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import CaseStudy, Kind, Resource, Revision, State
from marketplace.resources.moves import move
from marketplace.resources.operations import create_draft, save_draft
from marketplace.resources.rules import missing
from tests.browsing import Browser
from tests.factories import ANSWERS, COMMON_ANSWERS, make_organisation, make_user, move_to

STORY = {"adapted_changes": "Evening lessons.", "adapted_outcome": "Half of them left: too far to travel."}


@dataclass
class Makers:
    """Publishes practices, all through one moderator."""

    moderator: User

    def publish(self, title: str, organisation: Organisation | None = None, **answers: Any) -> Resource:
        organisation = organisation or make_organisation(verified=True)
        author = organisation.memberships[0].user
        content = COMMON_ANSWERS | ANSWERS[Kind.CASE_STUDY] | {"title": title} | answers
        return self.approve(create_draft(Kind.CASE_STUDY, organisation, author, content))

    def approve(self, revision: Revision) -> Resource:
        author = revision.resource.organisation.memberships[0].user
        for action, user in (
            (Action.SEND, author),
            (Action.TAKE, self.moderator),
            (Action.PUBLISH, self.moderator),
        ):
            revision = move(revision, action, user)
        return revision.resource


@pytest.fixture
def makers(app: Flask) -> Makers:
    return Makers(make_user("Mira Moderator", roles=[SiteRole.MODERATOR]))


def _author(resource: Resource) -> User:
    return resource.organisation.memberships[0].user


def _revise(resource: Resource) -> Revision:
    assert resource.live_revision is not None
    return move(resource.live_revision, Action.REVISE, _author(resource))


def test_practice_is_adapted_from_its_public_page(app: Flask, makers: Makers) -> None:
    parent = makers.publish("Mentors for nurses")
    other = make_organisation(verified=True, name="Hospital of Vienna", countries=["AT"])
    outbox.drain()
    browser = Browser(app).sign_in(other.memberships[0].user)
    start = next(link for link in browser.get(_address(parent)).links if "adapted_from=" in link)
    assert "Adapted from: Mentors for nurses" in browser.get(start).text
    browser.submit(start, title="Mentors for cooks", language="en")
    draft = browser.page.location.split("/")[3]
    editor = f"/workspace/records/{draft}/edit/adapted"
    assert browser.get(editor).form().values("adapted_from")[0].endswith(f"/library/{parent.id}")
    check = browser.get(f"/workspace/records/{draft}/check").text
    assert "Say what you changed." in check
    assert "Mentors for nurses" in check
    browser.submit(editor, **STORY)
    revision = db.session.get_one(Resource, draft).latest_revision
    save_draft(revision, other.memberships[0].user, COMMON_ANSWERS | _texts("Mentors for cooks"))
    makers.approve(revision)
    outbox.drain()

    reader = Browser(app)
    page = reader.get(_address(parent))
    assert "Mentors for cooks" in page.text
    assert "Hospital of Vienna · Austria" in page.text
    assert "Run elsewhere by 1 other" in page.text
    page = reader.get(_address(revision.resource))
    assert "Half of them left: too far to travel." in page.text
    assert f"/library/{parent.id}/mentors-for-nurses" in page.links
    assert "Run elsewhere" not in page.text


def _texts(title: str) -> dict[str, Any]:
    return ANSWERS[Kind.CASE_STUDY] | {"title": title}


def _address(resource: Resource) -> str:
    return f"/library/{resource.id}/{resource.slug}"


def test_archived_practice_leaves_the_tree(makers: Makers) -> None:
    parent = makers.publish("Mentors for nurses")
    child = makers.publish("Mentors for cooks", adapted_from=parent.id, **STORY)
    own = makers.publish("Mentors again", parent.organisation, adapted_from=child.id, **STORY)
    tree = adapting.tree_of(child)
    assert tree is not None
    assert [one.id for one in tree.all()] == [parent.id, child.id, own.id]
    assert parent.live_revision is not None
    assert adapting.run_elsewhere(parent.live_revision) == 1  # its own organisation does not count
    assert child.live_revision is not None
    move(child.live_revision, Action.ARCHIVE, _author(child), "Over.")
    assert adapting.tree_of(parent) is None
    assert adapting.run_elsewhere(parent.live_revision) == 0


def test_parent_must_be_public_when_sent(makers: Makers) -> None:
    parent, child = makers.publish("Mentors for nurses"), makers.publish("Mentors for cooks")
    draft = _revise(child)
    save_draft(draft, _author(child), {"adapted_from": parent.id, **STORY})
    assert "adapted_from" not in missing(draft)
    assert parent.live_revision is not None
    move(parent.live_revision, Action.ARCHIVE, _author(parent), "Over.")
    with pytest.raises(Invalid) as refused:
        move(draft, Action.SEND, _author(child))
    assert list(refused.value.fields) == ["adapted_from"]
    save_draft(draft, _author(child), {"adapted_from": "", "adapted_changes": "", "adapted_outcome": ""})
    move(draft, Action.SEND, _author(child))


@pytest.mark.parametrize("address", ["nothing", "https://example.org/library", "/library/none", "x" * 40])
def test_unknown_parent_is_refused(app: Flask, makers: Makers, address: str) -> None:
    child = makers.publish("Mentors for cooks")
    browser = Browser(app).sign_in(_author(child))
    _revise(child)
    editor = f"/workspace/records/{child.id}/edit/adapted"
    page = browser.submit(editor, 422, adapted_from=address, **STORY)
    assert page.has_error
    assert browser.get(editor).form().values("adapted_from") == [""]
    assert browser.page.form().values("adapted_changes") == ["Evening lessons."]


def test_only_public_practices_are_parents(makers: Makers) -> None:
    child = makers.publish("Mentors for cooks")
    draft = _revise(child)
    hidden = create_draft(Kind.CASE_STUDY, child.organisation, _author(child), {"title": "Not yet sent"})
    offering = create_draft(Kind.OFFERING, child.organisation, _author(child), _offering())
    move_to(offering, _author(child), State.PUBLISHED)
    for resource_id in (hidden.resource_id, offering.resource_id, child.id):
        with pytest.raises(Invalid):
            save_draft(draft, _author(child), {"adapted_from": resource_id})


def _offering() -> dict[str, Any]:
    return COMMON_ANSWERS | ANSWERS[Kind.OFFERING]


def test_circle_is_refused_over_several_steps(makers: Makers) -> None:
    first = makers.publish("First practice")
    second = makers.publish("Second practice", adapted_from=first.id, **STORY)
    third = makers.publish("Third practice", adapted_from=second.id, **STORY)
    draft = _revise(first)
    for parent in (second, third):
        with pytest.raises(Invalid) as refused:
            save_draft(draft, _author(first), {"adapted_from": parent.id})
        assert "is itself adapted from this practice" in refused.value.message


@pytest.fixture
def drafts(makers: Makers) -> list[Revision]:
    """Five public practices, each with a change that is being written."""
    organisation = make_organisation(verified=True)
    return [_revise(makers.publish(f"Practice number {number}", organisation)) for number in range(5)]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edges=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8))
def test_no_order_of_adaptations_makes_a_circle(drafts: list[Revision], edges: list[tuple[int, int]]) -> None:
    author = _author(drafts[0].resource)
    for draft in drafts:
        save_draft(draft, author, {"adapted_from": ""})
    parents: dict[int, int] = {}
    for child, parent in edges:
        circle = child == parent or child in _above(parents, parent)
        try:
            save_draft(drafts[child], author, {"adapted_from": drafts[parent].resource_id})
        except Invalid:
            assert circle
        else:
            assert not circle
            parents[child] = parent
    stored = {n: d.adapted_from for n, d in enumerate(drafts) if isinstance(d, CaseStudy) and d.adapted_from}
    assert stored == {child: drafts[parent].resource_id for child, parent in parents.items()}


def _above(parents: dict[int, int], start: int) -> set[int]:
    found: set[int] = set()
    while start in parents:
        start = parents[start]
        found.add(start)
    return found


def test_import_names_the_parent_by_address(makers: Makers) -> None:
    parent, notes = makers.publish("Mentors for nurses"), list[str]()
    for given_one, found in ((f"/library/{parent.id}", parent.id), ("nobody", "")):
        row = {"title": "Mentors for cooks", "adapted_from": given_one}
        answers = mapping.record_answers(Kind.CASE_STUDY, row, "en", lambda field, text: notes.append(field))
        assert answers["adapted_from"] == found
    assert notes.count("adapted_from") == 1
