"""What is mailed about introductions: that something happened and where to look; no words, no addresses."""

from collections.abc import Callable, Iterable

from flask_babel import gettext as _

from marketplace.accounts.models import User
from marketplace.introductions import queries
from marketplace.introductions.lifecycle import Action
from marketplace.introductions.models import Introduction
from marketplace.introductions.wording import state_word
from marketplace.providers.mailing import Notice, isolated, owners, send
from marketplace.providers.models import Organisation

_PAGE = "introductions.show"


def asked(introduction: Introduction) -> None:
    """To the first contact of the organisation that was asked; where there is none, to its owners."""
    people = [introduction.told] if introduction.told is not None else owners(introduction.receiver)
    _send(introduction, people, lambda: _request(introduction))


def still_waiting(introduction: Introduction) -> None:
    """To the second contact: the other owners; where there are none, to all owners."""
    all_owners = owners(introduction.receiver)
    people = [one for one in all_owners if one.id != introduction.told_id] or all_owners
    _send(introduction, people, lambda: _request(introduction))


def _request(introduction: Introduction) -> Notice:
    names = {"asker": isolated(introduction.asker.name), "receiver": isolated(introduction.receiver.name)}
    return Notice(
        _("%(asker)s asks %(receiver)s for an introduction", **names),
        [
            _(
                "Read what they write on the site, then accept or decline. Nobody sees an address "
                "before you accept."
            )
        ],
        _PAGE,
        _("Read and answer"),
    )


def moved(introduction: Introduction, action: Action, side: Organisation) -> None:
    """To the other side, when an introduction has come to another state. That it was seen is not mailed."""
    if action is not Action.SEE:
        _send(introduction, concerned(introduction, side), lambda: _news(introduction, side))


def expired(introduction: Introduction) -> None:
    """To those who asked in vain."""
    people = concerned(introduction, introduction.asker)
    _send(introduction, people, lambda: _news(introduction, introduction.asker))


def _news(introduction: Introduction, side: Organisation) -> Notice:
    other = isolated(introduction.other_than(side.id).name)
    return Notice(
        _("News about your introduction to %(organisation)s", organisation=other),
        [_("It stands now at: %(state)s.", state=state_word(introduction.state))],
        _PAGE,
        _("Open the introduction"),
    )


def written(introduction: Introduction, side: Organisation) -> None:
    """To the other side, when there is a message."""

    def write() -> Notice:
        other = isolated(introduction.other_than(side.id).name)
        return Notice(
            _("A new message from %(organisation)s", organisation=other),
            [_("Reply on the site. An answer to this mail reaches nobody.")],
            _PAGE,
            _("Read and answer"),
        )

    _send(introduction, concerned(introduction, side), write)


def concerned(introduction: Introduction, side: Organisation) -> list[User]:
    """Those of a side who had to do with it so far and still speak for it; without any, its owners."""
    known = {introduction.asked_by_id, introduction.told_id, introduction.answered_by_id}
    known |= {message.author_id for message in introduction.messages}
    return [one for one in queries.editors_of(side) if one.id in known] or owners(side)


def _send(introduction: Introduction, people: Iterable[User | None], write: Callable[[], Notice]) -> None:
    able = [one for one in people if one is not None and one.email_confirmed_at is not None]
    send(able, write, introduction_id=introduction.id)
