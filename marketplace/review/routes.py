"""Pages of moderators and expert reviewers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import events
from marketplace.access import Access, access
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.providers.mailing import isolated
from marketplace.resources import lifecycle
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Resource
from marketplace.resources.moves import move
from marketplace.resources.queries import was_done
from marketplace.review import comparison, operations, queries
from marketplace.review.forms import DecisionForm, MessageForm

bp = Blueprint("review", __name__)

VIEWS = ("all", "free", "mine", "second")
HERE = frozenset(
    {
        Action.TAKE,
        Action.GIVE_BACK,
        Action.REQUEST_CHANGES,
        Action.PUBLISH,
        Action.PROPOSE_DECLINE,
        Action.DECLINE,
        Action.TAKE_DOWN,
    }
)
STAYS = frozenset({Action.TAKE, Action.PROPOSE_DECLINE})
ONWARDS = frozenset({Action.REQUEST_CHANGES, Action.PUBLISH})  # to the next record


@bp.get("/review")
@access(Access.REVIEWER)
def show_queue() -> str:
    """The queue, oldest first."""
    view = request.args.get("view", "all")
    if view not in VIEWS:
        raise NotFound(_("There is no such view of the queue."))
    return render_template(
        "review/queue.html",
        revisions=queries.queue(current_user, view),
        view=view,
        counts={name: len(queries.queue(current_user, name)) for name in VIEWS},
        own=queries.count_of_own(current_user),
    )


@bp.get("/review/<resource_id>")
@access(Access.REVIEWER)
def compare(resource_id: str) -> str:
    """A record under review: what changed, the conversation, the decision."""
    return _page(queries.load_for_review(resource_id, current_user))


@bp.post("/review/<resource_id>/<action>")
@access(Access.REVIEWER)
def decide(resource_id: str, action: str) -> str | Response | tuple[str, int]:
    """One move of the table."""
    resource = queries.load_for_review(resource_id, current_user, to_read=False)
    if action not in HERE:
        raise NotFound(_("There is no such decision."))
    form = DecisionForm()
    revision = queries.revision_under_review(resource)
    # after the commit each would be read again
    title, revision_id, user_id = revision.title, revision.id, current_user.id
    try:
        move(revision, Action(action), current_user, form.reason.data or "", form.seen_version())
    except Invalid as invalid:
        form.add_errors(invalid)
        return _page(resource, decision=form, chosen=action), 422
    except (Conflict, NotAllowed) as refused:
        if not was_done(resource, action, current_user, form.reason.data or ""):
            return _page(resource, refused=refused.message, typed=form.reason.data or ""), refused.status
    onwards = queries.next_after(revision_id, user_id) if action in ONWARDS else None
    return _went_on(resource_id, title, Action(action), onwards)


def _went_on(resource_id: str, title: str, action: Action, onwards: queries.Onwards | None) -> Response:
    """Say what was done, and lead to where the reviewer goes on."""
    done = _done(action, isolated(title))
    if onwards is not None:
        done = " ".join((done, _("This is the next record.")))
        there = url_for(".compare", resource_id=onwards.resource_id)
    elif action in STAYS:
        anchor = "decision" if action is Action.TAKE else None
        there = url_for(".compare", resource_id=resource_id, _anchor=anchor)
    else:
        there = url_for(".show_queue")
    if done:
        flash(done, "success")
    return redirect(there, 303)


@bp.post("/review/<resource_id>/messages")
@access(Access.REVIEWER)
def write_message(resource_id: str) -> str | Response | tuple[str, int]:
    """Say something to the author, or to other reviewers."""
    resource = queries.load_for_review(resource_id, current_user)
    form = MessageForm()
    try:
        operations.write_message(resource, current_user, form.text.data or "", internal=form.internal.data)
    except Invalid as invalid:
        form.add_errors(invalid)
        return _page(resource, message=form), 422
    flash(_("Your message was sent."), "success")
    return redirect(url_for(".compare", resource_id=resource_id, _anchor="conversation"), 303)


def _page(
    resource: Resource,
    decision: DecisionForm | None = None,
    message: MessageForm | None = None,
    chosen: str = "",
    refused: str = "",
    typed: str = "",
) -> str:
    """The record as it stands now, perhaps with why a decision is `refused` and what was `typed` for it."""
    revision = queries.revision_under_review(resource)
    history = events.history(Resource.__tablename__, resource.id)
    return render_template(
        "review/compare.html",
        resource=resource,
        revision=revision,
        comparisons=comparison.comparisons(revision),
        onwards=queries.next_after(revision.id, current_user.id),
        asked=_last(history, Action.REQUEST_CHANGES),
        proposed=_last(history, Action.PROPOSE_DECLINE),
        actions=[action for action in lifecycle.actions_for(current_user, revision) if action in HERE],
        refused_publication=lifecycle.refusal(current_user, revision, Action.PUBLISH),
        moves=lifecycle.MOVES,
        history=history,
        messages=queries.conversation(resource, internal=True),
        decision=decision or DecisionForm(formdata=None),
        message=message or MessageForm(formdata=None),
        chosen=chosen,
        refused=refused,
        typed=typed,
        form=decision or message,
    )


def _last(history: list[events.AuditEvent], action: Action) -> events.AuditEvent | None:
    return next((event for event in reversed(history) if event.action == action), None)


def _done(action: Action, title: str) -> str:
    """In words, with the title where another page than that of the record follows."""
    return {
        Action.TAKE: "",  # the decision says it, below which the buttons then are
        Action.GIVE_BACK: _("“%(title)s” is back in the queue.", title=title),
        Action.REQUEST_CHANGES: _("The author of “%(title)s” was asked for changes.", title=title),
        Action.PUBLISH: _("“%(title)s” is published.", title=title),
        Action.PROPOSE_DECLINE: _("A second reviewer is asked now."),
        Action.DECLINE: _("“%(title)s” is declined. The author gets your reason.", title=title),
        Action.TAKE_DOWN: _("“%(title)s” is taken down.", title=title),
    }[action]
