"""What introductions have to say when somebody downloads their data."""

from typing import Any

from sqlalchemy import select

from marketplace.accounts.leaving import exporter
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.introductions.models import IntroductionMessage, IntroductionReport


@exporter("introduction_messages")
def export_messages(user: User) -> list[dict[str, Any]]:
    """What a person wrote in introductions. It stays with the two organisations, without the name."""
    statement = select(IntroductionMessage).filter_by(author_id=user.id)
    return [
        {"introduction": one.introduction_id, "text": one.text, "at": one.created_at}
        for one in db.session.scalars(
            statement.order_by(IntroductionMessage.created_at, IntroductionMessage.id)
        )
    ]


@exporter("introduction_reports")
def export_reports(user: User) -> list[dict[str, Any]]:
    """What a person told moderators about introductions."""
    statement = select(IntroductionReport).filter_by(reported_by_id=user.id)
    return [
        {"introduction": one.introduction_id, "text": one.text, "at": one.created_at}
        for one in db.session.scalars(
            statement.order_by(IntroductionReport.created_at, IntroductionReport.id)
        )
    ]
