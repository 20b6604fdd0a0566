"""From the upload to the search result: files are read once, found by page, gone with their record."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace import outbox
from marketplace.database import db
from marketplace.documents import operations, reading
from marketplace.documents.models import DocumentPage, DocumentText, Reading
from marketplace.library import indexing
from marketplace.resources import attachments
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Revision, State
from marketplace.resources.moves import move
from marketplace.search.engine import Query
from tests.browsing import Browser
from tests.documents import files
from tests.factories import make_record, move_to

GUIDE = ("Welcome to the county", "Bring your residence permit to the zeppelin hangar")


@pytest.fixture(autouse=True)
def index(app: Flask) -> None:
    """An empty index, ready."""
    indexing.rebuild()


def with_file(
    content: bytes, name: str = "guide.pdf", state: State = State.DRAFT, **answers: str
) -> Revision:
    """A document with a file, led to a state."""
    revision = make_record(Kind.DOCUMENT, **answers)
    attachments.add(revision, revision.author, io.BytesIO(content), name)
    return move_to(revision, revision.author, state)


def record_url(revision: Revision) -> str:
    """The address of the public page."""
    return f"/library/{revision.resource_id}/{revision.resource.slug}"


def page_of(client: FlaskClient, words: str, prefix: str = "") -> str:
    """The search page for some words."""
    return client.get(f"{prefix}/library", query_string={"q": words}).get_data(as_text=True)


def test_word_of_a_page_finds_the_record_and_links_to_the_page(client: FlaskClient) -> None:
    revision = with_file(files.pdf(*GUIDE), state=State.PUBLISHED)
    outbox.drain()
    page = page_of(client, "zeppelin permit")
    assert f"/library/{revision.resource_id}/" in page
    assert (
        f'href="/files/{revision.attachments[0].id}/guide.pdf#page=2" lang="en" dir="ltr">p. 2:</a>' in page
    )
    assert "<mark>zeppelin</mark> hangar" in page
    item = client.get("/api/v1/library?q=zeppelin").get_json()["items"][0]
    assert item["found_in"]["number"] == 2


def test_page_with_the_words_wins_over_one_with_many_that_begin_alike(client: FlaskClient) -> None:
    with_file(files.pdf("zeppeliner zeppelinist zeppelinery", *GUIDE), state=State.PUBLISHED)
    outbox.drain()
    assert "guide.pdf#page=3" in page_of(client, "hangar zeppelin")


def test_page_where_the_words_stand_together_wins_over_one_that_scatters_them(client: FlaskClient) -> None:
    scattered = "Residence papers. " + "Much else about life here. " * 12 + "A zeppelin. Permit offices."
    with_file(files.pdf(scattered, *GUIDE, "residence permit zeppelin"), state=State.PUBLISHED)
    outbox.drain()
    assert "guide.pdf#page=4" in page_of(client, "residence permit zeppelin")


def test_page_is_named_although_the_record_itself_holds_a_word_of_the_question(client: FlaskClient) -> None:
    with_file(files.pdf(*GUIDE), state=State.PUBLISHED)
    outbox.drain()
    assert "guide.pdf#page=2" in page_of(client, "zeppelin hangar mentors")
    assert "guide.pdf#page=2" in page_of(client, '"your residence permit" mentors')
    assert "guide.pdf#page" not in page_of(client, "mentors")


def test_quoted_words_of_a_right_to_left_page_are_found_in_their_order(client: FlaskClient) -> None:
    drawn = [".", *reversed(["توجد", "نقطة", "اتصال", "لكل", "سؤال", "في", "منطقة", "أوغسبورغ"])]
    revision = with_file(files.pdf_of_words(drawn), "دليل.pdf", State.PUBLISHED, language="ar")
    outbox.drain()
    assert f"/library/{revision.resource_id}/" in page_of(client, '"نقطة اتصال لكل سؤال"')
    assert f"/library/{revision.resource_id}/" not in page_of(client, '"سؤال لكل اتصال نقطة"')


def test_right_to_left_line_that_is_drawn_as_one_keeps_its_order(client: FlaskClient) -> None:
    drawn = files.pdf(".توجد نقطة اتصال لكل سؤال في منطقة"[::-1])
    revision = with_file(drawn, "دليل.pdf", State.PUBLISHED, language="ar")
    outbox.drain()
    assert f"/library/{revision.resource_id}/" in page_of(client, '"نقطة اتصال لكل سؤال"')


def test_record_published_before_its_file_is_read_becomes_findable(client: FlaskClient) -> None:
    revision = with_file(files.pdf(*GUIDE), state=State.PUBLISHED)
    indexing.follow([outbox.OutboxJob(key=revision.resource_id)])
    assert "guide.pdf#page=2" not in page_of(client, "zeppelin")
    assert f"/library/{revision.resource_id}/" in page_of(client, "mentors")
    outbox.drain()
    assert "guide.pdf#page=2" in page_of(client, "zeppelin")


def test_file_read_before_publication_is_found_only_after_it_and_not_after_withdrawal(
    client: FlaskClient,
) -> None:
    revision = with_file(files.pdf(*GUIDE))
    outbox.drain()
    assert "guide.pdf" not in page_of(client, "zeppelin")
    revision = move_to(revision, revision.author, State.PUBLISHED)
    outbox.drain()
    assert "guide.pdf" in page_of(client, "zeppelin")
    move(revision, Action.ARCHIVE, revision.author, reason="It is out of date.")
    outbox.drain()
    assert "guide.pdf" not in page_of(client, "zeppelin")
    assert indexing.engine().find(Query(text="zeppelin")).total == 0


def test_rebuild_keeps_the_text_of_files(client: FlaskClient) -> None:
    with_file(files.pdf(*GUIDE), state=State.PUBLISHED)
    outbox.drain()
    indexing.rebuild()
    assert "guide.pdf#page=2" in page_of(client, "zeppelin")


def test_right_to_left_page_is_named_and_not_quoted(client: FlaskClient) -> None:
    with_file(files.pdf("صفحة", "تصريح الإقامة"[::-1]), "دليل.pdf", State.PUBLISHED, language="ar")
    outbox.drain()
    page = page_of(client, "الإقامة")
    assert "Found on p. 2 of <bdi>دليل.pdf</bdi></a></span>" in page
    assert "تصريح" not in page
    assert "یافته‌شده در صفحهٔ 2 از <bdi>دليل.pdf</bdi>" in page_of(client, "الإقامة", "/fa")


def test_slide_and_word_file_are_named_in_their_own_way(client: FlaskClient) -> None:
    talk = with_file(files.pptx("Welcome", "Zeppelin"), "talk.pptx", State.PUBLISHED)
    with_file(files.docx("A dirigible"), "letter.docx", State.PUBLISHED)
    outbox.drain()
    assert ">Slide 2:</a>" in page_of(client, "zeppelin")
    assert ">In <bdi>letter.docx</bdi>:</a>" in page_of(client, "dirigible")
    assert "· 2 slides</span>" in client.get(record_url(talk)).text


@pytest.mark.parametrize("make", [files.docx, files.pptx])
def test_quoted_right_to_left_words_of_an_office_file_are_found_and_shown(
    client: FlaskClient, make: Callable[..., bytes]
) -> None:
    name = f"letter.{make.__name__}"
    revision = with_file(make("توجد نقطة اتصال لكل سؤال"), name, State.PUBLISHED, language="ar")
    outbox.drain()
    page = page_of(client, '"نقطة اتصال لكل سؤال"')
    assert f"/library/{revision.resource_id}/" in page
    assert name in page
    assert "توجد <mark>" in page


def test_same_content_is_read_once_and_again_only_on_demand(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, calls = reading.read, []
    monkeypatch.setattr(reading, "read", lambda *given: calls.append(given) or read(*given))
    content = files.broken_pdf()
    with_file(content)
    with_file(content, "copy.pdf")
    outbox.drain()
    assert len(calls) == 1
    assert db.session.scalars(select(DocumentText.state)).all() == [Reading.BROKEN]
    assert (operations.queue_unread(), operations.retry(), operations.retry()) == (0, 1, 1)
    outbox.drain()
    assert len(calls) == 2
    assert db.session.scalar(select(func.count()).select_from(DocumentText)) == 1


def test_keeping_twice_leaves_one_text(app: Flask) -> None:
    revision = with_file(files.pdf(*GUIDE))
    outbox.drain()
    found = reading.Found(Reading.READ, 1, texts=((1, "Another text"),))
    operations.keep(revision.attachments[0].sha256, found)
    operations.keep(revision.attachments[0].sha256, found)
    assert db.session.scalars(select(DocumentPage.text)).all() == ["Another text"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (files.scan(), "scan.pdf", "It is probably a scan."),
        (files.locked_pdf("secret", "Nobody reads this"), "locked.pdf", "This file asks for a password"),
        (files.broken_pdf(), "broken.pdf", "We could not read this file."),
    ],
    ids=["scan", "locked", "broken"],
)
def test_author_is_told_of_a_file_without_text_which_stays_published(
    app: Flask, content: bytes, name: str, said: str
) -> None:
    revision = with_file(content, name, state=State.PUBLISHED)
    outbox.drain()
    author = Browser(app)
    author.sign_in(revision.author)
    shown = author.get(f"/workspace/records/{revision.resource_id}").text
    assert "Files without searchable text" in shown
    assert said in shown
    public = Browser(app).get(record_url(revision))
    assert name in public.text
    assert said not in public.text


def test_file_list_of_the_editor_says_how_reading_went(app: Flask) -> None:
    revision = with_file(files.pdf("Text", ""))
    author = Browser(app)
    author.sign_in(revision.author)
    address = f"/workspace/records/{revision.resource_id}/edit/files"
    assert "We are reading its text now." in author.get(address).text
    outbox.drain()
    assert "1 of 2 pages have text." in author.get(address).text


def test_picture_of_the_first_page_is_for_those_who_may_have_the_file(client: FlaskClient) -> None:
    draft = with_file(files.pdf(*GUIDE))
    record = with_file(files.pdf("Other"), state=State.PUBLISHED)
    kept = client.get(record_url(record)).get_data(as_text=True)
    assert "/thumbnails/" not in kept
    outbox.drain()
    address = f"/thumbnails/{record.attachments[0].id}.webp"
    shown = client.get(record_url(record)).get_data(as_text=True)
    assert f'src="{address}" width="240" height="320" alt="" loading="lazy"' in shown
    with client.get(address) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert client.get(f"/thumbnails/{draft.attachments[0].id}.webp").status_code == 404
