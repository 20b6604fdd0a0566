"""The main job: from the first visit to a record that others find, and out of the library again."""

import io
from xml.etree import ElementTree

import pytest

from marketplace import outbox
from marketplace.library import indexing
from marketplace.resources.models import Kind
from tests.browsing import Page
from tests.journeys import steps
from tests.journeys.answers import CHAMBER, TITLES
from tests.journeys.steps import Person, Site, verified_author
from tests.mailbox import last_mail, sent_mails
from tests.starter import ADMIN, MODERATOR

CORRIDOR = "origin=BA&destination=CZ"
ATOM = "{http://www.w3.org/2005/Atom}"


def titles_found(visitor: Person, question: str) -> set[str]:
    """The titles that a search shows; pages, programming interface and feed must agree."""
    shown = "".join(visitor.get(f"/library?{question}&page={number}").text for number in (1, 2))
    items = visitor.client.get(f"/api/v1/library?{question}&per_page=100").get_json()["items"]
    found = {item["title"] for item in items}
    feed = ElementTree.fromstring(visitor.client.get(f"/library.atom?{question}").data)  # noqa: S314  # our own
    assert {entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")} == found
    assert all(title in shown for title in found)
    return found


def public_path(visitor: Person, title: str) -> str:
    """Where a visitor reads a record, found by searching for its title."""
    visitor.get(f"/library?q={title}&{CORRIDOR}")
    return next(link for link in visitor.page.links if link.startswith(f"{visitor.prefix}/library/"))


def article(page: Page) -> str:
    """The record on a page, without what follows it on the public one."""
    return " ".join(page.html.split('<article class="record">')[1].split("</article>")[0].split())


@pytest.mark.parametrize("language", ["en", "fa"])
def test_four_records_go_from_the_first_visit_to_the_library_and_out_again(site: Site, language: str) -> None:
    author = site.newcomer("Jana Nováková", "jana@example.org", language)
    moderator, admin = site.member(MODERATOR, language), site.member(ADMIN, language)
    visitor = site.visitor(language)

    organisation = steps.create_organisation(author, CHAMBER)
    steps.ask_verification(author, organisation)
    steps.verify(admin, organisation, CHAMBER)
    assert len(sent_mails("jana@example.org")) == 2  # to confirm the address, and that it is verified

    before = titles_found(visitor, CORRIDOR)
    records = {kind: steps.draft(author, kind) for kind in Kind}
    for record in records.values():
        steps.send(author, record)
    preview = article(author.get(f"/workspace/records/{records[Kind.OFFERING]}/preview"))
    assert titles_found(visitor, CORRIDOR) == before

    practice = records[Kind.CASE_STUDY]
    steps.decide(moderator, practice, "take")
    steps.decide(moderator, practice, "request_changes", "Say how many women took part.")
    assert f"/workspace/records/{practice}" in last_mail("jana@example.org").text
    assert "women took part" in author.get("/workspace").text
    assert "women took part" in author.get(f"/workspace/records/{practice}").text
    steps.edit(author, practice, "results", results="Of 240 who started, 31 were women; 221 finished.")
    steps.send(author, practice, "resend")

    for record in records.values():
        steps.publish(moderator, record)
    assert titles_found(visitor, CORRIDOR) == before | set(TITLES.values())
    assert TITLES[Kind.NEED] not in titles_found(visitor, "origin=CZ&destination=BA")

    assert article(visitor.get(public_path(visitor, TITLES[Kind.OFFERING]))).startswith(preview)
    path = public_path(visitor, TITLES[Kind.CASE_STUDY])
    assert "31 were women" in visitor.get(path).text
    edited_record_waits_while_the_live_one_stays(author, moderator, visitor, practice, path)
    archived_record_is_gone(author, visitor, practice, path)
    assert titles_found(visitor, CORRIDOR) == before | set(TITLES.values()) - {TITLES[Kind.CASE_STUDY]}
    assert indexing.check() == []
    assert outbox.waiting() == {}


def edited_record_waits_while_the_live_one_stays(
    author: Person, moderator: Person, visitor: Person, record: str, path: str
) -> None:
    """A second version: hidden until it is approved, then live, while the first can still be read."""
    steps.move(author, record, "revise")
    steps.edit(author, record, "glance", title="Carpenters learn the words of the whole house")
    assert "whole house" not in visitor.get(path).text
    steps.send(author, record)
    assert "whole house" not in visitor.get(path).text
    assert not any("whole house" in title for title in titles_found(visitor, "q=whole+house"))
    steps.publish(moderator, record)

    assert any("whole house" in title for title in titles_found(visitor, "q=whole+house"))
    visitor.get(path, status=301)
    visitor.follow()
    assert "whole house" in visitor.page.text
    frozen = visitor.get(f"/library/{record}/revisions/1")
    assert "building site" in frozen.text
    visitor.get(f"/library/{record}/revisions/3", status=404)


def archived_record_is_gone(author: Person, visitor: Person, record: str, path: str) -> None:
    """Once archived it is nowhere: page, versions, search, feed."""
    current = visitor.get(f"/library/{record}", status=301).location
    steps.move(author, record, "archive", "The course has ended.")
    outbox.drain()
    for address in (path, current, f"/library/{record}/revisions/1"):
        visitor.get(address, status=410)
    assert visitor.client.get(f"/api/v1/library/{record}").status_code == 410


def test_attached_file_can_be_fetched_while_the_record_is_public(site: Site) -> None:
    author, moderator, visitor = verified_author(site), site.member(MODERATOR), site.visitor()
    record = steps.draft(author, Kind.DOCUMENT)
    file = (io.BytesIO(steps.PDF), "handbook.pdf")
    author.submit(f"/workspace/records/{record}/edit/files", files=file, button=("upload", "1"))
    download = next(link for link in author.follow().links if link.endswith("handbook.pdf"))
    assert visitor.client.get(download).status_code == 404

    steps.send(author, record)
    steps.publish(moderator, record)
    answer = visitor.client.get(download)
    assert answer.data == steps.PDF
    answer.close()
    assert answer.headers["Content-Disposition"].startswith("attachment")

    steps.move(author, record, "archive", "It is out of date.")
    assert visitor.client.get(download).status_code in {404, 410}
