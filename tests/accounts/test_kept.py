"""A form sent after the session has ended: kept, and put back after signing in."""

import pytest
from flask import Blueprint, Flask, redirect, request
from flask_login import current_user

from marketplace.access import Access, access
from marketplace.accounts import kept
from marketplace.accounts.models import KeptForm, UserSession
from marketplace.database import db
from marketplace.forms import BaseForm, LineField
from marketplace.transaction import transaction
from tests.browsing import PASSWORD, Browser
from tests.factories import make_user

PAGE = "/diary/7"


class DiaryForm(BaseForm):
    """A line to write."""

    line = LineField("Line")


@pytest.fixture
def diary(app: Flask) -> list[str]:
    """A page with a form that must not be lost, and what was saved by it."""
    saved: list[str] = []
    bp = Blueprint("diary", __name__)

    @bp.get(PAGE)
    @access(Access.MEMBER)
    def write() -> str:
        fields = kept.kept_fields(request.path, request.args.get("kept"), current_user)
        form = DiaryForm(formdata=fields) if fields else DiaryForm(line="as saved")
        return f'<form method="post">{form.csrf_token}{form.line}</form>'

    @bp.post(PAGE)
    @access(Access.MEMBER)
    @kept.keeps_form
    def save() -> object:
        saved.append(request.form["line"])
        return redirect(PAGE, code=303)

    @bp.post("/diary/burn")
    @access(Access.MEMBER)
    def burn() -> str:
        saved.clear()
        return "burnt"

    app.register_blueprint(bp)
    return saved


def end_sessions() -> None:
    """As if all had been idle too long."""
    with transaction():
        db.session.execute(db.delete(UserSession))


def write_after_the_end(browser: Browser, line: str = "Dear diary") -> None:
    """Open the page, lose the session, send the form."""
    browser.get(PAGE)
    end_sessions()
    browser.submit(line=line, password="secret", unit=["a", "b"])


def test_form_comes_back_after_signing_in(browser: Browser, diary: list[str]) -> None:
    user = make_user()
    write_after_the_end(browser.sign_in(user), "Përshëndetje\tتهران")
    page = browser.follow()
    assert "What you wrote is safe" in page.text
    browser.submit(page.path, email=user.email, password=PASSWORD)
    assert browser.follow().form().values("line") == ["Përshëndetje\tتهران"]
    browser.submit()
    assert diary == ["Përshëndetje\tتهران"]


def test_passwords_and_tokens_are_not_kept(browser: Browser, diary: list[str]) -> None:
    write_after_the_end(browser.sign_in(make_user()))
    row = db.session.scalar(db.select(KeptForm))
    assert row.fields == [["line", "Dear diary"], ["unit", "a"], ["unit", "b"]]
    assert row.token_hash not in browser.page.location


def test_form_survives_a_failed_sign_in(browser: Browser, diary: list[str]) -> None:
    user = make_user()
    write_after_the_end(browser.sign_in(user))
    browser.submit(browser.page.location, 422, email=user.email, password="wrong wrong wrong")
    browser.submit(email=user.email, password=PASSWORD)
    assert browser.follow().form().values("line") == ["Dear diary"]


def test_form_is_not_shown_to_somebody_else(browser: Browser, diary: list[str]) -> None:
    write_after_the_end(browser.sign_in(make_user()))
    wanted = browser.page.location
    browser.submit(wanted, email=make_user().email, password=PASSWORD)
    assert browser.get(f"{PAGE}?{wanted.partition('?')[2]}").form().values("line") == ["as saved"]


def test_form_is_bound_to_its_page(browser: Browser, diary: list[str]) -> None:
    user = make_user()
    write_after_the_end(browser.sign_in(user))
    token = browser.page.location.partition("kept=")[2]
    kept.claim(token, user)
    assert kept.kept_fields(PAGE, token, user)
    assert kept.kept_fields("/diary/8", token, user) is None
    assert kept.kept_fields(PAGE, "made-up", user) is None
    assert kept.kept_fields(PAGE, None, user) is None
    kept.forget(token, user)
    assert kept.kept_fields(PAGE, token, user) is None


def test_lost_cookie_keeps_the_form_too(browser: Browser, app: Flask, diary: list[str]) -> None:
    user = make_user()
    browser.sign_in(user).get(PAGE)
    browser.client.delete_cookie("session")
    browser.submit(line="Dear diary")
    browser.submit(browser.page.location, email=user.email, password=PASSWORD)
    assert browser.follow().form().values("line") == ["Dear diary"]


def test_foreign_page_leaves_nothing(app: Flask, diary: list[str]) -> None:
    answer = app.test_client().post(PAGE, data={"line": "evil"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 400
    assert b"evil" not in answer.data
    assert db.session.scalar(db.select(KeptForm)) is None


def test_form_of_another_session_is_kept_for_whoever_is_signed_in(browser: Browser, diary: list[str]) -> None:
    user = make_user()
    browser.sign_in(user).get(PAGE)
    page = browser.submit(None, 400, line="Dear diary", csrf_token="of another session")
    assert "what you wrote is in it" in page.text
    link = next(link for link in page.links if "kept=" in link)
    assert browser.get(link).form().values("line") == ["Dear diary"]
    assert diary == []


def test_too_large_a_form_is_not_kept_and_said_so(browser: Browser, diary: list[str]) -> None:
    write_after_the_end(browser.sign_in(make_user()), "x" * 70_000)
    assert "kept=" not in browser.page.location
    assert "nothing was changed" in browser.follow().text


def test_other_form_leads_to_the_sign_in_page_without_being_kept(browser: Browser, diary: list[str]) -> None:
    diary.append("a line")
    browser.sign_in(make_user()).get(PAGE)
    end_sessions()
    browser.post("/diary/burn", browser.page.form().filled({}))
    assert "nothing was changed" in browser.follow().text
    assert diary == ["a line"]


def test_script_is_told_instead_of_redirected(browser: Browser, diary: list[str]) -> None:
    form = browser.sign_in(make_user()).get(PAGE).form()
    end_sessions()
    answer = browser.client.post(PAGE, data=form.filled({}), headers={"X-Requested-With": "autosave"})
    assert answer.status_code == 401


def test_stale_form_without_keeping_shows_what_was_typed(browser: Browser) -> None:
    page = browser.submit(
        "/account/register", 400, name="Mira Hoxha", password="secret words", csrf_token="old"
    )
    assert "Mira Hoxha" in page.text
    assert "secret words" not in page.html
