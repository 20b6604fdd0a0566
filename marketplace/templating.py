"""Filters and globals that templates use to say names, dates, numbers and people's own text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from datetime import UTC, date, datetime
from functools import lru_cache, wraps
from typing import Any

from babel.dates import get_datetime_format
from babel.numbers import format_percent
from flask import Flask, current_app
from flask.templating import Environment as FlaskEnvironment
from flask_babel import (
    format_date,
    format_datetime,
    format_decimal,
    format_time,
    format_timedelta,
    get_locale,
    to_user_timezone,
)
from flask_babel import gettext as _
from jinja2 import pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup, escape
from wtforms import FieldList, Form, FormField
from wtforms.fields import Field

from marketplace import languages, vocab, world
from marketplace.fragments import filled, fragment, icon
from marketplace.wording import word

_BULLETS = ("- ", "• ", "* ", "– ")
_LONGEST_TEXT = 40_000
_KILOBYTE = 1000
_INDENTATION = re.compile(r"(?<=\n)[ \t]+")
_NO_BREAK = "\N{NO-BREAK SPACE}"


def country(code: str | None) -> str:
    """Name of a country in the page's language; an absent code is the "any country" side of a corridor."""
    return languages.country_name(code) if code else _("any country")


def language_name(code: str, locale: str | None = None) -> str:
    """Name of a language, in the page's language unless another `locale` is named."""
    return languages.language_name(code, locale)


def term(vocabulary: str, slug: str) -> str:
    """Label of a controlled term in the page's language."""
    return vocab.label(vocabulary, slug)


def definition(vocabulary: str, slug: str) -> str:
    """One-line meaning of a controlled term in the page's language."""
    return vocab.definition(vocabulary, slug)


def text_direction(code: str | None) -> str:
    """`ltr` or `rtl` for a language code, `auto` when the language is not known."""
    return languages.direction(code) if code else "auto"


def _in_english() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "en"


def day(value: date | datetime) -> str:
    """A date in words the reader's language uses ("12 Oct 2026"), in the reader's time zone; unwrapped."""
    if isinstance(value, datetime):
        value = to_user_timezone(value).date()
    return _day(value, languages.current_language().locale)


@lru_cache(maxsize=4096)
def _day(value: date, _locale: str) -> str:
    return str(format_date(value, "d MMM y" if _in_english() else "medium")).replace(" ", _NO_BREAK)


def moment(value: datetime) -> str:
    """Date and time ("12 Oct 2026, 14:32") in the reader's time zone."""
    if _in_english():
        return str(format_datetime(value, "d MMM y, HH:mm"))
    joined = str(get_datetime_format("medium", locale=get_locale())).replace("'", "")
    return joined.replace("{0}", format_time(value, "short")).replace("{1}", format_date(value, "medium"))


def ago(value: datetime) -> str:
    """How long ago (or how far ahead) a moment is, in the largest fitting unit ("3 days ago")."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return str(format_timedelta(aware - datetime.now(UTC), add_direction=True, threshold=1.0))


def number(value: float, locale: str | None = None) -> str:
    """A number with the digit grouping of the page's language; `locale` names it, where that is at hand."""
    return _number(value, locale or languages.current_language().locale)


@lru_cache(maxsize=16_384)
def _number(value: float, _locale: str) -> str:
    """A page shows a hundred counts, mostly small ones."""
    return str(format_decimal(value))


def percent(value: float) -> str:
    """A share of one as per cent ("3.2%"); a share is never more exact than it was given."""
    return format_percent(value, locale=get_locale(), decimal_quantization=False)


def file_size(size: int) -> str:
    """A size in bytes as kilobytes or megabytes of 1,000."""
    if size < _KILOBYTE**2:
        return _("%(size)s kB", size=format_decimal(max(1, round(size / _KILOBYTE))))
    return _("%(size)s MB", size=format_decimal(round(size / _KILOBYTE**2, 1)))


