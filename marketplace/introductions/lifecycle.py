"""The table of moves: which action takes an introduction from which state to which, and by which side.

Buttons, checks and events all come from this table; changes.py is the only code that changes a state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from marketplace.introductions.models import State


class Action(StrEnum):
    """What can be done with an introduction."""

    SEE = "see"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    MEET = "meet"
    AGREE = "agree"
    CLOSE = "close"


class Part(StrEnum):
    """The part somebody plays towards one introduction."""

    ASKER = "asker"  # owner or editor of the organisation that asked
    RECEIVER = "receiver"  # owner or editor of the one that was asked
    CLOCK = "clock"  # the program, when time has run out


class Asks(StrEnum):
    """What a move has to be told."""

    NOTHING = ""
    REASON = "reason"  # a sentence that the other side reads
    KIND = "kind"  # what was agreed
    RESULT = "result"  # why it ends


@dataclass(frozen=True)
class Move:
    """One row: from which states, to which, by whom, what it asks for, what the button says."""

    sources: frozenset[State]
    target: State
    parts: frozenset[Part]
    label: Any
    asks: Asks = Asks.NOTHING


def _row(
    sources: Iterable[State], target: State, parts: Iterable[Part], label: Any, asks: Asks = Asks.NOTHING
) -> Move:
    return Move(frozenset(sources), target, frozenset(parts), label, asks)


_S, _P = State, Part
_WAITING, _TALKING = [_S.SENT, _S.SEEN], [_S.ACCEPTED, _S.MET]
_BOTH = [_P.ASKER, _P.RECEIVER]

MOVES: dict[Action, Move] = {
    Action.ACCEPT: _row(_WAITING, _S.ACCEPTED, [_P.RECEIVER], _l("Accept")),
    Action.SEE: _row([_S.SENT], _S.SEEN, [_P.RECEIVER], _l("Say that you have seen it")),
    Action.DECLINE: _row(_WAITING, _S.DECLINED, [_P.RECEIVER], _l("Decline"), Asks.REASON),
    Action.WITHDRAW: _row(_WAITING, _S.CLOSED, [_P.ASKER], _l("Withdraw")),
    Action.EXPIRE: _row(_WAITING, _S.EXPIRED, [_P.CLOCK], ""),
    Action.MEET: _row([_S.ACCEPTED], _S.MET, _BOTH, _l("We have met")),
    Action.AGREE: _row([_S.MET], _S.AGREED, _BOTH, _l("We have agreed"), Asks.KIND),
    Action.CLOSE: _row(_TALKING, _S.CLOSED, _BOTH, _l("End it"), Asks.RESULT),
}
SAYS_NO_MORE = frozenset({Action.DECLINE, Action.WITHDRAW, Action.EXPIRE, Action.CLOSE})
"""What is still possible between two of whom one has blocked the other."""


def allowed(state: str, parts: Iterable[Part]) -> list[Action]:
    """What somebody who plays these parts may do in a state, in the order of the table."""
    played = set(parts)
    return [action for action, row in MOVES.items() if state in row.sources and row.parts & played]
