"""The admins' overview and what they do to members."""

import pytest
from flask import Flask

from marketplace.accounts import admin
from marketplace.accounts.models import SiteRole, User
from marketplace.database import db
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.events import AuditEvent
from tests.browsing import Browser
from tests.factories import make_user


@pytest.fixture
def boss(app: Flask) -> User:
    """An admin."""
    return make_user("Boss Person", roles=[SiteRole.ADMIN])


@pytest.mark.parametrize("roles", [[], ["translator"], ["expert_reviewer"], ["moderator"]])
def test_others_do_not_get_in(browser: Browser, roles: list[str]) -> None:
    user = make_user(roles=roles)
    browser.sign_in(user)
    for path in ("/admin", "/admin/members", f"/admin/members/{user.id}"):
        browser.get(path, 403)


def test_overview_shows_figures_of_all_domains(browser: Browser, boss: User) -> None:
    page = browser.sign_in(boss).get("/admin")
    assert "Members" in page.text
    assert "jobs waiting" in page.text
    assert "Missing: searches are slower" in page.text


@pytest.mark.parametrize(
    ("words", "found"),
    [("mira", True), ("MIRA hox", True), ("hoxha@", True), ("%", False), ("_", False), ("x" * 500, False)],
)
def test_members_are_found_by_parts_of_name_and_address(
    browser: Browser, boss: User, words: str, found: bool
) -> None:
    make_user("Mira Hoxha", "hoxha@example.org")
    browser.sign_in(boss)
    page = Browser.get(browser, f"/admin/members?q={words.replace('%', '%25')}")
    assert ("Mira Hoxha" in page.text) is found


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999999999999999999", ""])
def test_page_out_of_range_is_no_failure(browser: Browser, boss: User, page: str) -> None:
    browser.sign_in(boss).get(f"/admin/members?page={page}")


def test_member_is_disabled_and_enabled(browser: Browser, app: Flask, boss: User) -> None:
    user = make_user()
    theirs = Browser(app).sign_in(user)
    path = f"/admin/members/{user.id}"
    browser.sign_in(boss).submit(path, action="/disable")
    assert "Disabled" in browser.follow().text
    theirs.get("/account", 303)
    browser.submit(path, action="/enable")
    theirs.sign_in(user)
    actions = [e.action for e in db.session.scalars(db.select(AuditEvent)) if e.actor_id == boss.id]
    assert actions == ["signed_in", "account_disabled", "account_enabled"]


def test_roles_are_given_and_sessions_end(browser: Browser, app: Flask, boss: User) -> None:
    user = make_user()
    theirs = Browser(app).sign_in(user)
    browser.sign_in(boss).submit(
        f"/admin/members/{user.id}", action="/roles", roles=["moderator", "translator"]
    )
    assert db.session.get(User, user.id).roles == ["translator", "moderator"]
    theirs.get("/account", 303)


def test_unknown_role_changes_nothing(browser: Browser, boss: User) -> None:
    user = make_user()
    browser.sign_in(boss).submit(f"/admin/members/{user.id}", 422, action="/roles", roles=["king"])
    with pytest.raises(Invalid):
        admin.set_roles(user, boss, ["king"])
    assert db.session.get(User, user.id).roles == []


def test_only_admin_keeps_the_role(app: Flask, boss: User) -> None:
    with pytest.raises(Conflict):
        admin.set_roles(boss, boss, [])
    other = make_user(roles=[SiteRole.ADMIN])
    admin.set_roles(boss, boss, [])
    assert db.session.get(User, boss.id).roles == []
    with pytest.raises(NotAllowed):
        admin.set_roles(other, boss, [])


def test_nobody_disables_themselves(app: Flask, boss: User) -> None:
    with pytest.raises(Conflict):
        admin.disable(boss, boss)


def test_operations_refuse_whoever_is_no_admin(app: Flask, boss: User) -> None:
    moderator = make_user(roles=[SiteRole.MODERATOR])
    for act in (
        lambda: admin.disable(boss, moderator),
        lambda: admin.enable(boss, moderator),
        lambda: admin.set_roles(moderator, moderator, [SiteRole.ADMIN]),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_unknown_member_is_not_found(browser: Browser, boss: User) -> None:
    browser.sign_in(boss).get("/admin/members/nobody", 404)
