"""What conversations about records have to say when somebody downloads their data."""

from typing import Any

from marketplace.accounts.leaving import exporter
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.review.models import ReviewMessage


@exporter("review_messages")
def export_messages(user: User) -> list[dict[str, Any]]:
    """The messages that a person wrote about records."""
    statement = db.select(ReviewMessage).filter_by(author_id=user.id)
    return [
        {"record": message.resource_id, "text": message.text, "at": message.created_at}
        for message in db.session.scalars(statement.order_by(ReviewMessage.created_at, ReviewMessage.id))
    ]
