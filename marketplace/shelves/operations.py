"""What people do with collections. Each names what happened in the event log, never the words."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from marketplace import events
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.providers.models import MemberRole, Organisation
from marketplace.providers.roles import role_of
from marketplace.resources.queries import load_public
from marketplace.shelves import queries, rules
from marketplace.shelves.models import Collection, CollectionItem, Visibility, new_link_token
from marketplace.transaction import operation


@operation
def create_collection(user: User, answers: Mapping[str, Any]) -> Collection:
    """Begin a collection of one's own or, with the id of one in `organisation`, of an organisation.

    Other answers: title, description, visibility. Raises Invalid, by field.
    """
    facts = _facts(answers)
    owner = _owner(user, str(answers.get("organisation") or ""))
    collection = Collection(created_by_id=user.id, **facts)
    if owner is None:
        collection.user_id = user.id
    else:
        collection.organisation_id = owner.id
    _require_room(collection)
    db.session.add(collection)
    events.record("collection_created", collection, actor_id=user.id, to_state=collection.visibility)
    return collection


def _facts(answers: Mapping[str, Any]) -> dict[str, str]:
    given = rules.Answers(answers)
    facts = {
        "title": given.text("title", rules.TITLE_LIMIT, needed=_("Give the collection a name."), lines=False),
        "description": given.text("description", rules.DESCRIPTION_LIMIT),
        "visibility": given.choice("visibility", Visibility),
    }
    given.settle()
    return facts


def _owner(user: User, organisation_id: str) -> Organisation | None:
    """The organisation that is to own it, None for the person; raises NotAllowed for one they do not edit."""
    if not organisation_id:
        return None
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None or role_of(user, organisation) not in {MemberRole.OWNER, MemberRole.EDITOR}:
        raise NotAllowed(_("Only owners and editors collect records for an organisation."))
    return organisation


def _require_room(collection: Collection) -> None:
    same_owner = (
        Collection.user_id == collection.user_id
        if collection.organisation_id is None
        else Collection.organisation_id == collection.organisation_id
    )
    with db.session.no_autoflush:
        there = db.session.scalar(select(func.count()).select_from(Collection).where(same_owner)) or 0
    if there >= rules.MOST_COLLECTIONS:
        most = str(rules.MOST_COLLECTIONS)
        raise Invalid({"title": [_("There are %(most)s collections already. Delete one first.", most=most)]})


@operation
def change_collection(collection: Collection, user: User, answers: Mapping[str, Any]) -> Collection:
    """Change title, description or visibility. Raises Invalid, NotAllowed, Conflict while it is hidden."""
    _require_editor(collection, user)
    facts = _facts(answers)
    before = collection.visibility
    if collection.hidden_at is not None and facts["visibility"] not in {before, Visibility.PRIVATE}:
        raise Conflict(_("A moderator has hidden this collection. It cannot be shared for now."))
    for name, value in facts.items():
        setattr(collection, name, value)
    _touch(collection)
    events.record(
        "collection_changed",
        collection,
        actor_id=user.id,
        from_state=before,
        to_state=collection.visibility,
    )
    return collection


@operation
def delete_collection(collection: Collection, user: User) -> None:
    """Delete a collection; the records in it stay where they are. Raises NotAllowed."""
    _require_editor(collection, user)
    events.record("collection_deleted", collection, actor_id=user.id, from_state=collection.visibility)
    db.session.delete(collection)


@operation
def renew_link(collection: Collection, user: User) -> None:
    """Make another link; the old one opens nothing any more. Raises NotAllowed."""
    _require_editor(collection, user)
    collection.token = new_link_token()
    _touch(collection)
    events.record("collection_link_renewed", collection, actor_id=user.id)


@operation
def add_record(collection: Collection, user: User, resource_id: str, note: str = "") -> CollectionItem:
    """Put a public record at the end; one that is there already stays and gets the note, if there is one.

    Raises NotAllowed, NotFound or Gone for the record, Invalid for the note, Conflict for a full collection.
    """
    _require_editor(collection, user)
    resource = load_public(resource_id)
    text = _note(note)
    item = next((one for one in collection.items if one.resource_id == resource_id), None)
    if item is None:
        if len(collection.items) >= rules.MOST_ITEMS:
            raise Conflict(_("A collection holds at most %(most)s records.", most=str(rules.MOST_ITEMS)))
        title = resource.live_revision.title if resource.live_revision is not None else ""
        item = CollectionItem(resource_id=resource_id, position=len(collection.items), title=title, note=text)
        collection.items.append(item)
        events.record("collection_record_added", collection, actor_id=user.id, resource=resource_id)
    elif text:
        item.note = text
    _touch(collection)
    return item


@operation
def add_to_new(user: User, title: str, resource_id: str, note: str = "") -> Collection:
    """Begin a private collection with a first record; raises as its two steps do."""
    collection = create_collection(user, {"title": title, "visibility": Visibility.PRIVATE})
    add_record(collection, user, resource_id, note)
    return collection


@operation
def change_note(item: CollectionItem, user: User, note: str) -> None:
    """Say something else, or nothing, about a record. Raises NotAllowed and Invalid."""
    _require_editor(item.collection, user)
    item.note = _note(note)
    _touch(item.collection)


@operation
def move_record(item: CollectionItem, user: User, steps: int) -> None:
    """Move a record towards the end (or, with a negative number, the start) as far as it goes."""
    collection = item.collection
    _require_editor(collection, user)
    order = [one for one in collection.items if one is not item]
    place = min(max(0, collection.items.index(item) + steps), len(order))
    _number([*order[:place], item, *order[place:]])
    _touch(collection)


@operation
def remove_record(item: CollectionItem, user: User) -> None:
    """Take a record out of a collection. Raises NotAllowed."""
    collection = item.collection
    _require_editor(collection, user)
    collection.items.remove(item)
    _number(collection.items)
    _touch(collection)
    events.record("collection_record_removed", collection, actor_id=user.id, resource=item.resource_id)


@operation
def set_hidden(collection: Collection, moderator: User, reason: str, *, hidden: bool) -> None:
    """A moderator takes a collection out of sight, or lets it be seen again. Raises NotAllowed, Invalid."""
    if not moderator.is_moderator:
        raise NotAllowed(_("Only moderators can do this."))
    given = rules.Answers({"reason": reason})
    text = given.text("reason", rules.NOTE_LIMIT, needed=_("Give a reason."))
    given.settle()
    collection.hidden_at = utc_now() if hidden else None
    _touch(collection)
    action = "collection_hidden" if hidden else "collection_shown"
    events.record(action, collection, actor_id=moderator.id, note=text)


def _require_editor(collection: Collection, user: User) -> None:
    if not queries.may_change(user, collection):
        raise NotAllowed(_("You may read this collection but not change it."))


def _note(note: str) -> str:
    given = rules.Answers({"note": note})
    text = given.text("note", rules.NOTE_LIMIT)
    given.settle()
    return text


def _number(items: list[CollectionItem]) -> None:
    for position, item in enumerate(items):
        item.position = position


def _touch(collection: Collection) -> None:
    """Every change counts as one of the collection: its page is made anew."""
    collection.updated_at = utc_now()
