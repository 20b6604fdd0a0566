"""The words for states and results of introductions."""

from typing import Any

from flask_babel import lazy_gettext as _l

from marketplace.introductions.models import State
from marketplace.introductions.rules import WITHDRAWN, Kind, Result

_STATES = {
    State.SENT: (_l("Request sent"), "info"),
    State.SEEN: (_l("Request seen"), "info"),
    State.ACCEPTED: (_l("Accepted"), "success"),
    State.DECLINED: (_l("Declined"), "error"),
    State.EXPIRED: (_l("Not answered in time"), "quiet"),
    State.MET: (_l("Met"), "success"),
    State.AGREED: (_l("Agreed"), "success"),
    State.CLOSED: (_l("Ended"), "quiet"),
}
KINDS: dict[str, Any] = {
    Kind.HAND_OVER: _l("A hand-over: one continues where the other ends"),
    Kind.REFERRAL: _l("We send people to each other"),
    Kind.PROJECT: _l("We do something together"),
    Kind.EXCHANGE: _l("We share what we know"),
    Kind.ELSE: _l("Something else"),
}
RESULTS: dict[str, Any] = {
    Result.NO_FIT: _l("It does not fit"),
    Result.NO_TIME: _l("No time or money for it now"),
    Result.ELSEWHERE: _l("Found elsewhere"),
    Result.NO_ANSWER: _l("The other side does not answer any more"),
    Result.OTHER: _l("Another reason"),
}
_WITHDRAWN = _l("Withdrawn by the organisation that asked")


def state_word(state: str) -> str:
    """What a state is called."""
    return str(_STATES[State(state)][0])


def state_tone(state: str) -> str:
    """The tone of its tag."""
    return _STATES[State(state)][1]


def result_word(result: str) -> str:
    """What was agreed, or why it ended."""
    return str(_WITHDRAWN if result == WITHDRAWN else (KINDS | RESULTS)[result])
