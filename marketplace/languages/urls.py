"""Addresses in a language: the same page in another one, and absolute addresses for mails and feeds."""

from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from flask import current_app, request

from marketplace.languages.interface import SOURCE_LANGUAGE, current_language
from marketplace.languages.prefix import ROOT_KEY


def language_prefix(code: str) -> str:
    """First part of the addresses in a language: "/fa", and "" for English."""
    return "" if code == SOURCE_LANGUAGE else f"/{code}"


def url_in_language(code: str, external: bool = False) -> str:
    """This page, query string included, in another language.

    A path from the root of the site, or an absolute address under `BASE_URL` when `external`.
    """
    root = base_url() if external else site_root()
    return f"{root}{language_prefix(code)}/{this_address()}"


def this_address() -> str:
    """What follows the language in the address of this page: path and query, without the first slash."""
    return _rest(request.path, request.query_string)


def site_root() -> str:
    """What stands before the language in the paths of this site, "" for most."""
    return str(request.environ.get(ROOT_KEY, ""))


@lru_cache(maxsize=16)
def _rest(path: str, query: bytes) -> str:
    """Path and query of an address after the language; a page asks for each language twice."""
    quoted = quote(path.lstrip("/"), safe="/:@!$&'()*+,;=~")
    return quoted + (f"?{query.decode('latin-1')}" if query else "")


def external_url(endpoint: str, language: str | None = None, **values: Any) -> str:
    """Absolute address of a view, for mails, feeds and metadata; needs an application context only.

    Built from the setting `BASE_URL`, never from the Host header. `language` is a BCP 47 code, by
    default the current language. Raises `werkzeug.routing.BuildError` for an unknown endpoint.
    """
    base = urlsplit(base_url())
    code = language or current_language().code
    adapter = current_app.url_map.bind(
        base.netloc, script_name=f"{base.path}{language_prefix(code)}/", url_scheme=base.scheme
    )
    current_app.inject_url_defaults(endpoint, values)
    return adapter.build(endpoint, values, force_external=True)


def base_url() -> str:
    """The configured address of the site, without a slash at the end."""
    return str(current_app.config["BASE_URL"]).rstrip("/")
