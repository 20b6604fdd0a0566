"""Moves of a revision through the states of lifecycle.py: each with what hangs on it, in one transaction."""

from flask_babel import gettext as _

from marketplace import events, outbox
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid, NotAllowed, Stale
from marketplace.resources import judged, lifecycle, rules
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import (
    KINDS,
    Attachment,
    CaseStudy,
    Kind,
    PracticePartner,
    Revision,
    RevisionCorridor,
    RevisionTerm,
    State,
)
from marketplace.resources.operations import add_confirmation, queue_indexing, slugify
from marketplace.texts import clean_text, has_control_characters
from marketplace.transaction import operation

MOVED_TOPIC = "record_moved"
NOT_COPIED = frozenset(
    {"id", "resource_id", "number", "kind", "state", "version_id", "author_id", "created_at", "updated_at"}
    | {
        "submitted_at",
        "published_at",
        "taken_from_state",
        "taken_at",
        "reviewer_id",
        "decline_proposed_by_id",
        "appealed",
    }
)


@operation
def move(
    revision: Revision, action: Action, user: User, reason: str = "", version_id: int | None = None
) -> Revision:
    """Take a revision through one move of the table in lifecycle.py; the revision that is current then.

    `version_id` is the version that the person saw, where that matters. Raises Conflict or NotAllowed where
    the table forbids it, Stale where the words changed meanwhile, Invalid where reason or answers miss.
    """
    row = lifecycle.MOVES[action]
    _require_possible(revision, action, user)
    if version_id is not None and version_id != revision.version_id:
        raise Stale(
            _("Somebody changed this record while you were reading. Check it again before you go on.")
        )
    reason = _checked_reason(row, reason)
    if action in {Action.SEND, Action.RESEND}:
        open_tasks = rules.missing(revision)
        if open_tasks:
            raise Invalid(open_tasks)
    before = State(revision.state)
    moved = _apply(revision, action, row, user)
    events.record(
        action,
        revision.resource,
        actor_id=user.id,
        from_state=before,
        to_state=moved.state,
        note=reason,
        revision=moved.number,
    )
    if revision.resource.organisation.is_claimed:  # otherwise there is nobody to tell
        outbox.add(
            MOVED_TOPIC, revision.resource_id, revision=moved.id, action=action, actor=user.id, reason=reason
        )
    return moved


@operation
def expire(revision: Revision) -> None:
    """Archive a public need whose time is over: the clock's move, by nobody. Raises Conflict for others."""
    if revision.kind != Kind.NEED or revision.state != State.PUBLISHED or not revision.is_live:
        raise Conflict(_("Only a need that is in the library can be closed."))
    revision.state = State.ARCHIVED
    _hide(revision)
    events.record(
        "expire",
        revision.resource,
        actor_id=None,
        from_state=State.PUBLISHED,
        to_state=State.ARCHIVED,
        revision=revision.number,
    )


def _require_possible(revision: Revision, action: Action, user: User) -> None:
    refusal = lifecycle.refusal(user, revision, action)
    if refusal is None:
        return
    row = lifecycle.MOVES[action]
    if revision.state in row.sources and not row.parts & lifecycle.parts_of(user, revision):
        raise NotAllowed(refusal)
    raise Conflict(refusal)


def _checked_reason(row: lifecycle.Move, reason: str) -> str:
    reason = clean_text(reason)
    if row.reason and not reason:
        raise Invalid({"reason": [_("Write a reason: the other side will read it.")]})
    if len(reason) > 3000 or has_control_characters(reason):
        raise Invalid({"reason": [_("Write the reason as plain text of at most 3,000 characters.")]})
    return reason


def _apply(revision: Revision, action: Action, row: lifecycle.Move, user: User) -> Revision:
    """Change the state, and what hangs on it."""
    if row.target == lifecycle.NEW_DRAFT:
        return _copy_as_draft(revision, user)
    if row.target == lifecycle.BACK:
        revision.state = revision.taken_from_state or State.SUBMITTED
    else:
        if action is Action.TAKE:
            revision.taken_from_state = revision.state
        revision.state = State(row.target)
    _EFFECTS.get(action, lambda _revision, _user: None)(revision, user)
    return revision


