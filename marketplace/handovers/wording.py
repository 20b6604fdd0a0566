"""The words of hand-overs: what is handed over, how far one is, what happened."""

from flask_babel import lazy_gettext as _l

from marketplace.handovers.models import Given, HandOverState

_GIVEN = {
    Given.CERTIFICATE: _l("A certificate"),
    Given.PLAN: _l("A plan"),
    Given.CONTACT: _l("A contact"),
}
_STATES = {
    HandOverState.PROPOSED: _l("Proposed"),
    HandOverState.ACCEPTED: _l("Accepted by both"),
    HandOverState.DECLINED: _l("Declined"),
    HandOverState.WITHDRAWN: _l("Taken back"),
    HandOverState.ENDED: _l("Ended"),
}
_ACTIONS = {
    "propose": HandOverState.PROPOSED,
    "accept": HandOverState.ACCEPTED,
    "decline": HandOverState.DECLINED,
    "withdraw": HandOverState.WITHDRAWN,
    "end": HandOverState.ENDED,
}


def given_word(slug: str) -> str:
    """What is handed over, in the reader's language."""
    return str(_GIVEN[Given(slug)])


def given_choices() -> list[tuple[str, str]]:
    """All that can be handed over, with its words."""
    return [(one.value, str(label)) for one, label in _GIVEN.items()]


def state_word(state: str) -> str:
    """How far a hand-over is."""
    return str(_STATES[HandOverState(state)])


def action_word(action: str) -> str:
    """What happened to a hand-over; the word is that of the state it led to."""
    return state_word(_ACTIONS[action])
