"""What the pages of hand-overs show to one person: the hand-over from their side, and what they can do."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask_login import current_user
from markupsafe import Markup

from marketplace import events
from marketplace.accounts.models import User
from marketplace.handovers import queries
from marketplace.handovers.models import HandOver, HandOverState, Side
from marketplace.providers.roles import may_edit
from marketplace.resources.models import Resource


@dataclass(frozen=True)
class HandOverPage:
    """A hand-over as one person of either side sees it."""

    hand_over: HandOver
    user: User

    @property
    def may_answer(self) -> bool:
        """Whether it waits for this person's side."""
        return self.hand_over.state == HandOverState.PROPOSED and self._writes(self.hand_over.answering_side)

    @property
    def may_withdraw(self) -> bool:
        return self.hand_over.state == HandOverState.PROPOSED and self._writes(self.hand_over.proposed_by)

    @property
    def may_end(self) -> bool:
        return self.hand_over.state == HandOverState.ACCEPTED and any(map(self._writes, Side))

    @property
    def is_resting(self) -> bool:
        """Whether it stands but one of its records has left the library."""
        return self.hand_over.state == HandOverState.ACCEPTED and not queries.both_public(self.hand_over)

    def history(self) -> list[events.AuditEvent]:
        """All that happened, the latest first."""
        return events.history(HandOver.__tablename__, self.hand_over.id)[::-1]

    def _writes(self, side: str) -> bool:
        return may_edit(self.user, self.hand_over.record(side).organisation)


@dataclass(frozen=True)
class Listed:
    """The hand-overs of somebody: those that wait for them first, then by state."""

    waiting: list[HandOver]
    groups: list[tuple[str, list[HandOver]]]


def listed(user: User) -> Listed:
    """All hand-overs of the organisations a person belongs to."""
    found = queries.of_user(user)
    waiting = [one for one in found if HandOverPage(one, user).may_answer]
    others = [one for one in found if one not in waiting]
    groups = [(state.value, [one for one in others if one.state == state]) for state in HandOverState]
    return Listed(waiting, [(state, some) for state, some in groups if some])


def waiting_for_me() -> list[HandOver]:
    """The proposals that the signed-in person can answer."""
    if not current_user.is_authenticated:
        return []
    proposed = queries.of_user(current_user, [HandOverState.PROPOSED])
    return [one for one in proposed if HandOverPage(one, current_user).may_answer]


def record_section(resource: Resource) -> Markup | None:
    """The hand-overs of a record on its page in the workspace, and the way to a new one."""
    if resource.kind not in queries.KINDS or resource.live_revision_id is None:
        return None
    values: dict[str, Any] = {
        "found": queries.of_record(resource.id),
        "resource": resource,
        "may_write": may_edit(current_user, resource.organisation),
    }
    return Markup(render_template("handovers/_record.html", **values))  # noqa: S704  # a template escaped it


def start_url(own: Resource, other_id: str) -> str | None:
    """Where the signed-in person states a hand-over between two records; None for who does not write."""
    if not current_user.is_authenticated or not may_edit(current_user, own.organisation):
        return None
    return url_for("handovers.new", resource_id=own.id, other=other_id)
