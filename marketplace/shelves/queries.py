"""Reads of collections and saved searches: who may see which, and loaders that settle 404 and 403 first."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotAllowed, NotFound
from marketplace.providers.models import MemberRole, Membership, Organisation, Verification
from marketplace.providers.roles import role_of
from marketplace.shelves.models import Collection, CollectionItem, SavedSearch, Visibility

PER_PAGE = 20


@dataclass(frozen=True)
class Listed:
    """A collection in a list, with the number of its records."""

    collection: Collection
    records: int


def may_change(user: User, collection: Collection) -> bool:
    """Whether a person may change it: its owner; of an organisation, the owners and editors."""
    if collection.organisation is None:
        return bool(user.is_authenticated) and collection.user_id == user.id
    return user.is_authenticated and role_of(user, collection.organisation) in {
        MemberRole.OWNER,
        MemberRole.EDITOR,
    }


def is_own(user: User, collection: Collection) -> bool:
    """Whether a person may read it, whoever else may: also the viewers of an organisation."""
    if collection.organisation is None:
        return may_change(user, collection)
    return user.is_authenticated and role_of(user, collection.organisation) is not None


def _no_collection() -> NotFound:
    return NotFound(_("There is no such collection."))


def load_own(collection_id: str, user: User) -> Collection:
    """A collection for the workspace; raises NotFound for everybody else, as if it did not exist."""
    collection = db.session.get(Collection, collection_id)
    if collection is None or not is_own(user, collection):
        raise _no_collection()
    return collection


def load_for_editor(collection_id: str, user: User) -> Collection:
    """As `load_own`; raises NotAllowed for those who may only read."""
    collection = load_own(collection_id, user)
    if not may_change(user, collection):
        raise NotAllowed(_("You may read this collection but not change it."))
    return collection


def load_item(collection: Collection, item_id: str) -> CollectionItem:
    """A record of a collection; raises NotFound."""
    item = next((one for one in collection.items if one.id == item_id), None)
    if item is None:
        raise _no_collection()
    return item


def load_to_read(collection_id: str, user: User) -> Collection:
    """A public collection; others for their people, hidden ones also for moderators. Raises NotFound."""
    collection = db.session.scalar(public().where(Collection.id == collection_id))
    if collection is not None:
        return collection
    collection = db.session.get(Collection, collection_id)
    if collection is None or not (is_own(user, collection) or _looks_after(user, collection)):
        raise _no_collection()
    return collection


def _looks_after(user: User, collection: Collection) -> bool:
    return bool(user.is_authenticated and user.is_moderator and collection.hidden_at is not None)


def load_for_moderator(collection_id: str) -> Collection:
    """One that is public, or was until a moderator hid it; raises NotFound."""
    shown = or_(Collection.visibility == Visibility.PUBLIC, Collection.hidden_at.is_not(None))
    collection = db.session.scalar(select(Collection).where(Collection.id == collection_id, shown))
    if collection is None:
        raise _no_collection()
    return collection


def load_by_link(token: str) -> Collection:
    """The collection that a link opens, while its owner lets it; raises NotFound."""
    statement = _shown((Visibility.LINK, Visibility.PUBLIC)).where(Collection.token == token)
    collection = db.session.scalar(statement)
    if collection is None:
        raise NotFound(_("This link does not open a collection any more."))
    return collection


def public() -> Select[Collection]:
    """All collections that everybody may read and that are listed."""
    return _shown((Visibility.PUBLIC,))


def _shown(visibilities: Iterable[Visibility]) -> Select[Collection]:
    """Not hidden by a moderator, nor of a suspended organisation or a closed account."""
    return (
        select(Collection)
        .outerjoin(Collection.organisation)
        .outerjoin(Collection.user)
        .where(
            Collection.visibility.in_(list(visibilities)),
            Collection.hidden_at.is_(None),
            or_(Organisation.id.is_(None), Organisation.verification != Verification.SUSPENDED),
            or_(User.id.is_(None), User.disabled_at.is_(None)),
        )
    )


def public_page(page: int) -> tuple[list[Listed], int]:
    """One page of the public collections, those changed last first, and how many there are in all."""
    total = db.session.scalar(select(func.count()).select_from(public().subquery())) or 0
    statement = public().options(selectinload(Collection.organisation))
    statement = statement.order_by(Collection.updated_at.desc(), Collection.id)
    rows = db.session.scalars(statement.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
    return _listed(rows), total


def newest_public(most: int) -> list[Collection]:
    """At most so many public collections, those changed last first."""
    statement = public().order_by(Collection.updated_at.desc(), Collection.id).limit(most)
    return list(db.session.scalars(statement))


def collections_of(user: User) -> list[Listed]:
    """Those of a person and of the organisations they belong to, by title."""
    own = select(Membership.organisation_id).where(Membership.user_id == user.id)
    statement = (
        select(Collection)
        .options(selectinload(Collection.organisation))
        .where(or_(Collection.user_id == user.id, Collection.organisation_id.in_(own)))
        .order_by(func.lower(Collection.title), Collection.id)
    )
    return _listed(db.session.scalars(statement).all())


def _listed(collections: Iterable[Collection]) -> list[Listed]:
    found = list(collections)
    rows = db.session.execute(
        select(CollectionItem.collection_id, func.count())
        .where(CollectionItem.collection_id.in_([one.id for one in found]))
        .group_by(CollectionItem.collection_id)
    )
    counts = {collection_id: count for collection_id, count in rows}
    return [Listed(one, counts.get(one.id, 0)) for one in found]


def holding(resource_id: str, collections: Iterable[Listed]) -> set[str]:
    """The ids of those of these collections that hold a record already."""
    ids = [one.collection.id for one in collections]
    statement = select(CollectionItem.collection_id).where(
        CollectionItem.resource_id == resource_id, CollectionItem.collection_id.in_(ids)
    )
    return set(db.session.scalars(statement))


def searches_of(user: User) -> list[SavedSearch]:
    """The saved searches of a person, the latest first."""
    statement = select(SavedSearch).where(SavedSearch.user_id == user.id)
    return list(db.session.scalars(statement.order_by(SavedSearch.created_at.desc(), SavedSearch.id)))


def search_for(query: str, user: User) -> SavedSearch | None:
    """The saved search of a person that asks this, if there is one; `query` is canonical."""
    return db.session.scalar(select(SavedSearch).filter_by(user_id=user.id, query=query))


def load_search(search_id: str, user: User) -> SavedSearch:
    """A saved search of this person; raises NotFound."""
    search = db.session.get(SavedSearch, search_id)
    if search is None or search.user_id != user.id:
        raise NotFound(_("There is no such saved search."))
    return search
