"""The way of a record through the workspace, over the real forms."""

from flask import Flask

from marketplace.database import db
from marketplace.resources.models import Kind, Resource, State
from tests.browsing import Browser
from tests.factories import make_organisation, make_user


def start(browser: Browser, kind: str = "need", title: str = "Partner for German courses") -> str:
    """Start a record; its address in the workspace."""
    browser.submit(f"/workspace/records/new?kind={kind}", title=title, language="en")
    return browser.page.location.rsplit("/edit/", 1)[0]


def test_a_need_is_written_checked_and_sent(app: Flask) -> None:
    owner = make_user()
    make_organisation(owner)
    browser = Browser(app).sign_in(owner)
    address = start(browser)
    browser.submit(
        f"{address}/edit/glance",
        sought="We look for a school in Germany that teaches nurses from Albania before they arrive.",
        side_sought="destination",
    )
    browser.submit(
        f"{address}/edit/corridors",
        **{"corridors-0-origin": "AL", "corridors-0-destination": "DE"},
        phase=["pre_departure"],
        booster=["job_matching"],
    )
    assert browser.page.location.endswith("/edit/files")
    browser.get(f"{address}/check")
    assert "Still to do" not in browser.page.text
    browser.submit(None, action="/send", true_today="y")
    assert "Sent for review" in browser.follow().text
    resource = db.session.scalars(db.select(Resource)).one()
    assert resource.latest_revision.state == State.SUBMITTED
    assert resource.latest_revision.pairs == [("AL", "DE")]
    assert resource.kind == Kind.NEED
