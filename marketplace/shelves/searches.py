"""What people do with saved searches, and when the next digest of each is due."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask_babel import gettext as _
from sqlalchemy import func, select

from marketplace import events, outbox
from marketplace.accounts.models import User
from marketplace.accounts.settings import on_time_zone
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid
from marketplace.shelves import queries, rules
from marketplace.shelves.models import Frequency, SavedSearch
from marketplace.transaction import operation

DIGEST_TOPIC = "digest"
HOUR = time(7)  # of the day on which a digest is made, in the time zone of its reader
MONDAY = 0


@operation
def save_search(user: User, query: str, answers: Mapping[str, Any]) -> SavedSearch:
    """Keep a search; `query` is its canonical query string. One that is kept already is changed.

    Answers: name, frequency. Raises Invalid, by field, and Conflict for a search that is too long.
    """
    if len(query) > rules.QUERY_LIMIT:
        raise Conflict(_("This search is too long to be saved. Leave out some of its filters."))
    search = queries.search_for(query, user)
    if search is not None:
        return change_search(search, answers)
    facts = _facts(answers)
    _require_room(user)
    search = SavedSearch(user_id=user.id, query=query, **facts)
    db.session.add(search)
    events.record("search_saved", search, actor_id=user.id, to_state=search.frequency)
    schedule(search, user)
    return search


def _facts(answers: Mapping[str, Any]) -> dict[str, str]:
    given = rules.Answers(answers)
    facts = {
        "name": given.text("name", rules.TITLE_LIMIT, needed=_("Give the search a name."), lines=False),
        "frequency": given.choice("frequency", Frequency),
    }
    given.settle()
    return facts


def _require_room(user: User) -> None:
    statement = select(func.count()).select_from(SavedSearch).where(SavedSearch.user_id == user.id)
    if (db.session.scalar(statement) or 0) >= rules.MOST_SEARCHES:
        most = str(rules.MOST_SEARCHES)
        raise Invalid({"name": [_("You have saved %(most)s searches already. Delete one first.", most=most)]})


@operation
def change_search(search: SavedSearch, answers: Mapping[str, Any]) -> SavedSearch:
    """Another name or frequency. Whoever had no mails hears of what is new from now on. Raises Invalid."""
    facts = _facts(answers)
    before = search.frequency
    search.name, search.frequency = facts["name"], facts["frequency"]
    if before == search.frequency:
        return search
    if before == Frequency.NEVER:
        search.seen_at, search.seen_id = utc_now(), ""
    events.record(
        "search_changed", search, actor_id=search.user_id, from_state=before, to_state=search.frequency
    )
    schedule(search, search.user)
    return search


@operation
def delete_search(search: SavedSearch) -> None:
    """Forget a search; its digests end."""
    events.record("search_deleted", search, actor_id=search.user_id, from_state=search.frequency)
    db.session.delete(search)


@operation
def stop_digests(search: SavedSearch) -> None:
    """No more mails of a search; it stays saved. Doing it again changes nothing."""
    if search.frequency == Frequency.NEVER:
        return
    events.record(
        "digests_stopped", search, actor_id=None, from_state=search.frequency, to_state=Frequency.NEVER
    )
    search.frequency, search.due_at = Frequency.NEVER, None


def schedule(search: SavedSearch, user: User) -> None:
    """Settle inside the running transaction when the next digest is made, and have the worker do it then."""
    search.due_at = next_due(search.frequency, user.time_zone, utc_now())
    if search.due_at is not None:
        wake(search, search.due_at)


@on_time_zone
def reschedule(user: User) -> None:
    """The next digests of a person come at seven in the morning of where they are from now on."""
    statement = select(SavedSearch).where(SavedSearch.user_id == user.id, SavedSearch.due_at.is_not(None))
    for search in db.session.scalars(statement):
        schedule(search, user)


def postpone(search: SavedSearch, wait: timedelta) -> None:
    """Try a digest again a little later."""
    search.due_at = utc_now() + wait
    wake(search, search.due_at)


def wake(search: SavedSearch, at: datetime) -> None:
    """A job that does nothing unless the search is still due at this very time: each digest is made once."""
    outbox.add(DIGEST_TOPIC, search.id, not_before=at, due=at.isoformat())


def next_due(frequency: str, zone_name: str, now: datetime) -> datetime | None:
    """The next seven o'clock (of a Monday, for a weekly one) after `now` where the reader lives, in UTC."""
    if frequency == Frequency.NEVER:
        return None
    try:
        zone = ZoneInfo(zone_name)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    day = now.astimezone(zone).date()
    while True:
        due = datetime.combine(day, HOUR, zone).astimezone(UTC)
        if due > now and (frequency == Frequency.DAILY or day.weekday() == MONDAY):
            return due
        day += timedelta(days=1)
