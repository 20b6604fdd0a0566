"""What demand says when a moderator downloads their data."""

from typing import Any

from marketplace.accounts.leaving import exporter
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.demand.models import DemandReport


@exporter("missing_services_decided")
def export_decided(user: User) -> list[dict[str, Any]]:
    """The reports that a person decided on, without the visitors' words."""
    statement = (
        db.select(DemandReport)
        .filter_by(decided_by_id=user.id)
        .order_by(DemandReport.decided_at, DemandReport.id)
    )
    return [
        {"report": one.id, "state": one.state, "reason": one.reason, "decided_at": one.decided_at}
        for one in db.session.scalars(statement)
    ]
