"""Languages: interface languages and their addresses, names of countries and languages, sorting."""

from flask import Flask, has_request_context, request
from flask_babel import Babel

from marketplace.languages import messages
from marketplace.languages.catalogues import TRANSLATIONS, compile_outdated
from marketplace.languages.interface import (
    KNOWN_LANGUAGES,
    SOURCE_LANGUAGE,
    Language,
    by_code,
    current_language,
    enabled_language,
    enabled_languages,
    known_language,
)
from marketplace.languages.names import (
    all_country_names,
    country_choices,
    country_codes,
    country_name,
    country_region,
    direction,
    is_country,
    is_language,
    language_choices,
    language_name,
)
from marketplace.languages.prefix import LANGUAGE_KEY, LanguagePrefix
from marketplace.languages.sorting import sort_key
from marketplace.languages.urls import (
    base_url,
    external_url,
    language_prefix,
    site_root,
    this_address,
    url_in_language,
)

__all__ = [
    "KNOWN_LANGUAGES",
    "SOURCE_LANGUAGE",
    "Language",
    "all_country_names",
    "base_url",
    "by_code",
    "country_choices",
    "country_codes",
    "country_name",
    "country_region",
    "current_language",
    "direction",
    "enabled_language",
    "enabled_languages",
    "external_url",
    "init_app",
    "is_country",
    "is_language",
    "known_language",
    "language_choices",
    "language_name",
    "sort_key",
    "url_in_language",
]


def init_app(app: Flask) -> None:
    """Give every language its address, choose texts by it and tell the templates about it."""
    compile_outdated()
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]  # Flask's own pattern
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(TRANSLATIONS))
    Babel(app, locale_selector=_request_locale)
    messages.init_app(app)
    app.context_processor(lambda: {"language": current_language()})
    app.jinja_env.globals.update(
        enabled_languages=enabled_languages,
        language_prefix=language_prefix,
        base_url=base_url,
        site_root=site_root,
        this_address=this_address,
        url_in_language=url_in_language,
    )


def _request_locale() -> str | None:
    """Babel locale of the address of this request; None, the default, outside a request."""
    if not has_request_context():
        return None
    language = enabled_language(request.environ.get(LANGUAGE_KEY, SOURCE_LANGUAGE))
    return language.locale if language else None