def _copy_as_draft(revision: Revision, user: User) -> Revision:
    """A new revision with the same words; its files share the blobs."""
    resource = revision.resource
    copy = KINDS[Kind(revision.kind)](
        resource=resource, number=resource.latest_revision.number + 1, author=user, state=State.DRAFT
    )
    for column in db.inspect(type(revision)).columns:
        if column.key not in NOT_COPIED:
            setattr(copy, column.key, getattr(revision, column.key))
    copy.corridors = [
        RevisionCorridor(position=c.position, origin=c.origin, destination=c.destination)
        for c in revision.corridors
    ]
    copy.terms = [
        RevisionTerm(vocabulary=t.vocabulary, slug=t.slug, position=t.position) for t in revision.terms
    ]
    copy.attachments = [
        Attachment(sha256=a.sha256, name=a.name, position=a.position) for a in revision.attachments
    ]
    if isinstance(revision, CaseStudy) and isinstance(copy, CaseStudy):
        copy.partners = [
            PracticePartner(position=p.position, name=p.name, organisation_id=p.organisation_id)
            for p in revision.partners
        ]
    db.session.add(copy)
    db.session.flush()
    return copy


def _on_send(revision: Revision, user: User) -> None:
    """Sending says that the text is true today: the provider's confirmation."""
    revision.submitted_at = utc_now()
    revision.reviewer_id = revision.taken_from_state = revision.taken_at = None
    if not revision.resource.entered_by_project or revision.resource.organisation.is_claimed:
        add_confirmation(revision.resource, user, "provider")


def _on_take(revision: Revision, user: User) -> None:
    revision.taken_at = utc_now()
    revision.reviewer_id = user.id


def _on_release(revision: Revision, _user: User) -> None:
    revision.reviewer_id = revision.taken_at = revision.taken_from_state = revision.decline_proposed_by_id = (
        None
    )


def _on_request_changes(revision: Revision, user: User) -> None:
    """The author writes over the words that were read: they are kept for whoever reads what comes back."""
    judged.keep(revision)
    _on_release(revision, user)


def _on_decline(revision: Revision, _user: User) -> None:
    judged.forget(revision)


def _on_publish(revision: Revision, user: User) -> None:
    resource, now = revision.resource, utc_now()
    judged.forget(revision)
    previous = resource.live_revision
    if previous is not None:
        previous.state = State.SUPERSEDED
        events.record(
            "supersede",
            resource,
            actor_id=user.id,
            from_state=State.PUBLISHED,
            to_state=State.SUPERSEDED,
            revision=previous.number,
        )
    revision.published_at = now
    revision.decline_proposed_by_id = None
    resource.live_revision = revision
    resource.first_published_at = resource.first_published_at or now
    resource.slug = slugify(revision.title)
    queue_indexing(resource)


def _on_hide(revision: Revision, _user: User) -> None:
    _hide(revision)


def _hide(revision: Revision) -> None:
    revision.resource.live_revision = None
    queue_indexing(revision.resource)


def _on_propose_decline(revision: Revision, user: User) -> None:
    revision.decline_proposed_by_id = user.id


def _on_appeal(revision: Revision, user: User) -> None:
    revision.appealed = True
    revision.submitted_at = utc_now()
    _on_release(revision, user)


_EFFECTS = {
    Action.SEND: _on_send,
    Action.RESEND: _on_send,
    Action.TAKE: _on_take,
    Action.GIVE_BACK: _on_release,
    Action.REQUEST_CHANGES: _on_request_changes,
    Action.PUBLISH: _on_publish,
    Action.PROPOSE_DECLINE: _on_propose_decline,
    Action.DECLINE: _on_decline,
    Action.APPEAL: _on_appeal,
    Action.ARCHIVE: _on_hide,
    Action.TAKE_DOWN: _on_hide,
}
