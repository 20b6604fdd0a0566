"""The workspace and the pages of a record: what they show, and the moves that start from them."""

from flask import Flask

from marketplace import outbox
from marketplace.database import db, utc_now
from marketplace.providers.models import MemberRole
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource, State
from marketplace.resources.moves import move
from marketplace.resources.workspace_page import is_due
from marketplace.transaction import operation
from tests.browsing import Browser
from tests.factories import make_organisation, make_record, make_user
from tests.resources.editing import at, browser_of
from tests.resources.table import add_member


def test_somebody_without_an_organisation_is_told_what_to_do(app: Flask) -> None:
    browser = Browser(app).sign_in(make_user())
    page = browser.get("/workspace")
    assert "You do not act for an organisation yet" in page.text
    assert "/workspace/organisations/new" in page.links
    assert "You need an organisation first" in browser.get("/workspace/records/new?kind=need").text


def test_visitors_are_sent_to_sign_in(app: Flask) -> None:
    for path in ("/workspace", "/workspace/records/new", "/workspace/records/x"):
        assert "/account/sign-in" in Browser(app).get(path, 303).location


def test_the_kinds_are_offered_with_a_sentence_each(app: Flask) -> None:
    owner = make_user()
    make_organisation(owner)
    page = Browser(app).sign_in(owner).get("/workspace/records/new")
    for kind in Kind:
        assert f"/workspace/records/new?kind={kind}" in page.links


def test_requested_changes_stand_first_with_their_reason(app: Flask) -> None:
    revision = make_record(Kind.NEED, state=State.CHANGES_REQUESTED)
    page = browser_of(app, revision).get("/workspace")
    assert "What needs you today" in page.text
    assert "Because of a test." in page.text
    assert "Because of a test." in browser_of(app, revision).get(at(revision)).text


def test_records_are_grouped_by_state(app: Flask) -> None:
    owner = make_user()
    organisation = make_organisation(owner, verified=True)
    for state in (State.DRAFT, State.SUBMITTED, State.PUBLISHED, State.DECLINED):
        make_record(Kind.NEED, organisation, state=state, title=f"A need that is {state}")
    page = Browser(app).sign_in(owner).get("/workspace")
    for heading in (
        "Being written",
        "With the reviewers",
        "In the library",
        "Declined, withdrawn or archived",
    ):
        assert heading in page.text


def test_records_of_others_are_not_listed(app: Flask) -> None:
    make_record(Kind.NEED, title="A secret need of others")
    owner = make_user()
    make_organisation(owner)
    assert "secret" not in Browser(app).sign_in(owner).get("/workspace").text


def test_an_incomplete_record_is_sent_back_to_its_open_questions(app: Flask) -> None:
    revision = make_record(Kind.NEED, sought="")
    browser = browser_of(app, revision)
    page = browser.submit(at(revision, "/check"), 422, action="/send", true_today="y")
    assert at(revision, "/edit/glance#sought") in page.links
    assert revision.state == State.DRAFT


def test_a_record_is_not_sent_without_the_statement(app: Flask) -> None:
    revision = make_record(Kind.NEED)
    page = browser_of(app, revision).submit(at(revision, "/check"), 422, action="/send")
    assert "confirm that they are true" in page.text
    assert revision.state == State.DRAFT
    assert revision.resource.confirmed_at is None


def test_a_record_changed_while_it_was_checked_is_shown_again(app: Flask) -> None:
    revision = make_record(Kind.NEED)
    browser = browser_of(app, revision)
    browser.get(at(revision, "/check"))
    other = browser_of(app, revision)
    other.submit(at(revision, "/edit/glance"), brings="Added meanwhile")
    page = browser.submit(None, 409, action="/send", true_today="y")
    assert "Added meanwhile" in page.text
    browser.submit(None, action="/send", true_today="y")
    assert revision.state == State.SUBMITTED
    assert revision.resource.confirmed_at is not None


def test_an_edit_after_approval_is_a_second_version_beside_the_live_one(app: Flask) -> None:
    revision = make_record(Kind.NEED, state=State.PUBLISHED, title="The live title")
    browser = browser_of(app, revision)
    browser.submit(at(revision), action="/revise")
    browser.submit(at(revision, "/edit/glance"), title="The pending title")
    page = browser.get(at(revision))
    assert "In the library now" in page.text
    assert "The live title" in page.text
    assert "The pending title" in page.text
    assert "The pending title" not in browser.get(f"/library/{revision.resource_id}/the-live-title").text
    assert "Version 2" in browser.get(at(revision, "/history")).text
    assert "The live title" in browser.get(at(revision, "/preview?revision=1")).text


def test_a_second_press_of_a_button_shows_how_the_record_stands(app: Flask) -> None:
    revision = make_record(Kind.NEED, state=State.PUBLISHED)
    browser = browser_of(app, revision)
    fields = browser.get(at(revision)).form(action="/revise").filled({})
    browser.post(at(revision, "/revise"), fields)
    page = browser.post(at(revision, "/revise"), fields, 409)
    assert "A new version of this record is being worked on already." in page.text
    assert len(revision.resource.revisions) == 2


def test_archiving_asks_for_a_reason_and_takes_it_out_at_once(app: Flask) -> None:
    revision = make_record(Kind.OFFERING, state=State.PUBLISHED)
    public = f"/library/{revision.resource_id}/{revision.resource.slug}"
    browser = browser_of(app, revision)
    browser.get(public)
    page = browser.submit(at(revision, "/archive"), 422, reason="  ")
    assert page.has_error
    browser.submit(None, reason="The course has ended.")
    browser.get(public, 410)
    assert "The course has ended." in browser.get(at(revision)).text
    browser.submit(at(revision), action="/restore")
    assert revision.resource.open_revision is not None


