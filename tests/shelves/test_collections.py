"""Collections: who may read and change them, what is left of records that go, how they are taken along."""

import csv
import io

import pytest
from flask import Flask

from marketplace import events, outbox
from marketplace.accounts.leaving import delete_account, export
from marketplace.accounts.models import KeptForm, SiteRole, User, UserSession
from marketplace.database import db
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.providers.models import Membership
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Resource
from marketplace.resources.moves import move
from marketplace.shelves import operations, rules
from marketplace.shelves.models import Collection, Visibility
from marketplace.shelves.queries import collections_of
from marketplace.transaction import transaction
from tests.browsing import PASSWORD, Browser
from tests.factories import make_organisation, make_user

FACTS = {"title": "For the nurses’ course", "description": "Read these first.", "visibility": "private"}
Library = dict[str, Resource]


@pytest.fixture
def owner(app: Flask) -> User:
    return make_user("Ana Krasniqi", "ana@example.org")


def collect(owner: User, *records: Resource, visibility: str = "private", **answers: str) -> Collection:
    """A collection of these records."""
    made = operations.create_collection(owner, FACTS | {"visibility": visibility} | answers)
    for record in records:
        operations.add_record(made, owner, record.id)
    return made


def address(collection: Collection) -> str:
    return f"/collections/{collection.id}/for-the-nurses-course"


def test_record_is_added_from_its_page_with_a_note(app: Flask, library: Library, owner: User) -> None:
    record = library["nurses"]
    visitor, reader = Browser(app), Browser(app).sign_in(owner)
    assert "Add to a collection" not in visitor.get(f"/library/{record.id}/{record.slug}").text
    reader.get(f"/library/{record.id}/{record.slug}")
    link = next(one for one in reader.page.links if one.startswith("/workspace/collections/add"))
    reader.submit(link, collection="new", title="", status=422)
    assert "Give the collection a name." in reader.page.text
    reader.submit(link, collection="new", title="Nurses", note="Start <b>here</b>.")
    page = reader.follow()
    assert "Mentors for nurses" in page.text
    assert "Start &lt;b&gt;here&lt;/b&gt;." in page.html
    reader.submit(link, note="x" * 501, status=422)
    assert "it is there already" in reader.page.text
    assert [one.collection.title for one in collections_of(owner)] == ["Nurses"]


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


def test_records_are_put_in_order_and_taken_out(app: Flask, library: Library, owner: User) -> None:
    names = ("nurses", "course", "handbook")
    collection = collect(owner, *(library[name] for name in names))
    ids = {name: item.id for name, item in zip(names, collection.items, strict=True)}
    reader = Browser(app).sign_in(owner)
    here = f"/workspace/collections/{collection.id}"
    reader.submit(here, action=f"/{ids['handbook']}", button=("up", "1"))
    reader.submit(here, action=f"/{ids['nurses']}", button=("down", "1"))
    reader.submit(here, action=f"/{ids['course']}", button=("remove", "1"))
    reader.submit(here, action=f"/{ids['nurses']}", note="y" * 501, status=422)
    assert reader.page.form(f"/{ids['nurses']}").values("note") == ["y" * 501]
    assert reader.page.has_error
    reader.submit(here, action=f"/{ids['nurses']}", note="Last.")
    db.session.expire_all()
    kept = [(item.resource_id, item.position, item.note) for item in collection.items]
    assert kept == [(library["handbook"].id, 0, ""), (library["nurses"].id, 1, "Last.")]


def test_words_about_a_collection_survive_the_end_of_the_session(app: Flask, owner: User) -> None:
    person = Browser(app).sign_in(owner)
    for page in ("/workspace/collections/new", f"/workspace/collections/{collect(owner).id}/edit"):
        person.get(page)
        db.session.execute(db.delete(UserSession))
        db.session.commit()
        person.submit(title="A long story", description="Told at length.", visibility="link")
        person.follow()
        person.submit(email=owner.email, password=PASSWORD)
        form = person.follow().form()
        assert form.values("description") == ["Told at length."]
        assert form.values("visibility") == ["link"]
        person.submit()
    assert [one.collection.title for one in collections_of(owner)] == ["A long story"] * 2
    assert db.session.scalars(db.select(KeptForm)).all() == []


def test_note_typed_before_a_record_is_moved_is_kept(app: Flask, library: Library, owner: User) -> None:
    collection = collect(owner, library["nurses"], library["course"])
    last = collection.items[1]
    reader, here = Browser(app).sign_in(owner), f"/workspace/collections/{collection.id}"
    reader.submit(here, action=f"/{last.id}", button=("up", "1"), note="y" * 501, status=422)
    reader.submit(action=f"/{last.id}", button=("up", "1"), note="Read this first.")
    db.session.expire_all()
    assert (last.position, last.note) == (0, "Read this first.")


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


def test_organisations_collection_is_its_editors_to_change_and_its_members_to_read(
    app: Flask, library: Library, owner: User
) -> None:
    organisation = make_organisation(owner)
    viewer, stranger = make_user(), make_user()
    with transaction():
        db.session.add(Membership(organisation_id=organisation.id, user_id=viewer.id, role="viewer"))
    collection = collect(owner, library["nurses"], organisation=organisation.id)
    db.session.expire_all()
    Browser(app).sign_in(viewer).get(f"/workspace/collections/{collection.id}")
    Browser(app).sign_in(viewer).get(f"/workspace/collections/{collection.id}/edit", 403)
    Browser(app).sign_in(stranger).get(f"/workspace/collections/{collection.id}", 404)
    for person in (viewer, stranger):
        with pytest.raises(NotAllowed):
            operations.remove_record(collection.items[0], person)
        with pytest.raises(NotAllowed):
            operations.create_collection(person, FACTS | {"organisation": organisation.id})


def test_limits_hold(library: Library, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_ITEMS", 1)
    monkeypatch.setattr(rules, "MOST_COLLECTIONS", 1)
    collection = collect(owner, library["nurses"])
    with pytest.raises(Conflict):
        operations.add_record(collection, owner, library["course"].id)
    with pytest.raises(Invalid):
        operations.create_collection(owner, FACTS)
    with pytest.raises(Invalid):
        operations.change_collection(collection, owner, FACTS | {"visibility": "all", "title": "x" * 121})


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


def test_every_change_is_in_the_event_log_without_words(library: Library, owner: User) -> None:
    collection = collect(owner, library["nurses"])
    operations.change_collection(collection, owner, FACTS | {"visibility": "public"})
    operations.remove_record(collection.items[0], owner)
    log = events.history("collection", collection.id)
    operations.delete_collection(collection, owner)
    assert [event.action for event in log] == [
        *("collection_created", "collection_record_added", "collection_changed"),
        "collection_record_removed",
    ]
    assert (log[2].from_state, log[2].to_state) == ("private", "public")
    assert "nurses" not in str([(event.note, event.details) for event in log])


def test_account_takes_its_collections_with_it(library: Library, owner: User) -> None:
    collect(owner, library["nurses"])
    [kept] = export(owner)["collections"]
    assert kept["records"][0]["title"] == "Mentors for nurses"
    delete_account(owner, PASSWORD)
    assert db.session.scalars(db.select(Collection)).all() == []


def test_name_is_optional_only_beside_another_collection(app: Flask, library: Library, owner: User) -> None:
    browser = Browser(app).sign_in(owner)
    path = f"/workspace/collections/add?record={library['nurses'].id}"
    label = "Name of the new collection"
    assert f"{label} (optional)" not in browser.get(path).text
    browser.submit(title="Nurses")
    assert f"{label} (optional)" in browser.get(path).text
