"""What the page of a record in the workspace shows to one of its people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from marketplace import events
from marketplace.accounts.models import User
from marketplace.resources import lifecycle, need_clock, outcomes, sections, tasks
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, NeedOutcome, Resource, Revision, State

OWN = (
    Action.SEND,
    Action.RESEND,
    Action.REVISE,
    Action.RESTORE,
    Action.APPEAL,
    Action.WITHDRAW,
    Action.ARCHIVE,
)
ASKING = {Action.WITHDRAW, Action.ARCHIVE, Action.APPEAL}  # a page of their own, for the reason
SENDING = {Action.SEND, Action.RESEND}
ANSWERED = ("request_changes", "decline", "take_down", "archive")
EDITABLE = {State.DRAFT, State.CHANGES_REQUESTED}


@dataclass(frozen=True)
class Button:
    """One thing that can be done: a link where more is asked first, else a form that posts."""

    label: str
    url: str
    posts: bool
    dangerous: bool
    revision: int


@dataclass(frozen=True)
class RecordPage:
    """A record as one person sees it in the workspace."""

    resource: Resource
    user: User

    @property
    def revision(self) -> Revision:
        """The version in the middle of the page: the one worked on, else the latest."""
        return self.resource.open_revision or self.resource.latest_revision

    @property
    def live(self) -> Revision | None:
        return self.resource.live_revision

    @property
    def is_editable(self) -> bool:
        """Whether the task list leads to questions."""
        return self.revision.state in EDITABLE and self.may_write

    @property
    def may_write(self) -> bool:
        return lifecycle.Part.EDITOR in lifecycle.parts_of(self.user, self.revision)

    @property
    def shown(self) -> list[Revision]:
        """The versions with buttons: the one worked on or the latest, and the public one."""
        others = [self.live] if self.live is not None and self.live is not self.revision else []
        return [self.revision, *others]

    def tasks(self) -> list[dict[str, Any]]:
        """The rows of the task list."""
        return [
            {
                "title": task.page.title,
                "state": task.state,
                "url": url_for("resources.edit", resource_id=self.resource.id, slug=task.page.slug),
            }
            for task in tasks.tasks(self.revision)
        ]

    def buttons(self, revision: Revision) -> list[Button]:
        """What this person can do with a version now, in the order of OWN."""
        possible = lifecycle.actions_for(self.user, revision)
        return [self._button(action, revision) for action in OWN if action in possible]

    def _button(self, action: Action, revision: Revision) -> Button:
        label = str(lifecycle.MOVES[action].label)
        own = self.resource.id
        if action in SENDING:
            url = url_for("resources.check", resource_id=own)
        elif action is Action.ARCHIVE and revision.kind == Kind.NEED:
            label, url = _("Close this need"), url_for("resources.ask_to_close", resource_id=own)
        elif action in ASKING:
            url = url_for("resources.ask", resource_id=own, action=action.value, revision=revision.number)
        else:
            url = url_for("resources.act", resource_id=own, action=action.value)
        posts = action not in SENDING | ASKING
        dangerous = action in {Action.WITHDRAW, Action.ARCHIVE}
        return Button(label, url, posts, dangerous, revision.number)

    def history(self) -> list[events.AuditEvent]:
        """All that happened, the latest first."""
        return events.history(Resource.__tablename__, self.resource.id)[::-1]

    def last_answer(self) -> events.AuditEvent | None:
        """The reviewers' last answer about the version in the middle, while it is the last word."""
        own = [e for e in self.history() if e.details.get("revision") == self.revision.number]
        return own[0] if own and own[0].action in ANSWERED and own[0].note else None

    @property
    def expires_at(self) -> datetime | None:
        """When the need in the library expires; None for every other record."""
        return need_clock.expires_at(self.resource)

    @property
    def stays_until(self) -> datetime | None:
        """When a need would expire if it were confirmed now, where that is on a later day."""
        end, later = self.expires_at, need_clock.would_expire_at(self.resource)
        return later if end and later and later.date() > end.date() else None

    @property
    def closing(self) -> NeedOutcome | None:
        """How the need ended, where it is closed."""
        return outcomes.outcomes_of([self.resource]).get(self.resource.id)

    def sections(self) -> list[Markup]:
        """What other domains add."""
        return sections.sections_of(self.resource)


def record_page(resource: Resource, user: User) -> RecordPage:
    """The page of a record that this person may see."""
    return RecordPage(resource, user)
