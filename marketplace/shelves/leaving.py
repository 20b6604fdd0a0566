"""What collections and saved searches say when somebody deletes the account or downloads their data."""

from typing import Any

from marketplace.accounts.leaving import exporter, on_deletion
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.shelves.models import Collection, SavedSearch


@on_deletion
def forget(user: User) -> None:
    """Delete one's own collections and searches; those of organisations stay with them."""
    for collection in db.session.scalars(db.select(Collection).filter_by(user_id=user.id)):
        db.session.delete(collection)
    db.session.execute(db.delete(SavedSearch).where(SavedSearch.user_id == user.id))


@exporter("collections")
def export_collections(user: User) -> list[dict[str, Any]]:
    """One's own collections with their notes."""
    statement = db.select(Collection).filter_by(user_id=user.id).order_by(Collection.created_at)
    return [
        {
            "title": one.title,
            "description": one.description,
            "visibility": one.visibility,
            "created_at": one.created_at,
            "records": [
                {"record": item.resource_id, "title": item.title, "note": item.note} for item in one.items
            ],
        }
        for one in db.session.scalars(statement)
    ]


@exporter("saved_searches")
def export_searches(user: User) -> list[dict[str, Any]]:
    """The searches one has saved."""
    statement = db.select(SavedSearch).filter_by(user_id=user.id).order_by(SavedSearch.created_at)
    return [
        {
            "name": one.name,
            "query": one.query,
            "frequency": one.frequency,
            "created_at": one.created_at,
            "sent_at": one.sent_at,
        }
        for one in db.session.scalars(statement)
    ]
