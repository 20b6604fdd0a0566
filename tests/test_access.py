"""Walks over every address: access is declared, reading changes nothing, no form works without its token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from marketplace import outbox
from marketplace.access import Access, level_of
from marketplace.accounts.models import SiteRole, UserSession
from marketplace.database import Model, db
from marketplace.introductions import operations as introductions
from marketplace.introductions import safety
from marketplace.introductions.models import OrganisationBlock
from marketplace.resources.models import State
from marketplace.shelves import operations as collections
from marketplace.shelves import searches
from marketplace.transaction import transaction
from tests.browsing import ORIGIN, Browser
from tests.factories import make_organisation, make_record, make_user

WRITING = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def things(app: Flask) -> dict[str, str]:
    """A person of each ring, an organisation and records, so that addresses lead to something."""
    boss = make_user("Boss Person", "boss@example.org", roles=[SiteRole.ADMIN, SiteRole.MODERATOR])
    owner = make_user("Owner Person", "owner@example.org")
    organisation = make_organisation(owner, verified=True)
    live = make_record(organisation=organisation, author=owner, state=State.PUBLISHED)
    waiting = make_record(organisation=organisation, author=owner, state=State.SUBMITTED)
    outbox.drain()  # an index that is there needs no rebuilding
    collection = collections.create_collection(owner, {"title": "Kept", "visibility": "public"})
    item = collections.add_record(collection, owner, live.resource_id)
    search = searches.save_search(owner, "q=nurses", {"name": "Nurses", "frequency": "daily"})
    asking = make_user("Asking Person")
    make_organisation(asking)
    introduction = introductions.ask(asking, organisation, {"text": "We would like to meet you."})
    report = safety.report(introduction, owner, "This is an advertisement.")
    safety.block(introduction, owner)
    block = db.session.scalars(db.select(OrganisationBlock)).one()
    return {
        "introduction_id": introduction.id,
        "report_id": report.id,
        "block_id": block.id,
        "collection_id": collection.id,
        "item_id": item.id,
        "search_id": search.id,
        "user_id": boss.id,
        "resource_id": waiting.resource_id,
        "revision_id": waiting.id,
        "organisation_id": organisation.id,
        "slug": organisation.slug,
    }


def rules(app: Flask) -> Iterator[Rule]:
    """All addresses but the static files."""
    return (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")


def address(app: Flask, rule: Rule, things: dict[str, str]) -> str:
    """An address of a rule, with real ids where the argument's name tells which."""
    values: dict[str, Any] = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        if isinstance(converter, IntegerConverter):
            values[name] = 1
        elif hasattr(converter, "items"):
            values[name] = sorted(converter.items)[0]
        else:
            values[name] = things.get(name, "AL-DE" if name == "corridor" else "x")
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def rows() -> dict[str, list[str]]:
    """All rows of all tables, as the file holds them."""
    db.session.rollback()
    connection = db.session.connection()
    found = {
        name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"')))  # noqa: S608  # our tables
        for name in Model.metadata.tables
    }
    db.session.rollback()
    return found


def test_every_address_declares_its_access(app: Flask) -> None:
    assert [rule.rule for rule in rules(app) if level_of(app, rule.endpoint) is None] == []


def test_writing_is_never_labelled_public(app: Flask) -> None:
    """Public answers may be cached by proxies."""
    wrong = [r.rule for r in rules(app) if r.methods & WRITING and level_of(app, r.endpoint) is Access.PUBLIC]
    assert wrong == []


@pytest.mark.parametrize("who", ["boss@example.org", "owner@example.org", None])
def test_reading_changes_nothing(app: Flask, things: dict[str, str], who: str | None) -> None:
    browser = Browser(app)
    if who:
        browser.sign_in(who)
    before = rows()
    for rule in rules(app):
        if "GET" in rule.methods:
            answer = browser.client.get(address(app, rule, things))
            assert answer.status_code < 500 or rule.rule == "/readyz", rule.rule
            assert rows() == before, f"GET {rule.rule} changed something"


@pytest.mark.parametrize("token", [None, "of another session"])
def test_writing_without_token_changes_nothing(app: Flask, things: dict[str, str], token: str | None) -> None:
    browser = Browser(app).sign_in("boss@example.org")
    before = rows()
    for rule in rules(app):
        for method in sorted(rule.methods & WRITING):
            answer = browser.client.open(
                address(app, rule, things),
                method=method,
                data={"csrf_token": token, "name": "x"} if token else {"name": "x"},
                headers={"Origin": "https://evil.example"},
            )
            assert answer.status_code == 400, f"{method} {rule.rule}: {answer.status_code}"
            assert rows() == before, f"{method} {rule.rule} changed something"


def test_members_pages_send_strangers_to_sign_in(app: Flask, things: dict[str, str]) -> None:
    browser = Browser(app)
    for rule in rules(app):
        level = level_of(app, rule.endpoint)
        if "GET" in rule.methods and level not in {Access.PUBLIC, Access.ANYBODY}:
            answer = browser.client.get(address(app, rule, things))
            assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (
                303,
                "/account/sign-in",
            ), rule.rule


def test_members_without_role_stay_outside(app: Flask, things: dict[str, str]) -> None:
    browser = Browser(app).sign_in(make_user())
    for rule in rules(app):
        level = level_of(app, rule.endpoint)
        if "GET" in rule.methods and level in {Access.REVIEWER, Access.MODERATOR, Access.ADMIN}:
            assert browser.client.get(address(app, rule, things)).status_code == 403, rule.rule


def test_session_that_ended_opens_nothing(app: Flask, things: dict[str, str]) -> None:
    browser = Browser(app).sign_in("boss@example.org")
    browser.get("/account")
    token = browser.page.form("/account/sign-out").values("csrf_token")[0]
    with transaction():
        db.session.execute(db.delete(UserSession))
    before = rows()
    for rule in rules(app):
        if rule.methods & WRITING and level_of(app, rule.endpoint) is not Access.ANYBODY:
            answer = browser.client.post(
                address(app, rule, things), data={"csrf_token": token}, headers={"Origin": ORIGIN}
            )
            assert answer.headers.get("Location", "").startswith("/account/sign-in"), rule.rule
    after = rows()
    before.pop("kept_form")
    after.pop("kept_form")
    assert after == before
