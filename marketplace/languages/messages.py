"""What templates call to say a message: the same words as Flask-Babel's, looked up once per language."""

from functools import lru_cache
from typing import Any

from babel.numbers import format_decimal
from flask import Flask
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from marketplace.languages.catalogues import catalogue
from marketplace.languages.interface import current_language

MOST_KEPT = 16_384


def init_app(app: Flask) -> None:
    """Have templates use these; a page says a hundred messages, and most of them on every page."""
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)


@pass_eval_context
def gettext(context: EvalContext, message: str, /, **values: Any) -> str:
    """A message in the language of the page, `%(name)s` filled in; escaped where the template escapes."""
    if not context.autoescape:
        return str(catalogue(current_language().locale).ugettext(message)) % values
    plain, pattern = _found(str(message), current_language().locale)
    return pattern % values if values else plain


@pass_eval_context
def ngettext(context: EvalContext, one: str, many: str, num: int, /, **values: Any) -> str:
    """The form of a message that fits a number, which it may show, its digits in groups, as `%(num)s`."""
    locale = current_language().locale
    text = catalogue(locale).ungettext(one, many, num)
    pattern = Markup(text) if context.autoescape else text  # noqa: S704  # messages are ours, values are escaped
    return pattern % {"num": _grouped(num, locale), **values}


@lru_cache(maxsize=MOST_KEPT)
def _grouped(num: int, locale: str) -> str:
    return str(format_decimal(num, locale=locale))


@lru_cache(maxsize=MOST_KEPT)
def _found(message: str, locale: str) -> tuple[Markup, Markup]:
    """A message without values to fill in, and the pattern for them."""
    pattern = Markup(catalogue(locale).ugettext(message))  # noqa: S704  # messages are ours, values are escaped
    return (pattern % {} if "%(" not in pattern else pattern), pattern
