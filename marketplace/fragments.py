"""Small parts of pages that depend on their arguments and the language alone: rendered once, then kept."""

from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from marketplace.languages import current_language

MOST_KEPT = 16_384  # of about 400 bytes
HOLE = "\x00hole\x00"  # no text of people holds this character


def fragment(macro: str, *given: Any) -> Markup:
    """What a macro says for plain arguments: `fragment("icons.icon", "clock")` for icon in macros/icons.html.

    Only for macros that look at nothing but their arguments (text, numbers, None) and the language.
    """
    return _rendered(macro, current_language().locale, given)


@lru_cache(maxsize=MOST_KEPT, typed=True)
def _rendered(macro: str, _locale: str, given: tuple[Any, ...]) -> Markup:
    file, _, name = macro.partition(".")
    module = current_app.jinja_env.get_template(f"macros/{file}.html").module
    return Markup(getattr(module, name)(*given))  # noqa: S704  # what a template escaped


def around(macro: str, *given: Any) -> tuple[str, str]:
    """What a macro says before and after its last argument, a text that it shows as it is.

    The other arguments as for `fragment`; between the two parts comes escaped text or a number.
    """
    return _taken_apart(macro, current_language().locale, given)


@lru_cache(maxsize=MOST_KEPT, typed=True)
def _taken_apart(macro: str, locale: str, given: tuple[Any, ...]) -> tuple[str, str]:
    before, _, after = str(_rendered.__wrapped__(macro, locale, (*given, HOLE))).partition(HOLE)
    return before, after
