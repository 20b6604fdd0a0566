"""Who may ask whom, what a message may be, and how often: answers in words, `None` where nothing is wrong."""

from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus

from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.errors import Invalid
from marketplace.providers.models import Organisation, Verification
from marketplace.texts import clean_text, has_control_characters

SHORTEST_REQUEST = 20
LONGEST_TEXT = 3_000
MESSAGES_PER_HOUR = 20  # of one person, in all conversations
ANSWERS_FOR_MEDIAN = 5
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Kind(StrEnum):
    """What two organisations agreed on."""

    HAND_OVER = "hand_over"
    REFERRAL = "referral"
    PROJECT = "project"
    EXCHANGE = "exchange"
    ELSE = "something_else"


class Result(StrEnum):
    """Why an introduction ended without an agreement."""

    NO_FIT = "no_fit"
    NO_TIME = "no_time"
    ELSEWHERE = "elsewhere"
    NO_ANSWER = "no_answer"
    OTHER = "other"


WITHDRAWN = "withdrawn"


class TooOften(Invalid):
    """A limit is reached; what was typed is kept."""

    status = HTTPStatus.TOO_MANY_REQUESTS


def may_ask(organisation: Organisation) -> bool:
    """Whether an organisation may ask for introductions: it is claimed or verified, and not suspended."""
    if organisation.verification == Verification.SUSPENDED or organisation.merged_into_id is not None:
        return False
    return organisation.is_claimed or organisation.is_verified


def checked_text(name: str, text: str, shortest: int = 1, missing: str = "") -> str:
    """A message as it is stored, `shortest` to 3,000 characters; raises Invalid at the field `name`.

    `missing` is said where there is none.
    """
    text = clean_text(text)
    if not text:
        raise Invalid({name: [missing or _("Write your message first.")]})
    if len(text) < shortest:
        raise Invalid({name: [too_short(shortest)]})
    if len(text) > LONGEST_TEXT or has_control_characters(text):
        raise Invalid({name: [_("Write plain text of at most 3,000 characters.")]})
    return text


def too_short(shortest: int) -> str:
    """What a too short request is answered."""
    return _(
        "Write at least %(least)s characters: who you are and what you would like to talk about.",
        least=str(shortest),
    )


def asked_too_often(limit: int) -> TooOften:
    """The organisation has used up the requests of a day."""
    return TooOften(
        {
            "": [
                ngettext(
                    "Your organisation can ask for %(num)s introduction a day. Try again tomorrow.",
                    "Your organisation can ask for %(num)s introductions a day. Try again tomorrow.",
                    limit,
                )
            ]
        }
    )
