"""Where higher domains join in: what follows a change, what a public page shows, and how it is kept."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response
from markupsafe import Markup

from marketplace.providers.models import Organisation


@dataclass(frozen=True)
class ProfileSection:
    """A part of the public page: an id for its address, a heading, how many things, and the things."""

    id: str
    title: str
    count: int
    content: Markup


Follower = Callable[[Organisation], None]
SectionMaker = Callable[[Organisation], list[ProfileSection]]
PublicAnswer = Callable[[str, Callable[[], str]], Response]

_followers: list[Follower] = []
_section_makers: list[SectionMaker] = []
_answers: list[PublicAnswer] = []


def on_public_change(follower: Follower) -> Follower:
    """Have a function run, in the same transaction, when what the public sees may have changed.

    That is the verification, the name or another fact of the profile.
    """
    if follower not in _followers:
        _followers.append(follower)
    return follower


def public_changed(organisation: Organisation) -> None:
    """Tell those who asked for it."""
    for follower in _followers:
        follower(organisation)


def profile_sections(maker: SectionMaker) -> SectionMaker:
    """Have a function add sections to the public page; those registered first stand first."""
    if maker not in _section_makers:
        _section_makers.append(maker)
    return maker


def sections_of(organisation: Organisation) -> list[ProfileSection]:
    """All sections that other domains show for an organisation."""
    return [section for maker in _section_makers for section in maker(organisation)]


def public_answer(answer: PublicAnswer) -> PublicAnswer:
    """Have a function answer public pages: it is given all that one is made from, and what makes it."""
    _answers[:] = [answer]
    return answer


def answer_public(made_from: str, make: Callable[[], str]) -> Response:
    """Answer a public page by whoever keeps them ready; without anybody it is made."""
    return _answers[0](made_from, make) if _answers else Response(make())
