"""The reviewers' pages, through real forms."""

import re

from flask import Flask

from marketplace.resources.lifecycle import Action
from marketplace.resources.models import State
from marketplace.resources.moves import move
from marketplace.resources.operations import save_draft
from tests.browsing import Browser
from tests.factories import make_organisation, make_record, make_user
from tests.mailbox import sent_mails


def moderator(app: Flask) -> Browser:
    return Browser(app).sign_in(make_user("Mira Moderator", roles=["moderator"]))


def test_queue_shows_the_longest_waiting_first(app: Flask) -> None:
    first = make_record(title="The first of two records", state=State.SUBMITTED)
    second = make_record(title="The second of two records", state=State.SUBMITTED)
    page = moderator(app).get("/review")
    assert page.text.index(first.title) < page.text.index(second.title)
    assert "nobody" in page.text
    assert first.resource.organisation.name in page.text


def test_queue_is_closed_to_members_and_the_public(app: Flask) -> None:
    revision = make_record(state=State.SUBMITTED)
    assert Browser(app).get("/review", status=303).location.startswith("/account/sign-in")
    member = Browser(app).sign_in(make_user())
    member.get("/review", status=403)
    member.get(f"/review/{revision.resource_id}", status=403)


def test_own_organisations_records_are_hidden_and_refused(app: Flask) -> None:
    person = make_user(roles=["moderator"])
    revision = make_record(organisation=make_organisation(person), state=State.SUBMITTED)
    browser = Browser(app).sign_in(person)
    page = browser.get("/review")
    assert revision.title not in page.text
    assert "1 record of your own organisation is not shown" in page.text
    browser.get(f"/review/{revision.resource_id}", status=403)


def test_drafts_cannot_be_read_by_reviewers(app: Flask) -> None:
    revision = make_record(state=State.DRAFT)
    moderator(app).get(f"/review/{revision.resource_id}", status=404)


def test_take_and_give_back_changes_who_has_it(app: Flask) -> None:
    revision = make_record(state=State.SUBMITTED)
    browser = moderator(app)
    address = f"/review/{revision.resource_id}"
    browser.submit(address, action="/take")
    assert revision.state == State.IN_REVIEW
    assert revision.title in browser.get("/review?view=mine").text
    other = moderator(app).get(address)
    assert not any(form.action.endswith("/give_back") for form in other.forms)
    browser.submit(address, action="/give_back")
    assert revision.state == State.SUBMITTED
    assert revision.reviewer_id is None


def test_decision_without_a_reason_changes_nothing_and_says_so(app: Flask) -> None:
    revision = make_record(state=State.SUBMITTED)
    browser = moderator(app)
    browser.submit(f"/review/{revision.resource_id}", action="/take")
    page = browser.submit(
        f"/review/{revision.resource_id}", action="/request_changes", reason=" ", status=422
    )
    assert page.has_error
    assert revision.state == State.IN_REVIEW


def test_what_two_reviewers_decide_at_once_is_not_lost(app: Flask) -> None:
    """The second one reads how it stands now, and has the reason that was typed."""
    revision = make_record(organisation=make_organisation(verified=True), state=State.SUBMITTED)
    address = f"/review/{revision.resource_id}"
    first, second = moderator(app), moderator(app)
    second.get(address)
    first.submit(address, action="/take")
    page = second.submit(action="/take", status=409)
    assert "has moved on meanwhile" in page.text
    assert "Mira Moderator" in page.text
    first.get(address)
    second.submit(address, action="/publish")
    page = first.submit(action="/request_changes", reason="Who pays for it?", status=409)
    assert "has moved on meanwhile" in page.text
    assert "Who pays for it?" in page.text
    assert revision.state == State.PUBLISHED


def test_nobody_publishes_words_they_have_not_read(app: Flask) -> None:
    """A page stays open while the record goes back to its author and comes again."""
    revision = make_record(organisation=make_organisation(verified=True), state=State.SUBMITTED)
    address = f"/review/{revision.resource_id}"
    first, second = moderator(app), moderator(app)
    first.submit(address, action="/take")
    second.get(address)
    first.submit(address, action="/request_changes", reason="Who pays?")
    save_draft(revision, revision.author, {"title": "The nurses pay"})
    move(revision, Action.RESEND, revision.author)
    first.submit(address, action="/take")
    page = second.submit(action="/publish", status=409)
    assert "while you were reading" in page.text
    assert "The nurses pay" in page.text
    assert revision.state == State.IN_REVIEW
    second.submit(action="/publish")
    assert revision.state == State.PUBLISHED


