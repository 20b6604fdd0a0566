"""How long a need stands: the rule, and the worker's round that warns its editors and then closes it.

The rule stands in docs/decisions/0020-needs.md.
"""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from typing import cast

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Table, func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from marketplace import languages, mail, outbox
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.providers.models import MemberRole
from marketplace.resources.models import Kind, Need, NeedOutcome, NeedWarning, Outcome, Resource, Revision
from marketplace.resources.moves import expire
from marketplace.transaction import operation

STANDS = timedelta(days=60)
WARNING = timedelta(days=7)
ROUND_SECONDS = 600.0

log = logging.getLogger(__name__)
_NEEDS = cast(Table, Need.__table__)
_REVISIONS = cast(Table, Revision.__table__)


def expires_at(resource: Resource) -> datetime | None:
    """When a public need expires; None for a record that is none.

    60 days after its last confirmation or publication, or with the end of the day by which it is needed if
    that is earlier. Who confirms in the last week before that day, or later, asks for 60 days more.
    """
    return _end(resource, resource.confirmed_at)


def would_expire_at(resource: Resource) -> datetime | None:
    """When a public need would expire if it were confirmed now."""
    return _end(resource, utc_now())


def _end(resource: Resource, confirmed: datetime | None) -> datetime | None:
    need = resource.live_revision
    if not isinstance(need, Need) or need.published_at is None:
        return None
    confirmed = confirmed or need.published_at
    latest = max(confirmed, need.published_at)
    if need.by_when is None:
        return latest + STANDS
    over = datetime.combine(need.by_when + timedelta(days=1), clock_time(), UTC)
    still_sought = confirmed > need.published_at and confirmed >= over - WARNING
    if still_sought or over <= need.published_at:
        return latest + STANDS
    return min(over, latest + STANDS)


def is_about_to_expire(resource: Resource) -> bool:
    """Whether the last week of a public need has begun."""
    end = expires_at(resource)
    return end is not None and end - WARNING <= utc_now()


def go_round() -> None:
    """Warn about each need whose last week has begun, and close those that were warned a week ago.

    Each need is a transaction of its own that looks again: it may be repeated and cut short at any place.
    """
    for resource_id in _candidates():
        _settle(resource_id)


def _candidates() -> list[str]:
    """Public needs that could be in their last week: some of them are not."""
    soon = utc_now() + WARNING
    stated = func.coalesce(Resource.confirmed_at, _REVISIONS.c.published_at, type_=Resource.confirmed_at.type)
    tables = Resource.__table__.join(_REVISIONS, _REVISIONS.c.id == Resource.live_revision_id).join(_NEEDS)
    statement = (
        select(Resource.id)
        .select_from(tables)
        .where(Resource.kind == Kind.NEED)
        .where(or_(stated <= soon - STANDS, _NEEDS.c.by_when <= soon.date()))
        .order_by(Resource.id)
    )
    found = list(db.session.scalars(statement))
    db.session.rollback()
    return found


@operation
def _settle(resource_id: str) -> None:
    resource, now = db.session.get_one(Resource, resource_id), utc_now()
    end = expires_at(resource)
    if end is None or end - WARNING > now:
        return
    warning = db.session.get(NeedWarning, resource_id)
    if warning is None or warning.expires_at != end:
        db.session.merge(NeedWarning(resource_id=resource_id, expires_at=end, warned_at=now))
        _tell(resource, "need_expires", max(end, now + WARNING))
    elif end <= now and warning.warned_at + WARNING <= now:
        need = cast(Need, resource.live_revision)
        expire(need)
        db.session.add(NeedOutcome(revision_id=need.id, outcome=Outcome.EXPIRED, closed_at=now))
        _tell(resource, "need_expired", now)


def _tell(resource: Resource, template: str, day: datetime) -> None:
    for person in _editors(resource):
        with force_locale(languages.by_code(person.language).locale):
            subject = {
                "need_expires": _("Do you still look for it? Your need expires soon"),
                "need_expired": _("Your need has expired"),
            }[template]
        url = languages.external_url("resources.show", language=person.language, resource_id=resource.id)
        title = resource.latest_revision.title
        mail.send(
            template,
            person.email or "",
            language=person.language,
            subject=subject,
            title=title,
            day=day,
            url=f"{url}#confirm" if template == "need_expires" else url,
        )


def _editors(resource: Resource) -> list[User]:
    """Those who can confirm it and can be written to."""
    people = [m.user for m in resource.organisation.memberships if m.role != MemberRole.VIEWER]
    return [one for one in people if one.email and one.email_confirmed_at and one.disabled_at is None]


class Rounds:
    """When the worker of this process goes round next: at once after a start, then every ten minutes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: float | None = None

    def is_due(self) -> bool:
        """Whether it is time; who asks when it is goes round."""
        with self._lock:
            now = time.monotonic()
            due = self._last is None or now - self._last >= ROUND_SECONDS
            self._last = now if due else self._last
            return due


_rounds = Rounds()


def when_due(ending: bool) -> None:
    """What the worker calls between jobs."""
    if ending or not _rounds.is_due():
        return
    try:
        go_round()
    except SQLAlchemyError as error:
        db.session.rollback()
        log.warning("the needs could not be gone through: %s", type(error).__name__)


def init_app() -> None:
    """Have the workers go round."""
    outbox.between_jobs(when_due)
