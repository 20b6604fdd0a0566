"""Where higher domains join in: the parts they add to a record's page in the workspace."""

from collections.abc import Callable

from markupsafe import Markup

from marketplace.resources.models import Resource

SectionMaker = Callable[[Resource], Markup | None]
_makers: list[SectionMaker] = []


def record_section(maker: SectionMaker) -> SectionMaker:
    """Have a function add a section (with its own heading of level 2) to a record's page in the workspace.

    The page is for members of the organisation, so the section may hold what they may see and no more. None
    where there is nothing to show. Those registered first stand first.
    """
    if maker not in _makers:
        _makers.append(maker)
    return maker


def sections_of(resource: Resource) -> list[Markup]:
    """All sections that other domains show for a record."""
    return [section for maker in _makers if (section := maker(resource))]
