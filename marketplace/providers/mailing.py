"""How a notice about an organisation becomes mails, each in the language of the person who gets it."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import force_locale

from marketplace import languages, mail
from marketplace.accounts.models import User
from marketplace.providers.models import MemberRole, Organisation

TEMPLATE = "providers/notice"
_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True)
class Notice:
    """What a mail says: its subject, sentences, a person's own words, and the page to go to."""

    subject: str
    lines: list[str]
    endpoint: str
    link_label: str
    quote: str = ""


def send(people: Iterable[User | None], write: Callable[[], Notice], **link_values: str) -> None:
    for person in people:
        if person is not None and person.email and person.deleted_at is None:
            send_to(person.email, person.language, write, **link_values)


def send_to(email: str, language: str, write: Callable[[], Notice], **link_values: str) -> None:
    with force_locale(languages.by_code(language).locale):
        notice = write()
    link = languages.external_url(notice.endpoint, language=languages.by_code(language).code, **link_values)
    mail.send(
        TEMPLATE,
        email,
        language=language,
        subject=notice.subject,
        lines=notice.lines,
        quote=notice.quote,
        link=link,
        link_label=notice.link_label,
    )


def isolated(name: str) -> str:
    """A name for a sentence of the mail's language; where one of both runs from right to left, kept apart.

    Plain text has no `<bdi>`: the isolates of Unicode (UAX #9) keep the words around the name in their order.
    """
    right_to_left = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in name)
    if right_to_left or languages.current_language().dir == "rtl":
        return f"{_ISOLATE}{name}{_END}"
    return name


def owners(organisation: Organisation) -> list[User]:
    return [m.user for m in organisation.memberships if m.role == MemberRole.OWNER]
