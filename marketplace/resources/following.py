"""What follows for its records when the public sees an organisation otherwise: the index does too."""

from marketplace.database import db
from marketplace.providers import hooks
from marketplace.providers.models import Organisation
from marketplace.resources.models import Resource
from marketplace.resources.operations import queue_indexing


@hooks.on_public_change
def index_records_anew(organisation: Organisation) -> None:
    """Queue every record that is or could be public again."""
    statement = db.select(Resource).where(
        Resource.organisation_id == organisation.id, Resource.live_revision_id.is_not(None)
    )
    for resource in db.session.scalars(statement.order_by(Resource.id)):
        queue_indexing(resource)
