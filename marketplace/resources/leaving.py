"""What records say when somebody downloads their data; the records themselves stay with organisations."""

from typing import Any

from marketplace.accounts.leaving import exporter
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.resources.models import Confirmation, JudgedVersion, Resource, Revision


@exporter("records")
def export_records(user: User) -> list[dict[str, Any]]:
    """The versions of records that a person wrote, with their own words in them."""
    statement = db.select(Revision).filter_by(author_id=user.id).order_by(Revision.created_at, Revision.id)
    return [
        {
            "record": revision.resource_id,
            "version": revision.number,
            "kind": revision.kind,
            "organisation": revision.resource.organisation.name,
            "state": revision.state,
            "title": revision.title,
            "summary": revision.summary,
            "language": revision.language,
            "created_at": revision.created_at,
            "updated_at": revision.updated_at,
        }
        for revision in db.session.scalars(statement)
    ]


@exporter("judged_versions")
def export_judged(user: User) -> list[dict[str, Any]]:
    """Earlier answers of a person's versions, as they were when reviewers asked for changes."""
    statement = (
        db.select(JudgedVersion)
        .join(Revision, Revision.resource_id == JudgedVersion.resource_id)
        .where(Revision.number == JudgedVersion.revision_number, Revision.author_id == user.id)
        .order_by(JudgedVersion.asked_at, JudgedVersion.resource_id)
    )
    return [
        {
            "record": kept.resource_id,
            "version": kept.revision_number,
            "answers": kept.answers,
            "asked_at": kept.asked_at,
        }
        for kept in db.session.scalars(statement)
    ]


@exporter("records_started")
def export_started(user: User) -> list[dict[str, Any]]:
    """The records that a person began, whoever wrote on."""
    statement = (
        db.select(Resource).filter_by(created_by_id=user.id).order_by(Resource.created_at, Resource.id)
    )
    return [
        {"record": resource.id, "kind": resource.kind, "created_at": resource.created_at}
        for resource in db.session.scalars(statement)
    ]


@exporter("confirmations")
def export_confirmations(user: User) -> list[dict[str, Any]]:
    """When a person said that a record is still true."""
    statement = db.select(Confirmation).filter_by(user_id=user.id).order_by(Confirmation.at, Confirmation.id)
    return [{"record": row.resource_id, "by": row.by, "at": row.at} for row in db.session.scalars(statement)]
