"""Collections as others read them: who may, what is left of records that go, how they are taken along."""

import csv
import io

import pytest
from flask import Flask

from marketplace import outbox
from marketplace.accounts.models import SiteRole, User
from marketplace.errors import Conflict
from marketplace.resources.lifecycle import Action
from marketplace.resources.moves import move
from marketplace.shelves import operations
from marketplace.shelves.models import Visibility
from tests.browsing import Browser
from tests.factories import make_user
from tests.shelves.conftest import FACTS, Library, address, collect


@pytest.mark.parametrize(
    ("visibility", "by_address", "by_link"), [("private", 404, 404), ("link", 404, 200), ("public", 200, 200)]
)
def test_stranger_reads_what_the_owner_lets_them(
    app: Flask, library: Library, owner: User, visibility: str, by_address: int, by_link: int
) -> None:
    collection = collect(owner, library["nurses"], visibility=visibility)
    link = f"/collections/link/{collection.token}"
    visitor, other = Browser(app), Browser(app).sign_in(make_user())
    for browser in (visitor, other):
        for ending in ("", "/print.html", "/records.csv"):
            browser.get(link + ending, by_link)
        for ending in ("/print.html", "/records.csv"):
            browser.get(f"/collections/{collection.id}{ending}", by_address)
        browser.get(address(collection), by_address)
    assert ("For the nurses" in visitor.get("/collections").text) is (visibility == "public")
    assert (f"/collections/{collection.id}" in _sitemap(visitor)) is (visibility == "public")
    other.get(f"/workspace/collections/{collection.id}", 404)
    Browser(app).sign_in(owner).get(address(collection))


def _sitemap(visitor: Browser) -> str:
    return visitor.client.get("/sitemap.xml").text


def test_link_is_for_nobody_to_store_and_can_be_replaced(app: Flask, library: Library, owner: User) -> None:
    collection = collect(owner, library["nurses"], visibility="link")
    link = f"/collections/link/{collection.token}"
    page = Browser(app).get(link)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex">' in page.html
    assert not [words for words in ("Krasniqi", "ana@example.org") if words in page.html]
    Browser(app).sign_in(owner).submit(f"/workspace/collections/{collection.id}", action="/link")
    Browser(app).get(link, 404)


def test_public_page_sets_no_cookie_and_changes_with_the_collection(
    app: Flask, library: Library, owner: User
) -> None:
    collection = collect(owner, library["nurses"], visibility="public")
    visitor = Browser(app)
    first = visitor.get(address(collection))
    assert "Set-Cookie" not in first.headers
    tag = {"If-None-Match": first.headers["ETag"]}
    assert visitor.client.get(address(collection), headers=tag).status_code == 304
    operations.add_record(collection, owner, library["course"].id, "A note.")
    assert "A note." in visitor.get(address(collection), **tag).text
    assert visitor.get(f"/collections/{collection.id}", 302).location == address(collection)


def test_record_that_goes_leaves_a_gap_with_its_name(app: Flask, library: Library, owner: User) -> None:
    gone, taken_down = library["course"], library["handbook"]
    collection = collect(owner, library["nurses"], gone, taken_down, visibility="public")
    author = gone.organisation.memberships[0].user
    moderator = make_user("Mod", roles=[SiteRole.MODERATOR])
    move(gone.live_revision, Action.ARCHIVE, author, reason="It is over.")
    move(taken_down.live_revision, Action.TAKE_DOWN, moderator, reason="It names a person.")
    outbox.drain()
    visitor = Browser(app)
    for path in (address(collection), f"/collections/{collection.id}/print.html"):
        text = visitor.get(path).text
        assert "Evening language course No longer in the library" in text
        assert "A record that was taken down" in text
        assert "Handbook for mentors" not in text


def test_spreadsheet_holds_the_records_and_no_formula(app: Flask, library: Library, owner: User) -> None:
    collection = collect(owner, library["nurses"], visibility="public")
    operations.change_note(collection.items[0], owner, '=HYPERLINK("https://evil.example")')
    answer = Browser(app).client.get(f"/collections/{collection.id}/records.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.data.startswith("\ufeff".encode())
    heads, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    found = dict(zip(heads, row, strict=True))
    assert found["Title"] == "Mentors for nurses"
    assert found["Note"] == '\'=HYPERLINK("https://evil.example")'
    assert found["Corridors"] == "Albania → Germany"
    assert found["Address"] == f"http://localhost/library/{library['nurses'].id}/mentors-for-nurses"


def test_page_to_print_holds_all_records_in_full_with_ids_of_their_own(
    app: Flask, library: Library, owner: User
) -> None:
    collection = collect(owner, *library.values(), visibility="public")
    html = Browser(app).get(f"/collections/{collection.id}/print.html").html
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    assert "The school teaches, the hospital names a mentor" in html
    assert html.count('<article class="record') == len(library)


def test_moderator_hides_what_should_not_be_public(app: Flask, library: Library, owner: User) -> None:
    collection = collect(owner, library["nurses"], visibility="public")
    boss = Browser(app).sign_in(make_user("Mod", roles=[SiteRole.MODERATOR]))
    boss.submit(address(collection), action="/hide", reason="", status=422)
    boss.submit(address(collection), action="/hide", reason="It insults people.")
    visitor = Browser(app)
    visitor.get(address(collection), 404)
    visitor.get(f"/collections/link/{collection.token}", 404)
    assert "Hidden by a moderator" in Browser(app).sign_in(owner).get("/workspace/collections").text
    with pytest.raises(Conflict):
        operations.change_collection(collection, owner, FACTS | {"visibility": Visibility.LINK})
    boss.submit(address(collection), action="/hide", reason="It was mended.", button=("show", "1"))
    visitor.get(address(collection))


def test_empty_collection_says_so_also_on_paper(app: Flask, owner: User) -> None:
    collection = collect(owner, visibility="public")
    for path in (address(collection), f"/collections/{collection.id}/print.html"):
        assert "No records yet" in Browser(app).get(path).text
