"""Lists put together from fragments: pages have many, and templates would take most of their time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Flask
from markupsafe import Markup

from marketplace.fragments import HOLE, fragment, pieces
from marketplace.languages import current_language
from marketplace.templating import number


def init_app(app: Flask) -> None:
    """Give templates the lists under their names."""
    app.jinja_env.globals.update(choices=choices, corridor_list=corridor_list, facet=facet)


def choices(name: str, options: Iterable[Mapping[str, Any]]) -> Markup:
    """The options of a facet, each {value, label, checked, count or None}, as the macro `choice` shows one.

    A page has a hundred of them, each with ever other counts, so what stands around the count is kept.
    """
    shown: list[str] = []
    locale = current_language().locale
    for option in options:
        said = (name, option["value"], option["label"], option["checked"])
        if option["count"] is None:
            shown.append(fragment("macros/filters.choice", *said, locale=locale))
        else:
            before, after = pieces("macros/filters.choice", *said, HOLE, locale=locale)
            shown += (before, number(option["count"], locale), after)
    return Markup("".join(shown))  # noqa: S704  # what a template escaped, and numbers


def facet(
    name: str, label: str, options: Sequence[Mapping[str, Any]], open: bool = True, shown: int = 8
) -> Markup:
    """One group of filters, as the macro `facet` frames it, the chosen options first.

    With more than `shown` options it scrolls, and a script offers to look for one.
    """
    chosen = [option for option in options if option["checked"]]
    others = [option for option in options if not option["checked"]]
    said = (name, str(label), open, len(options) > shown, len(chosen), not options)
    before, after = pieces("macros/filters.facet", *said, HOLE)
    return Markup("".join((before, choices(name, chosen + others), after)))  # noqa: S704  # all escaped


def corridor_list(corridors: Sequence[Any], shown: int = 3) -> Markup:
    """The first corridors of a record, each with `origin` and `destination`, and how many more there are."""
    locale = current_language().locale
    if not corridors:
        return fragment("parts/corridor.not_stated", locale=locale)
    parts = ['<ul class="corridor-list">']
    for one in corridors[:shown]:
        ends = fragment("macros/corridor.corridor", one.origin, one.destination, locale=locale)
        parts += ("<li>", ends, "</li>")
    if len(corridors) > shown:
        parts.append(fragment("parts/corridor.more", len(corridors) - shown, locale=locale))
    parts.append("</ul>")
    return Markup("".join(parts))  # noqa: S704  # what templates escaped
