"""The Atom feed of a search."""

import feedparser
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.resources.models import Resource
from tests.library.conftest import Publish


def test_feed_is_valid_and_names_each_record(library: dict[str, Resource], reader: FlaskClient) -> None:
    answer = reader.get("/library.atom?destination=DE")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.data)
    assert not found.bozo
    links = {link.rel: link.href for link in found.feed.links}
    assert links["self"] == "http://localhost/library.atom?destination=DE&sort=newest"
    assert links["alternate"] == "http://localhost/library?destination=DE&sort=newest"
    assert found.feed.updated_parsed
    assert found.feed.id.startswith("tag:localhost,2026:")
    entries = {entry.id: entry for entry in found.entries}
    entry = entries[f"tag:localhost,2026:record/{library['nurses'].id}"]
    assert entry.title == "Mentors for nurses"
    assert entry.author == "Bridge House"
    assert entry.link == f"http://localhost/library/{library['nurses'].id}/mentors-for-nurses"
    assert entry.updated_parsed
    assert {tag.term for tag in entry.tags} == {"case_study", "language_training"}
    times = [entry.updated for entry in found.entries]
    assert times == sorted(times, reverse=True)


def test_feed_of_nothing_is_valid(reader: FlaskClient) -> None:
    found = feedparser.parse(reader.get("/library.atom?q=<nothing>&kind=zzz").data)
    assert not found.bozo
    assert found.entries == []
    assert found.feed.updated


def test_feed_escapes_what_people_wrote(publish: Publish, reader: FlaskClient) -> None:
    title = "Rights & <b>duties</b> ]]> \ufffe “here”"
    publish(title=title)
    outbox.drain()
    found = feedparser.parse(reader.get("/library.atom").data)
    assert not found.bozo
    assert "<b>" not in reader.get("/library.atom").text


def test_search_page_names_its_feed(library: dict[str, Resource], reader: FlaskClient) -> None:
    html = reader.get("/library?q=mentors&kind=document").text
    assert 'type="application/atom+xml"' in html
    assert 'href="/library.atom?q=mentors&amp;kind=document"' in html


def test_feed_keeps_its_ids_under_a_new_title(library: dict[str, Resource], reader: FlaskClient) -> None:
    before = {entry.id for entry in feedparser.parse(reader.get("/library.atom").data).entries}
    assert before == {f"tag:localhost,2026:record/{record.id}" for record in library.values()}
    in_persian = feedparser.parse(reader.get("/fa/library.atom").data)
    assert {entry.id for entry in in_persian.entries} == before
    assert in_persian.feed.language == "fa"
