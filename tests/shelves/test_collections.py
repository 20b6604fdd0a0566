"""Collections in the workspace: what is put into them, and who may change them."""

import pytest
from flask import Flask

from marketplace import events
from marketplace.accounts.leaving import delete_account, export
from marketplace.accounts.models import KeptForm, User, UserSession
from marketplace.database import db
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.providers.models import Membership
from marketplace.shelves import operations, rules
from marketplace.shelves.models import Collection
from marketplace.shelves.queries import collections_of
from marketplace.transaction import transaction
from tests.browsing import PASSWORD, Browser
from tests.factories import make_organisation, make_user
from tests.shelves.conftest import FACTS, Library, collect


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


def test_note_survives_the_end_of_the_session(app: Flask, library: Library, owner: User) -> None:
    person = Browser(app).sign_in(owner)
    collect(owner)
    person.get(f"/workspace/collections/add?record={library['nurses'].id}")
    db.session.execute(db.delete(UserSession))
    db.session.commit()
    person.submit(collection="new", title="Nurses", note="Read this first.")
    person.follow()
    person.submit(email=owner.email, password=PASSWORD)
    assert "Mentors for nurses" in person.follow().text
    person.submit()
    assert "Read this first." in person.follow().html
    assert "Nurses" in person.page.text


def test_note_typed_before_a_record_is_moved_is_kept(app: Flask, library: Library, owner: User) -> None:
    collection = collect(owner, library["nurses"], library["course"])
    last = collection.items[1]
    reader, here = Browser(app).sign_in(owner), f"/workspace/collections/{collection.id}"
    reader.submit(here, action=f"/{last.id}", button=("up", "1"), note="y" * 501, status=422)
    reader.submit(action=f"/{last.id}", button=("up", "1"), note="Read this first.")
    db.session.expire_all()
    assert (last.position, last.note) == (0, "Read this first.")


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
