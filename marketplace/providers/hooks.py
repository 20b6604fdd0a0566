"""Where higher domains join in: what follows a change, and what the public page of an organisation shows."""

from collections.abc import Callable
from dataclasses import dataclass

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

_followers: list[Follower] = []
_section_makers: list[SectionMaker] = []


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
