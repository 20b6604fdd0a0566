"""What is done with introductions: ask, move, write. Each leaves an event with ids, never the words."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from marketplace import events
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.introductions import clock, notices, queries, rules, wording
from marketplace.introductions.changes import change_state, lock
from marketplace.introductions.lifecycle import MOVES, SAYS_NO_MORE, Action, Asks, Part
from marketplace.introductions.models import (
    Introduction,
    IntroductionMessage,
    State,
)
from marketplace.providers.mailing import owners
from marketplace.providers.models import Organisation
from marketplace.resources.models import Resource
from marketplace.transaction import operation


@operation
def ask(
    user: User, receiver: Organisation, answers: Mapping[str, Any], resource_id: str = ""
) -> Introduction:
    """Ask for an introduction to an organisation, about one of its records where `resource_id` names one.

    Answers: organisation (id of the asking one), own_record (id or ""), text. Raises Invalid, also for a
    limit and for one that cannot be asked, so that what was typed is kept.
    """
    asker = _asker(user, str(answers.get("organisation") or ""))
    refusal = queries.refusal_to_ask(asker, receiver)
    if refusal is not None:
        raise Invalid({"": [refusal]})
    resource = _record(receiver, resource_id, "")
    own = _record(asker, str(answers.get("own_record") or ""), "own_record")
    text = rules.checked_text("text", str(answers.get("text") or ""), rules.SHORTEST_REQUEST)
    _require_room(asker, receiver)
    introduction = Introduction(
        asker=asker,
        receiver=receiver,
        resource=resource,
        own_resource=own,
        asked_by=user,
        told=_first_contact(receiver, resource),
        state=State.SENT,
        due_at=clock.next_due(),
    )
    introduction.messages = [
        IntroductionMessage(number=1, organisation_id=asker.id, author_id=user.id, text=text)
    ]
    db.session.add(introduction)
    db.session.flush()
    events.record("introduction_ask", introduction, actor_id=user.id, to_state=State.SENT)
    clock.wind(introduction)
    notices.asked(introduction)
    return introduction


def _asker(user: User, organisation_id: str) -> Organisation:
    able = queries.organisations_to_ask_for(user)
    if not organisation_id and len(able) == 1:
        return able[0]
    found = next((one for one in able if one.id == organisation_id), None)
    if found is None:
        raise Invalid({"organisation": [_("Choose the organisation in whose name you ask.")]})
    return found


def _record(organisation: Organisation, resource_id: str, name: str) -> Resource | None:
    if not resource_id:
        return None
    resource = queries.public_record_of(resource_id, organisation)
    if resource is None:
        raise Invalid({name: [_("This record is no longer in the library. Nothing was sent.")]})
    return resource


def _require_room(asker: Organisation, receiver: Organisation) -> None:
    if queries.is_waiting_between(asker, receiver):
        raise Invalid({"": [_("Your organisation has asked them already and waits for the answer.")]})
    limit = current_app.config["INTRODUCTIONS_PER_DAY"]
    if queries.asked_today(asker) >= limit:
        raise rules.asked_too_often(limit)


def _first_contact(receiver: Organisation, resource: Resource | None) -> User | None:
    """Who is told first: the author of the record where still there, else the owner who came first."""
    able = queries.editors_of(receiver)
    if resource is not None and resource.live_revision is not None:
        author_id = resource.live_revision.author_id
        able = [one for one in able if one.id == author_id] or able
    first = [one for one in able if one in owners(receiver)]
    return next(iter(first or able), None)


@operation
def move(introduction: Introduction, action: Action, user: User, given: str = "") -> Introduction:
    """Take an introduction through one move of the table in lifecycle.py.

    `given` is the reason, the kind or the result that the move asks for. Raises NotAllowed for people who
    play no such part, Conflict where it has moved on, Invalid where `given` is missing or wrong.
    """
    lock(introduction)
    _require_possible(introduction, action, user)
    _note(introduction, action, given)
    if action in {Action.ACCEPT, Action.DECLINE}:
        introduction.answered_at, introduction.answered_by_id = utc_now(), user.id
    change_state(introduction, action, user.id)
    parts = queries.parts_of(user, introduction)
    side = introduction.asker if Part.ASKER in parts else introduction.receiver
    notices.moved(introduction, action, introduction.other_than(side.id))
    return introduction


def _require_possible(introduction: Introduction, action: Action, user: User) -> None:
    if not MOVES[action].parts & queries.parts_of(user, introduction):
        raise NotAllowed(_("You may not do this with this introduction."))
    if introduction.state not in MOVES[action].sources:
        state = wording.state_word(introduction.state)
        raise Conflict(_("This introduction has moved on meanwhile. It stands at: %(state)s.", state=state))
    if action not in SAYS_NO_MORE and queries.is_cut_off(introduction):
        raise Conflict(_("An introduction between these two organisations is not possible."))


def _note(introduction: Introduction, action: Action, given: str) -> None:
    """Write down what a move was told."""
    asks = MOVES[action].asks
    if asks is Asks.REASON:
        introduction.reason = rules.checked_text(
            "reason", given, missing=_("Write a reason: the other side will read it.")
        )
    elif asks in {Asks.KIND, Asks.RESULT}:
        if given not in (wording.KINDS if asks is Asks.KIND else wording.RESULTS):
            raise Invalid({asks.value: [_("Choose one of these.")]})
        introduction.result = given
    elif action is Action.WITHDRAW:
        introduction.result = rules.WITHDRAWN


@operation
def write(introduction: Introduction, user: User, text: str) -> IntroductionMessage:
    """Say something to the other side. A first word of the side that was asked makes the request seen.

    Raises NotAllowed, Conflict where nobody may write now, Invalid for the text or a limit.
    """
    lock(introduction)
    sides = queries.sides_of(user, introduction)
    if not sides:
        raise NotAllowed(_("You take no part in this conversation."))
    side = sides[0]
    refusal = queries.refusal_to_write(introduction, side)
    if refusal is not None:
        raise Conflict(refusal)
    text = rules.checked_text("text", text)
    if queries.written_since_an_hour(user) >= rules.MESSAGES_PER_HOUR:
        raise rules.TooOften({"text": [_("You have written many messages. Try again in an hour.")]})
    if introduction.state == State.SENT:  # the asking side could not write before an answer
        change_state(introduction, Action.SEE, user.id)
    message = IntroductionMessage(
        number=len(introduction.messages) + 1, organisation_id=side.id, author_id=user.id, text=text
    )
    introduction.messages.append(message)
    introduction.changed_at = utc_now()
    db.session.flush()
    notices.written(introduction, introduction.other_than(side.id))
    return message
