"""Digests of saved searches: at the right time, each once, stopped with one click."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask

from marketplace import mail, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.library import indexing
from marketplace.library.engine import engine
from marketplace.shelves import digests, searches
from marketplace.shelves.models import SavedSearch
from marketplace.shelves.searches import DIGEST_TOPIC, next_due
from marketplace.transaction import transaction
from tests.browsing import Browser
from tests.factories import make_user
from tests.library.conftest import Publish
from tests.mailbox import sent_mails
from tests.shelves.conftest import ALBANIA, DAILY


def after(days: float) -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True)


@pytest.mark.parametrize(
    ("frequency", "zone", "now", "due"),
    [
        ("daily", "UTC", "2026-11-23T06:59", "2026-11-23T07:00"),
        ("daily", "UTC", "2026-11-23T07:00", "2026-11-24T07:00"),
        ("daily", "Asia/Tehran", "2026-11-23T12:00", "2026-11-24T03:30"),
        ("daily", "America/New_York", "2026-11-23T01:00", "2026-11-23T12:00"),
        ("daily", "Europe/Berlin", "2026-10-24T10:00", "2026-10-25T06:00"),  # the clock goes back that night
        ("weekly", "Europe/Berlin", "2026-11-23T05:59", "2026-11-23T06:00"),
        ("weekly", "Europe/Berlin", "2026-11-23T06:00", "2026-11-30T06:00"),
        ("weekly", "No/Where", "2026-11-25T06:00", "2026-11-30T07:00"),
    ],
)
def test_digest_is_due_at_seven_where_the_reader_lives(frequency: str, zone: str, now: str, due: str) -> None:
    found = next_due(frequency, zone, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert next_due("never", zone, datetime.now(UTC)) is None


@pytest.mark.parametrize("frequency", ["daily", "weekly"])
def test_new_time_zone_moves_the_very_next_digest(
    app: Flask, publish: Publish, reader: User, frequency: str
) -> None:
    search = searches.save_search(reader, ALBANIA, DAILY | {"frequency": frequency})
    silent = searches.save_search(reader, "kind=offering", DAILY | {"frequency": "never"})
    publish(title="A newer course")
    Browser(app).sign_in(reader).submit("/account/time-zone", time_zone="America/New_York")
    due = search.due_at
    assert due == next_due(frequency, "America/New_York", datetime.now(UTC))
    assert silent.due_at is None
    with time_machine.travel(due - timedelta(minutes=1), tick=True):
        assert sent_mails(reader.email) == []
    with time_machine.travel(due + timedelta(minutes=1), tick=True):
        assert len(sent_mails(reader.email)) == 1
    with time_machine.travel(due + timedelta(hours=12), tick=True):
        assert len(sent_mails(reader.email)) == 1


def test_digest_tells_once_of_what_is_new_and_of_nothing_else(publish: Publish, reader: User) -> None:
    publish(title="An older course")
    searches.save_search(reader, ALBANIA, DAILY)
    publish(title="A newer course")
    publish(title="Another corridor", corridors=[("PH", "IT")])
    assert sent_mails(reader.email) == []
    with after(1):
        [found] = sent_mails(reader.email)
        assert found.subject == "1 new record: Albania to Germany"
        assert "A newer course" in found.text
        assert "A newer course" in found.html
        assert "An older course" not in found.text
        assert "Another corridor" not in found.text
    with after(2):
        assert len(sent_mails(reader.email)) == 1
    publish(title="The newest course")
    with after(3):
        mails = sent_mails(reader.email)
        assert len(mails) == 2
        assert "The newest course" in mails[-1].text
        assert "A newer course" not in mails[-1].text


def test_digest_that_is_interrupted_is_sent_once(
    publish: Publish, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches.save_search(reader, ALBANIA, DAILY)
    publish(title="A newer course")
    outbox.drain()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for day, owner, name in (
        (1, mail, "send"),  # before the mail is queued, in the same transaction
        (1.1, outbox, "_remove"),  # after that was committed, before the job is gone
    ):
        with after(day), monkeypatch.context() as broken:
            broken.setattr(owner, name, killed)
            with pytest.raises(KeyboardInterrupt):
                outbox.drain()
        db.session.rollback()
    with after(1.2):
        assert len(sent_mails(reader.email)) == 1
    with after(2.3):
        assert outbox.waiting() == {DIGEST_TOPIC: 1}


def test_digest_waits_for_an_index_that_is_not_there(publish: Publish, reader: User) -> None:
    searches.save_search(reader, ALBANIA, DAILY)
    publish(title="A newer course")
    outbox.drain()
    engine().close()
    for file in engine()._folder.current().iterdir():  # type: ignore[attr-defined]  # the embedded engine
        file.unlink()
    with after(1):
        assert sent_mails(reader.email) == []
        assert db.session.scalars(db.select(SavedSearch)).one().due_at is not None
    engine().close()
    indexing.rebuild()
    with after(1.1):
        assert len(sent_mails(reader.email)) == 1


def test_digest_speaks_the_readers_language(publish: Publish) -> None:
    reader = make_user("Sara", "sara@example.org", language="fa")
    searches.save_search(reader, "", DAILY)
    publish(title="A newer course")
    with after(1):
        [found] = sent_mails(reader.email)
    assert 'lang="fa" dir="rtl"' in found.html
    assert "new record" not in found.subject
    assert "http://localhost/fa/library/" in found.text


def test_digest_is_stopped_by_one_click_without_signing_in(
    app: Flask, publish: Publish, reader: User
) -> None:
    search = searches.save_search(reader, ALBANIA, DAILY)
    publish(title="A newer course")
    with after(1):
        sent_mails(reader.email)
        headers = _headers_of_digest(app)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    assert path in sent_mails(reader.email)[0].text
    machine = app.test_client()
    assert machine.get(path).status_code == 200
    db.session.expire_all()
    assert search.frequency == "daily"
    answer = machine.post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    db.session.expire_all()
    assert (search.frequency, search.due_at) == ("never", None)
    assert machine.post(path).status_code == 200
    publish(title="The newest course")
    with after(9):
        assert len(sent_mails(reader.email)) == 1
        assert outbox.waiting() == {}
    assert machine.post(path[:-3] + "abc").status_code == 400


@pytest.mark.parametrize("kept", [-3, -12, None])
def test_link_that_was_cut_says_what_to_do(app: Flask, reader: User, kept: int | None) -> None:
    search = searches.save_search(reader, ALBANIA, DAILY)
    path = f"/digests/stop/{digests.token_of(search)}"[:kept] if kept else "/digests/stop"
    page = Browser(app).get(path, 400)
    assert "Copy the whole link" in page.text
    assert "/workspace/searches" in page.links
    assert search.frequency == "daily"


def _headers_of_digest(app: Flask) -> dict[str, str]:
    folder = Path(urlsplit(app.config["MAIL_URL"]).path)
    mails = (message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml"))
    return next({**found} for found in mails if found["List-Unsubscribe"])


def test_digest_of_a_disabled_or_changed_search_is_not_sent(publish: Publish, reader: User) -> None:
    search = searches.save_search(reader, ALBANIA, DAILY)
    publish(title="A newer course")
    searches.change_search(search, DAILY | {"frequency": "weekly"})
    searches.change_search(search, DAILY)
    other = searches.save_search(reader, "kind=offering", DAILY)
    searches.delete_search(other)
    with transaction():
        reader.disabled_at = datetime.now(UTC)
    with after(1):
        assert sent_mails(reader.email) == []
