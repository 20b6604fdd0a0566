"""Who is given an uploaded file, and how."""

from urllib.parse import unquote

import pytest
from flask import Flask

from marketplace.accounts.models import SiteRole
from marketplace.providers.verification import suspend
from marketplace.resources.models import Revision, State
from tests.browsing import Browser
from tests.factories import make_user, move_to
from tests.resources.files import PDF, add


def address(revision: Revision) -> str:
    attachment = revision.attachments[0]
    return f"/files/{attachment.id}/{attachment.name}"


def test_a_public_file_is_a_download_without_any_right(app: Flask, draft: Revision) -> None:
    add(draft, PDF, "بسته راهنما.pdf")
    move_to(draft, draft.author, State.PUBLISHED)
    browser = Browser(app)
    page = browser.get(address(draft))
    assert page.data == PDF
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in page.headers["Content-Security-Policy"]
    disposition = page.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert unquote(disposition.split("filename*=UTF-8''")[1]) == "بسته راهنما.pdf"
    assert page.headers["ETag"] == f'"{draft.attachments[0].sha256}"'
    assert page.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in page.headers
    browser.get(address(draft), 304, **{"If-None-Match": page.headers["ETag"]})
    assert browser.get(address(draft), 206, Range="bytes=0-3").data == b"%PDF"
    browser.get(f"/files/{draft.attachments[0].id}", 303)


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.WITHDRAWN, State.ARCHIVED])
def test_a_file_of_what_is_not_public_is_not_there_for_others(
    app: Flask, draft: Revision, state: State
) -> None:
    add(draft, PDF)
    move_to(draft, draft.author, state)
    Browser(app).get(address(draft), 404)
    Browser(app).sign_in(make_user()).get(address(draft), 404)
    page = Browser(app).sign_in(draft.author).get(address(draft))
    assert page.headers["Cache-Control"] == "private, no-store"


def test_reviewers_get_a_file_once_it_was_sent(app: Flask, draft: Revision) -> None:
    add(draft, PDF)
    moderator = Browser(app).sign_in(make_user(roles=[SiteRole.MODERATOR]))
    moderator.get(address(draft), 404)
    move_to(draft, draft.author, State.SUBMITTED)
    moderator.get(address(draft))


def test_a_file_leaves_with_its_record_at_once(app: Flask, draft: Revision) -> None:
    add(draft, PDF)
    move_to(draft, draft.author, State.PUBLISHED)
    browser = Browser(app)
    browser.get(address(draft))
    suspend(draft.resource.organisation, make_user(roles=[SiteRole.ADMIN]), "A reason.")
    browser.get(address(draft), 404)


def test_no_file_is_found_by_guessing(app: Flask) -> None:
    Browser(app).get("/files/nothing/at-all.pdf", 404)
    Browser(app).get("/files/../../../etc/passwd", 404)
