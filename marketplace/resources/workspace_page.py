"""What the workspace shows: what needs the person today, their records by state, and what they can start."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import events
from marketplace.accounts.models import User
from marketplace.database import utc_now
from marketplace.providers import queries as providers
from marketplace.providers.models import Membership, MembershipRequest
from marketplace.resources import outcomes, queries
from marketplace.resources.models import Kind, NeedOutcome, Resource, State
from marketplace.resources.need_clock import STANDS, is_about_to_expire
from marketplace.wording import word

# how long each kind of record is taken to be true before its provider is asked again
CONFIRM_AFTER = {
    Kind.OFFERING: timedelta(days=180),
    Kind.CASE_STUDY: timedelta(days=730),
    Kind.NEED: STANDS,
}
_STARTS = {
    Kind.CASE_STUDY: _l("Something you did that others can learn from, with what came of it."),
    Kind.OFFERING: _l("A service that migrants can use now: who can use it, where, and what it costs."),
    Kind.NEED: _l("What you look for on the other side of a corridor, and what you bring."),
    Kind.DOCUMENT: _l("A report, handbook, guide or video that others should find."),
}
_GROUPS: tuple[tuple[Any, frozenset[str]], ...] = (
    (_l("Being written"), frozenset({State.DRAFT, State.CHANGES_REQUESTED})),
    (_l("With the reviewers"), frozenset({State.SUBMITTED, State.RESUBMITTED, State.IN_REVIEW})),
    (_l("In the library"), frozenset({State.PUBLISHED})),
    (_l("Declined, withdrawn or archived"), frozenset({State.DECLINED, State.WITHDRAWN, State.ARCHIVED})),
)


@dataclass(frozen=True)
class Need:
    """One thing that waits for the person: what it is, why, and where to do it."""

    title: str
    why: str
    url: str
    label: str
    resource: Resource | None = None


@dataclass(frozen=True)
class WorkspacePage:
    """The workspace of one person."""

    memberships: list[Membership]
    requests: list[MembershipRequest]
    asked: list[MembershipRequest]
    needs: list[Need]
    to_confirm: list[Resource]
    groups: list[tuple[str, list[dict[str, Any]]]]
    may_write: bool


def workspace_page(user: User) -> WorkspacePage:
    """Everything the workspace of a person shows."""
    resources = queries.of_members(user)
    writable = {organisation.id for organisation in queries.organisations_to_write_for(user)}
    own = [resource for resource in resources if resource.organisation_id in writable]
    return WorkspacePage(
        memberships=providers.organisations_of(user),
        requests=providers.requests_waiting_for(user),
        asked=providers.requests_by(user),
        needs=_needs([resource for resource in own if _state(resource) == State.CHANGES_REQUESTED]),
        to_confirm=[resource for resource in own if is_due(resource)],
        groups=_grouped(resources),
        may_write=bool(writable),
    )


def is_due(resource: Resource) -> bool:
    """Whether the provider should say again that a published record is true."""
    interval = CONFIRM_AFTER.get(Kind(resource.kind))
    if interval is None or resource.live_revision is None:
        return False
    if resource.kind == Kind.NEED:
        return is_about_to_expire(resource)
    return resource.confirmed_at is None or resource.confirmed_at + interval <= utc_now()


def kinds_to_start() -> list[dict[str, Any]]:
    """The kinds of record with one sentence each."""
    return [
        {"kind": kind.value, "text": text, "url": url_for("resources.new", kind=kind.value)}
        for kind, text in _STARTS.items()
    ]


def _state(resource: Resource) -> str:
    """The state of the version that is worked on, else of the public one, else of the latest."""
    revision = resource.open_revision or resource.live_revision or resource.latest_revision
    return revision.state


def _needs(resources: list[Resource]) -> list[Need]:
    """The records that wait for changes, each with what the reviewer said last."""
    asked = events.last_notes("request_changes", Resource.__tablename__, [one.id for one in resources])
    return [
        Need(
            title=resource.latest_revision.title or _("Untitled"),
            why=asked.get(resource.id, ""),
            url=url_for("resources.show", resource_id=resource.id),
            label=_("Make the changes"),
            resource=resource,
        )
        for resource in resources
    ]


def _grouped(resources: list[Resource]) -> list[tuple[str, list[dict[str, Any]]]]:
    found, closed = [], outcomes.outcomes_of(resources)
    for title, states in _GROUPS:
        cards = [
            _card(resource, closed.get(resource.id)) for resource in resources if _state(resource) in states
        ]
        if cards:
            found.append((str(title), cards))
    return found


def _card(resource: Resource, closing: NeedOutcome | None) -> dict[str, Any]:
    revision = resource.open_revision or resource.live_revision or resource.latest_revision
    return {
        "kind": resource.kind,
        "title": revision.title,
        "url": url_for("resources.show", resource_id=resource.id),
        "state": revision.state,
        "corridors": revision.corridors,
        "changed_at": revision.updated_at,
        "language": revision.language,
        "note": _note(resource, closing),
    }


def _note(resource: Resource, closing: NeedOutcome | None) -> str:
    if closing is not None:
        return word("outcome", closing.outcome)
    worked_on = resource.open_revision is not None and resource.live_revision is not None
    return _("An earlier version is public") if worked_on else ""
