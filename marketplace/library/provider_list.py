"""Organisations as the programming interface lists them."""

from sqlalchemy import func, select

from marketplace.database import db
from marketplace.providers import queries
from marketplace.providers.models import Organisation
from marketplace.resources.models import Resource
from marketplace.resources.queries import published


def public_providers(page: int, per_page: int) -> tuple[list[tuple[Organisation, int]], int]:
    """One page of public organisations with the number of their public records, by name; and the total."""
    listed = queries.public()
    total = db.session.scalar(select(func.count()).select_from(listed.subquery())) or 0
    shown = listed.order_by(Organisation.name_key, Organisation.id)
    found = db.session.scalars(shown.offset((page - 1) * per_page).limit(per_page)).all()
    counts = _counts([organisation.id for organisation in found])
    return [(organisation, counts.get(organisation.id, 0)) for organisation in found], total


def _counts(ids: list[str]) -> dict[str, int]:
    own = published().where(Resource.organisation_id.in_(ids))
    public = own.with_only_columns(Resource.organisation_id).subquery()
    statement = select(public.c.organisation_id, func.count()).group_by(public.c.organisation_id)
    return {organisation_id: count for organisation_id, count in db.session.execute(statement)}
