"""Small parts of pages that depend on their arguments and the language alone: rendered once, then kept."""

from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from marketplace.languages import current_language

MOST_KEPT = 16_384  # of about 400 bytes
HOLE = "\x00hole\x00"  # no text of people holds this character


def fragment(macro: str, *given: Any, locale: str | None = None) -> Markup:
    """What a macro says for plain arguments: `fragment("macros/ui.evidence", "proven")`.

    Only for macros that look at nothing but their arguments (text, numbers, None, tuples of them) and the
    language.
    """
    return _rendered(macro, locale or current_language().locale, given)


def filled(macro: str, value: str, *given: Any) -> Markup:
    """The same for a first argument that is ever another: the macro shows it as it is, once or more often."""
    return Markup(str.join(escape(value), pieces(macro, HOLE, *given)))  # noqa: S704  # both escaped


def pieces(macro: str, *given: Any, locale: str | None = None) -> tuple[str, ...]:
    """What a macro says, cut where it shows the argument HOLE.

    `locale` is that of the page, where the caller has it already: a page asks some hundred times.
    """
    return _cut(macro, locale or current_language().locale, given)


@lru_cache(maxsize=256)
def icon(name: str, mirrored: bool = False) -> Markup:
    """A picture of the sprite, hidden from screen readers, so always with a word beside it."""
    return _say("macros/icons.icon", (name, mirrored))


@lru_cache(maxsize=MOST_KEPT, typed=True)
def _rendered(macro: str, _locale: str, given: tuple[Any, ...]) -> Markup:
    return _say(macro, given)


def _say(macro: str, given: tuple[Any, ...]) -> Markup:
    file, _, name = macro.partition(".")
    module = current_app.jinja_env.get_template(f"{file}.html").module
    return Markup(getattr(module, name)(*given))  # noqa: S704  # what a template escaped


@lru_cache(maxsize=MOST_KEPT, typed=True)
def _cut(macro: str, _locale: str, given: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(str(_say(macro, given)).split(HOLE))
