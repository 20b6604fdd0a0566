"""Two providers state a hand-over over HTTP; it is shown, found, ended, and rests with its records."""

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from marketplace import events, outbox
from marketplace.database import db
from marketplace.handovers.models import HandOver, HandOverState
from marketplace.library import fallback
from marketplace.library.forms import LibraryFilters
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import State
from marketplace.resources.moves import move
from tests.browsing import Browser
from tests.corridors.conftest import reader
from tests.factories import move_to
from tests.handovers.conftest import Sides
from tests.mailbox import sent_mails

__all__ = ["reader"]


def test_both_sides_state_a_hand_over_and_one_ends_it(app: Flask, sides: Sides, reader: FlaskClient) -> None:
    teacher, host = Browser(app).sign_in(sides.teacher), Browser(app).sign_in(sides.host)
    own = f"/workspace/records/{sides.course.id}"
    assert f"{own}/hand-overs/new" in teacher.get(own).links
    page = teacher.get(f"{own}/hand-overs/new?q=first+hamburg")
    choice = next(link for link in page.links if f"other={sides.welcome.id}" in link)
    teacher.submit(choice, number=0, gives=["plan"], note="By mail.", since="2023-05-31", for_whom="nurses")
    assert "Nobody else sees it" in teacher.follow().text
    shown = teacher.page.path
    assert "hand-overs" not in _page(reader, sides.course.id)

    (mail,) = [one for one in sent_mails(sides.host.email) if "proposes" in one.subject]
    assert mail.link == shown
    assert "1 waits for your answer." in host.get("/workspace").text
    host.submit(mail.link, action="/accept")
    assert "Accepted by both" in host.follow().text
    assert any("has accepted" in one.subject for one in sent_mails(sides.teacher.email))
    assert _is_shown(reader, sides) == (True, True, True, True)
    assert _found(reader) == {sides.course.id, sides.welcome.id}

    host.submit(shown, action="/end", ended_on="", reason="The budget is spent.")
    assert "The budget is spent." in host.follow().text
    (mail,) = [one for one in sent_mails(sides.teacher.email) if "has ended" in one.subject]
    assert "The budget is spent." in mail.text
    assert _is_shown(reader, sides) == (False, False, False, False)
    assert _found(reader) == set()
    (one,) = _all()
    actions = [event.action for event in events.history("hand_over", one.id)]
    assert (one.state, actions) == (HandOverState.ENDED, ["propose", "accept", "end"])


def test_hand_over_rests_while_a_record_is_archived(app: Flask, sides: Sides, reader: FlaskClient) -> None:
    one = sides.accepted()
    outbox.drain()
    archived = move(sides.welcome.live_revision, Action.ARCHIVE, sides.host, "Over for now.")  # type: ignore[arg-type]  # it is live
    outbox.drain()
    assert _found(reader) == set()
    assert "First weeks" not in _page(reader, sides.course.id)
    browser = Browser(app).sign_in(sides.teacher)
    assert "is not in the library now" in browser.get(f"/workspace/hand-overs/{one.id}").text
    move_to(move(archived, Action.RESTORE, sides.host), sides.host, State.PUBLISHED)
    outbox.drain()
    assert _found(reader) == {sides.course.id, sides.welcome.id}
    assert "First weeks" in _page(reader, sides.course.id)


def test_filter_agrees_between_index_sql_html_and_json(sides: Sides, reader: FlaskClient) -> None:
    sides.accepted()
    outbox.drain()
    with_index = _found(reader)
    payload = reader.get("/api/v1/library?handover=yes").json
    assert payload is not None
    assert {item["id"] for item in payload["items"]} == with_index
    assert all(item["handover"] for item in payload["items"])
    assert payload["facets"]["handover"] == {"yes": 2}
    assert reader.get("/api/v1/library?handover=no").status_code == 400
    page = reader.get("/library?handover=yes").text
    assert page.count("With a hand-over") >= 3  # chip, filter, cards
    assert payload["items"][0]["title"] in page
    ids, total = fallback.find(LibraryFilters.read(MultiDict({"handover": "yes"})).query("en"))
    assert set(ids) == with_index == {sides.course.id, sides.welcome.id}
    assert total == len(ids)


def _is_shown(reader: FlaskClient, sides: Sides) -> tuple[bool, ...]:
    """On both records, on the corridor, and on the cards of the library."""
    outbox.drain()
    return (
        "First weeks in the ward" in _page(reader, sides.course.id),
        "German for nurses" in _page(reader, sides.welcome.id),
        'id="hand-overs"' in reader.get("/corridors/AL-DE").text,
        "With a hand-over" in reader.get("/library").text,
    )


def _page(reader: FlaskClient, resource_id: str) -> str:
    """The page of a record up to the records like it."""
    location = reader.get(f"/library/{resource_id}").location
    assert location
    return reader.get(location).text.partition('id="alike"')[0]


def _found(reader: FlaskClient) -> set[str]:
    return set(re.findall(r'/library/([^/"]+)/[^"]*" lang', reader.get("/library?handover=yes").text))


def _all() -> list[HandOver]:
    return list(db.session.scalars(db.select(HandOver)))
