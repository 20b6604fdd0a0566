"""Digests of saved searches: what is new since the last one, by mail, once, and easy to stop (RFC 8058)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import current_app
from flask_babel import force_locale, ngettext
from itsdangerous import URLSafeSerializer
from sqlalchemy import select

from marketplace import languages, mail, outbox
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.library.answers import library_mark
from marketplace.library.engine import engine
from marketplace.library.forms import with_parameters
from marketplace.providers.models import Organisation
from marketplace.resources.models import Resource, Revision
from marketplace.resources.queries import published
from marketplace.search.engine import IndexUnavailable, Sort
from marketplace.shelves import question
from marketplace.shelves.models import SavedSearch
from marketplace.shelves.searches import DIGEST_TOPIC, postpone, schedule
from marketplace.templating import day
from marketplace.transaction import operation

SHOWN = 20
PER_PAGE = 100
MOST_PAGES = 5  # of results that are looked through
WAIT_FOR_INDEX = timedelta(minutes=15)
_SALT = "stop-digests"


@dataclass(frozen=True)
class NewRecord:
    """A record a digest tells of; `key` is its place among the new ones: first publication, then id."""

    id: str
    slug: str
    kind: str
    title: str
    language: str
    provider: str
    first_published_at: datetime | None

    @property
    def at(self) -> datetime:
        """When it became public first; the statement reads only those that did."""
        return self.first_published_at or utc_now()

    @property
    def key(self) -> tuple[datetime, str]:
        return self.at, self.id


@outbox.handler(DIGEST_TOPIC)
def send_due(jobs: Sequence[outbox.OutboxJob]) -> None:
    """Make one digest; a job whose time is not (or no more) that of the search does nothing."""
    for job in jobs:
        due = datetime.fromisoformat(job.payload["due"])
        search = db.session.get(SavedSearch, job.key)
        if search is not None and search.due_at == due:
            _finish(job.key, due, _matching(search))


def _matching(search: SavedSearch) -> list[str] | None:
    """Ids of what the search finds, the newest first, as far back as something may be new.

    None while the index is not there or is behind: what it lacks would never be told of.
    """
    filters = question.read(search.query)
    found: list[str] = []
    try:
        if library_mark() is None:
            return None
        for number in range(1, MOST_PAGES + 1):
            query = replace(filters, sort=Sort.NEWEST, page=number, per_page=PER_PAGE)
            page = [one for one, _ in engine().find(query.query(search.user.language)).ids]
            found += page
            if len(page) < PER_PAGE or not _is_new(page[-1], search.seen_at):
                return found
    except IndexUnavailable:
        return None
    return found


def _is_new(resource_id: str, since: datetime) -> bool:
    """Whether this version of a record was published after a time."""
    at = db.session.scalar(
        select(Revision.published_at).join(Resource.live_revision).where(Resource.id == resource_id)
    )
    return at is not None and at >= since


@operation
def _finish(search_id: str, due: datetime, ids: list[str] | None) -> None:
    """Queue the mail, note what was told and settle the next time: all of it or nothing."""
    search = db.session.get(SavedSearch, search_id)
    if search is None or search.due_at != due:
        return
    if ids is None:
        postpone(search, WAIT_FOR_INDEX)
        return
    new = _new_records(search, ids)
    if new and _may_be_written_to(search.user):
        _send(search, new)
        search.sent_at = due
    if new:
        search.seen_at, search.seen_id = new[0].key
    schedule(search, search.user)


def _new_records(search: SavedSearch, ids: Sequence[str]) -> list[NewRecord]:
    """Those that were first published after the last one told of, the newest first."""
    rows = db.session.execute(
        published()
        .with_only_columns(
            Resource.id,
            Resource.slug,
            Resource.kind,
            Revision.title,
            Revision.language,
            Organisation.name,
            Resource.first_published_at,
        )
        .where(Resource.id.in_(ids), Resource.first_published_at >= search.seen_at)
    )
    found = [NewRecord(*row) for row in rows]
    seen = (search.seen_at, search.seen_id)
    return sorted((one for one in found if one.key > seen), key=lambda one: one.key, reverse=True)


def _may_be_written_to(user: User) -> bool:
    return bool(user.email and user.email_confirmed_at) and user.disabled_at is user.deleted_at is None


def _send(search: SavedSearch, new: list[NewRecord]) -> None:
    user = search.user
    stop_url = languages.external_url("shelves.ask_to_stop", language=user.language, token=token_of(search))
    with force_locale(languages.by_code(user.language).locale):
        subject = ngettext(
            "%(num)s new record: %(search)s", "%(num)s new records: %(search)s", len(new), search=search.name
        )
        rows = [_row(record, user) for record in new[:SHOWN]]
    mail.send(
        "digest",
        user.email or "",
        language=user.language,
        subject=subject,
        headers={"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        search=search,
        rows=rows,
        more=len(new) - len(rows),
        search_url=address_of(search, user.language),
        settings_url=languages.external_url("shelves.searches", language=user.language),
        stop_url=stop_url,
    )


def _row(record: NewRecord, user: User) -> dict[str, Any]:
    return {
        "record": record,
        "day": day(_local_day(record.at, user.time_zone)),
        "url": languages.external_url(
            "library.read", language=user.language, resource_id=record.id, slug=record.slug
        ),
    }


def _local_day(moment: datetime, zone: str) -> date:
    try:
        return moment.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return moment.date()


def address_of(search: SavedSearch, language: str) -> str:
    """The page of the search, newest first."""
    filters = replace(question.read(search.query), sort=Sort.NEWEST)
    return with_parameters(languages.external_url("library.search", language=language), filters.pairs())


def token_of(search: SavedSearch) -> str:
    """What the link to stop a search's mails bears: its id, signed."""
    return str(_serializer().dumps(search.id))


def search_of_token(token: str) -> SavedSearch | None:
    """The search that a link stops, None where it is gone; raises BadSignature for another's link."""
    return db.session.get(SavedSearch, str(_serializer().loads(token)))


def _serializer() -> URLSafeSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=_SALT)