def test_nobody_is_told_that_others_cannot_decide(app: Flask) -> None:
    """Any moderator may publish what another one has taken."""
    revision = make_record(organisation=make_organisation(verified=True), state=State.SUBMITTED)
    first, second = moderator(app), moderator(app)
    first.submit(f"/review/{revision.resource_id}", action="/take")
    assert "Others see that" in first.follow().text
    assert "Nobody else" not in first.page.text
    second.submit(f"/review/{revision.resource_id}", action="/publish")
    assert revision.state == State.PUBLISHED


def test_too_long_reason_is_kept_in_the_page(app: Flask) -> None:
    revision = make_record(state=State.SUBMITTED)
    browser = moderator(app)
    browser.submit(f"/review/{revision.resource_id}", action="/take")
    words = "far too long " * 300
    page = browser.submit(
        f"/review/{revision.resource_id}", action="/request_changes", reason=words, status=422
    )
    assert "far too long far too long" in page.html
    assert revision.state == State.IN_REVIEW


def test_author_gets_mail_without_the_reason_and_sees_it_in_the_workspace(app: Flask) -> None:
    author = make_user("Arta Author")
    revision = make_record(organisation=make_organisation(author), author=author, state=State.SUBMITTED)
    browser = moderator(app)
    browser.submit(f"/review/{revision.resource_id}", action="/take")
    browser.submit(
        f"/review/{revision.resource_id}", action="/request_changes", reason="Name the second side."
    )
    mail = sent_mails(author.email)[-1]
    assert "Name the second side" not in mail.text + mail.html
    page = Browser(app).sign_in(author).get(mail.link)
    assert "Name the second side." in page.text


def test_edit_of_a_published_record_shows_changed_fields_only(app: Flask) -> None:
    author = make_user()
    live = make_record(organisation=make_organisation(author), author=author, state=State.PUBLISHED)
    draft = move(live, Action.REVISE, author)
    save_draft(draft, author, {"title": "Language course for nurses and carers"})
    move(draft, Action.SEND, author)
    page = moderator(app).get(f"/review/{live.resource_id}")
    changed = re.findall(r'<section class="diff"><h3>(.*?)</h3>', page.html)
    assert changed == ["Title"]
    assert re.search(r"<ins> and carers</ins>", page.html)


def test_declining_takes_two_reviewers(app: Flask) -> None:
    revision = make_record(state=State.SUBMITTED)
    address = f"/review/{revision.resource_id}"
    first, second = moderator(app), moderator(app)
    first.submit(address, action="/take")
    first.submit(address, action="/propose_decline", reason="An advertisement.")
    page = first.get(address)
    assert not any(form.action.endswith("/decline") for form in page.forms)
    token = page.form("/messages").values("csrf_token")[0]
    first.post(f"{address}/decline", {"csrf_token": token, "reason": "Alone."}, status=403)
    assert revision.title in second.get("/review?view=second").text
    second.submit(address, action="/decline", reason="An advertisement indeed.")
    assert revision.state == State.DECLINED


def test_internal_notes_never_reach_the_author(app: Flask) -> None:
    author = make_user()
    revision = make_record(organisation=make_organisation(author), author=author, state=State.SUBMITTED)
    address = f"/review/{revision.resource_id}"
    browser = moderator(app)
    browser.submit(address, action="/messages", text="Looks copied to me.", internal="y")
    browser.submit(address, action="/messages", text="Could you name the funder?")
    mine = Browser(app).sign_in(author)
    page = mine.get(f"/workspace/records/{revision.resource_id}")
    assert "Could you name the funder?" in page.text
    assert "Looks copied" not in page.text
    mine.submit(f"/workspace/records/{revision.resource_id}/messages", text="The city pays.")
    assert "The city pays." in browser.get(address).text


def test_empty_message_is_refused(app: Flask) -> None:
    revision = make_record(state=State.SUBMITTED)
    page = moderator(app).submit(f"/review/{revision.resource_id}", action="/messages", text="", status=422)
    assert page.has_error


def test_strangers_cannot_write_into_a_conversation(app: Flask) -> None:
    revision = make_record(state=State.SUBMITTED)
    Browser(app).sign_in(make_user()).get(f"/workspace/records/{revision.resource_id}/messages", status=404)


def test_markup_in_texts_is_shown_not_run(app: Flask) -> None:
    revision = make_record(title="<script>alert(1)</script> course", state=State.SUBMITTED)
    page = moderator(app).get(f"/review/{revision.resource_id}")
    assert "<script>alert" not in page.html
    assert "&lt;script&gt;alert" in page.html