def paragraphs(text: str | None, longest: int = _LONGEST_TEXT) -> Markup:
    """People's plain text as escaped paragraphs; lines that start with a bullet become list items."""
    shown = (text or "").strip()
    if len(shown) > longest:
        shown = shown[:longest].rsplit(" ", 1)[0] + " …"
    return Markup("\n").join(_blocks(shown))


def _blocks(text: str) -> Iterator[Markup]:
    lines: list[str] = []
    listed = False
    for raw in [*text.splitlines(), ""]:
        line = raw.strip()
        bullet = line.startswith(_BULLETS)
        if lines and (not line or bullet != listed):
            yield _block(lines, listed)
            lines = []
        if line:
            listed = bullet
            lines.append(line[2:].strip() if bullet else line)


def _block(lines: list[str], listed: bool) -> Markup:
    if listed:
        items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
        return Markup('<ul dir="auto">{}</ul>').format(items)
    return Markup('<p dir="auto">{}</p>').format(Markup("<br>").join(escape(line) for line in lines))


def has_endpoint(name: str) -> bool:
    """Whether the application serves an endpoint, so that links to optional parts can be left out."""
    return name in current_app.view_functions


def served(links: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the (endpoint, label) pairs that the application serves."""
    return [(endpoint, label) for endpoint, label in links if has_endpoint(endpoint)]


def form_errors(form: Form | None) -> list[tuple[str, str]]:
    """Every message of a form, with the id of the field it belongs to ("" for the form as a whole)."""
    if not isinstance(form, Form):
        return []
    found = [("", str(message)) for message in form.form_errors]
    for field in form:
        found += _field_errors(field)
    return found


def _field_errors(field: Field) -> list[tuple[str, str]]:
    if isinstance(field, FormField):
        return [(target or field.id, message) for target, message in form_errors(field.form)]
    if isinstance(field, FieldList):
        inner = [error for entry in field.entries for error in _field_errors(entry)]
        own = [(field.id, str(message)) for message in field.errors if isinstance(message, str)]
        return own + [error for error in inner if error not in own]
    return [(field.id, str(message)) for message in field.errors]


def _at_run_time(function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, never worked out when a template is compiled: its answer depends on the language."""

    @pass_context
    @wraps(function)
    def filtered(context: Context, *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return filtered


class Environment(FlaskEnvironment):
    """Templates with one table of globals for all: Jinja makes each a chain of two, and looks through every
    one of its names at each import and include, which was a twentieth of a record's page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The table that a template shares, or a chain before it where it is given globals of its own."""
        return super().make_globals(d) if d else self.globals


class Unindented(Extension):
    """Pages leave out what indents the lines of their templates, a hundredth of what is sent.

    The lines themselves stay, so that an error names the right one. Only HTML: spaces at the beginning of a
    line may mean something in the text of a mail.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template as it is compiled."""
        return _INDENTATION.sub("", source) if name and name.endswith(".html") else source


def init_app(app: Flask) -> None:
    """Register all of the above under the names that `docs/templates.md` lists."""
    filters: dict[str, Any] = {
        "country": country,
        "language_name": language_name,
        "date": day,
        "datetime": moment,
        "ago": ago,
        "number": number,
        "percent": percent,
        "file_size": file_size,
        "paragraphs": paragraphs,
    }
    named: dict[str, Any] = {
        "country": country,
        "language_name": language_name,
        "text_direction": text_direction,
        "term": term,
        "definition": definition,
        "word": word,
        "has_endpoint": has_endpoint,
        "served": served,
        "form_errors": form_errors,
        "fragment": fragment,
        "filled": filled,
        "icon": icon,
        "map_arc": world.arc,
        "map_frame": world.frame,
        "map_drawn": world.drawn,
    }
    app.jinja_env.filters.update({name: _at_run_time(function) for name, function in filters.items()})
    app.jinja_env.globals.update(named)
    app.jinja_env.add_extension(Unindented)
