"""Somebody keeps a search and a collection, hears of what is new, shares it, and has the mails stopped."""

import re
from datetime import UTC, datetime, timedelta

import time_machine

from marketplace.resources.models import Kind
from tests.journeys import steps
from tests.journeys.answers import TITLES
from tests.journeys.steps import Site, verified_author
from tests.mailbox import sent_mails
from tests.starter import MODERATOR

READER = "amina@example.org"
CORRIDOR = "origin=BA&destination=CZ"


def test_saved_search_tells_of_a_new_record_until_its_mails_are_stopped(site: Site) -> None:
    reader, author = site.newcomer("Amina", READER, "fa"), verified_author(site)
    moderator = site.member(MODERATOR)
    reader.get(f"/library?{CORRIDOR}")
    reader.submit(next(one for one in reader.page.links if "/searches/new?" in one), frequency="daily")
    assert CORRIDOR.replace("&", "&amp;") in reader.follow().html
    before = len(sent_mails(READER))

    record = steps.draft(author, Kind.OFFERING)
    steps.send(author, record)
    steps.publish(moderator, record)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with time_machine.travel(tomorrow, tick=True):
        mails = sent_mails(READER)
        assert len(mails) == before + 1
        assert TITLES[Kind.OFFERING] in mails[-1].text
        assert f"/fa/library/{record}/" in mails[-1].text
        path = re.search(r"http://localhost(/fa/digests/stop/\S+)", mails[-1].text)
        assert path is not None
        stranger = site.visitor("fa")
        stranger.get(path[1])
        assert stranger.client.post(path[1], data={"List-Unsubscribe": "One-Click"}).status_code == 200

    another = steps.draft(author, Kind.NEED)
    steps.send(author, another)
    steps.publish(moderator, another)
    with time_machine.travel(tomorrow + timedelta(days=9), tick=True):
        assert len(sent_mails(READER)) == before + 1


def test_collection_by_link_is_seen_by_a_stranger_and_a_private_one_is_not(site: Site) -> None:
    reader, stranger = site.newcomer("Amina", READER), site.visitor()
    reader.get("/library?kind=case_study")
    link = next(one for one in reader.page.links if "/collections/add?record=" in one)
    reader.submit(link, collection="new", title="For my colleagues", note="Read the results first.")
    page = reader.follow().path.partition("#")[0]
    collection = steps.last_part(page)
    stranger.get(f"/collections/{collection}/for-my-colleagues", 404)

    reader.submit(f"{page}/edit", visibility="link")
    shared = re.search(r'value="http://localhost(/collections/link/[^"]+)"', reader.follow().html)
    assert shared is not None
    text = stranger.get(shared[1]).text
    assert "For my colleagues" in text
    assert "Read the results first." in text
    assert "Amina" not in text
    stranger.get(f"/collections/{collection}/for-my-colleagues", 404)
    stranger.get(f"/workspace/collections/{collection}", 303)

    reader.submit(f"{page}/edit", visibility="private")
    stranger.get(shared[1], 404)
