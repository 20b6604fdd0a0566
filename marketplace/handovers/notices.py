"""What is mailed to the other side of a hand-over, in the language of each person."""

from collections.abc import Callable

from flask_babel import gettext as _

from marketplace.accounts.models import User
from marketplace.handovers.models import HandOver, Side
from marketplace.providers.mailing import Notice, send
from marketplace.providers.models import MemberRole, Organisation


def proposed(hand_over: HandOver) -> None:
    """To those who can accept."""
    _tell(
        hand_over,
        hand_over.answering_side,
        lambda names: (
            _("%(organisation)s proposes a hand-over", **names),
            _(
                "From “%(before)s” before departure to “%(after)s” after arrival. Is that so? Please answer.",
                **names,
            ),
        ),
    )


def accepted(hand_over: HandOver) -> None:
    """To those who proposed it."""
    _tell(
        hand_over,
        Side(hand_over.proposed_by),
        lambda names: (
            _("%(organisation)s has accepted the hand-over", **names),
            _("Everybody can see now that “%(before)s” hands over to “%(after)s”.", **names),
        ),
    )


def declined(hand_over: HandOver) -> None:
    """To those who proposed it, with the reason if there is one."""
    _tell(
        hand_over,
        Side(hand_over.proposed_by),
        lambda names: (
            _("%(organisation)s has declined the hand-over", **names),
            _("It was about “%(before)s” and “%(after)s”.", **names),
        ),
    )


def withdrawn(hand_over: HandOver) -> None:
    """To those who need not answer any more."""
    _tell(
        hand_over,
        hand_over.answering_side,
        lambda names: (
            _("%(organisation)s has taken back the proposed hand-over", **names),
            _("It was about “%(before)s” and “%(after)s”.", **names),
        ),
    )


def ended(hand_over: HandOver, to: Side) -> None:
    """To the side that did not end it."""
    _tell(
        hand_over,
        to,
        lambda names: (
            _("%(organisation)s has ended the hand-over", **names),
            _("It was about “%(before)s” and “%(after)s”.", **names),
        ),
    )


def _tell(hand_over: HandOver, to: Side, words: Callable[[dict[str, str]], tuple[str, str]]) -> None:
    from_side = Side.AFTER if to == Side.BEFORE else Side.BEFORE
    names = {
        "organisation": hand_over.record(from_side).organisation.name,
        "before": hand_over.before.latest_revision.title,
        "after": hand_over.after.latest_revision.title,
    }
    reason = hand_over.reason

    def write() -> Notice:
        subject, line = words(names)
        return Notice(subject, [line], "handovers.show", _("Look at the hand-over"), reason)

    send(_editors(hand_over.record(to).organisation), write, hand_over_id=hand_over.id)


def _editors(organisation: Organisation) -> list[User]:
    return [m.user for m in organisation.memberships if m.role != MemberRole.VIEWER]