def test_a_draft_is_withdrawn_and_started_again(app: Flask) -> None:
    revision = make_record(Kind.NEED)
    browser = browser_of(app, revision)
    browser.submit(at(revision, "/withdraw"))
    assert revision.state == State.WITHDRAWN
    browser.submit(at(revision), action="/restore")
    assert [r.state for r in revision.resource.revisions] == [State.WITHDRAWN, State.DRAFT]


def test_a_declined_record_is_appealed_with_a_reason(app: Flask) -> None:
    revision = make_record(Kind.NEED, state=State.DECLINED)
    browser = browser_of(app, revision)
    browser.submit(at(revision, "/appeal"), reason="You overlooked the second page.")
    assert revision.state == State.SUBMITTED
    assert revision.appealed


def test_buttons_of_reviewers_are_not_taken_here(app: Flask) -> None:
    revision = make_record(Kind.NEED, state=State.SUBMITTED)
    browser = browser_of(app, revision)
    token = browser.get(at(revision, "/withdraw")).form().values("csrf_token")[0]
    for action in ("take", "publish", "decline", "take_down", "nothing"):
        browser.post(at(revision, f"/{action}"), {"csrf_token": token}, 404)
    browser.post(at(revision, "/archive"), {"csrf_token": token, "reason": "x"}, 409)
    assert revision.state == State.SUBMITTED


def test_a_published_record_is_confirmed_by_its_provider(app: Flask) -> None:
    revision = make_record(Kind.OFFERING, state=State.PUBLISHED)
    resource = revision.resource
    _forget_confirmation(resource)
    assert is_due(resource)
    browser = browser_of(app, revision)
    assert "Is it still true?" in browser.get("/workspace").text
    browser.submit(at(revision), action="/confirm")
    assert resource.confirmed_at is not None
    assert not is_due(resource)
    assert (utc_now() - resource.confirmed_at).total_seconds() < 60


@operation
def _forget_confirmation(resource: Resource) -> None:
    resource.confirmed_at = None


def test_a_viewer_cannot_confirm_or_move(app: Flask) -> None:
    revision = make_record(Kind.NEED, state=State.PUBLISHED)
    viewer = make_user()
    add_member(revision.resource.organisation, viewer, MemberRole.VIEWER)
    browser = Browser(app).sign_in(viewer)
    token = browser.get(at(revision)).form(action="/sign-out").values("csrf_token")[0]
    for action in ("confirm", "archive", "revise"):
        browser.post(at(revision, f"/{action}"), {"csrf_token": token, "reason": "x"}, 403)
    assert revision.state == State.PUBLISHED


def test_a_post_without_its_token_changes_nothing(app: Flask) -> None:
    revision = make_record(Kind.NEED, state=State.PUBLISHED)
    browser = browser_of(app, revision)
    for path in ("/archive", "/revise", "/confirm", "/edit/glance", "/send"):
        browser.post(at(revision, path), {"reason": "x"}, 400)
    assert len(revision.resource.revisions) == 1


def test_a_text_of_ten_megabytes_is_refused_and_kept_in_the_page(app: Flask) -> None:
    revision = make_record(Kind.NEED)
    browser = browser_of(app, revision)
    fields = browser.get(at(revision, "/edit/glance")).form().filled({"sought": "x" * 10_000_000})
    answer = browser.client.post(at(revision, "/edit/glance"), data=fields)
    assert answer.status_code == 422
    assert b"x" * 10_000_000 in answer.data
    assert len(revision.sought) < 200  # type: ignore[attr-defined]


def test_pages_of_the_workspace_ask_the_database_little(app: Flask, count_statements: list[str]) -> None:
    owner = make_user()
    organisation = make_organisation(owner, verified=True)
    browser = Browser(app).sign_in(owner)

    def statements() -> int:
        count_statements.clear()
        browser.get("/workspace")
        return len(count_statements)

    for _ in range(2):
        make_record(Kind.NEED, organisation)
    few = statements()
    for _ in range(8):
        make_record(Kind.NEED, organisation)
    assert statements() <= few + 2


def test_a_moved_record_tells_the_others(app: Flask) -> None:
    revision = make_record(Kind.NEED, state=State.IN_REVIEW)
    assert revision.reviewer is not None
    move(revision, Action.REQUEST_CHANGES, revision.reviewer, "Say more.")
    jobs = db.session.scalars(db.select(outbox.OutboxJob).filter_by(topic="record_moved")).all()
    assert jobs[-1].payload["action"] == "request_changes"
    assert jobs[-1].payload["reason"] == "Say more."


def test_a_withdrawn_change_is_not_said_to_take_the_record_out(app: Flask) -> None:
    live = make_record(state=State.PUBLISHED)
    owner = live.author
    move(move(live, Action.REVISE, owner), Action.WITHDRAW, owner)
    page = Browser(app).sign_in(owner).get(f"/workspace/records/{live.resource_id}")
    assert "In the library now" in page.text
    assert "This version is not in the library" in page.text


def test_pressing_send_twice_is_answered_as_once(app: Flask) -> None:
    revision = make_record(Kind.NEED)
    first, second = browser_of(app, revision), browser_of(app, revision)
    second.get(at(revision, "/check"))
    check = second.page
    first.submit(at(revision, "/check"), action="/send", true_today="y")
    form = next(one for one in check.forms if one.action.endswith("/send"))
    answer = second.client.post(form.action, data=form.filled({"true_today": "y"}))
    assert answer.status_code == 303
    assert "It is on its way" in second.get(at(revision)).text
