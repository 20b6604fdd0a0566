"""What introductions have to say when somebody downloads their data."""

from typing import Any

from sqlalchemy import or_, select

from marketplace.accounts.leaving import exporter
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.introductions.models import Introduction, IntroductionMessage, IntroductionReport


@exporter("introductions")
def export_introductions(user: User) -> list[dict[str, Any]]:
    """The introductions that a person asked for, was told of first, or answered."""
    had_to_do = (Introduction.asked_by_id, Introduction.told_id, Introduction.answered_by_id)
    statement = select(Introduction).where(or_(*(column == user.id for column in had_to_do)))
    return [
        {
            "id": one.id,
            "asker": one.asker.name,
            "receiver": one.receiver.name,
            "state": one.state,
            "reason": one.reason if one.answered_by_id == user.id else "",
            "created_at": one.created_at,
        }
        for one in db.session.scalars(statement.order_by(Introduction.created_at, Introduction.id))
    ]


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
