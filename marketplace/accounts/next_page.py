"""Where to go after signing in or out: only to paths of this site."""

import re
from urllib.parse import quote, urlsplit

from flask import request

from marketplace.accounts.models import User
from marketplace.languages import by_code, current_language, enabled_language
from marketplace.languages.prefix import ROOT_KEY
from marketplace.languages.urls import language_prefix

LONGEST = 1_500
# what some browsers read as "//": a backslash, a tab or a line break is dropped or turned round by them
_PLAIN_PATH = re.compile(r"/(?!/)[^\\\s\x00-\x1f\x7f]*")


def safe_path(text: str | None) -> str | None:
    """A path of this site without its language prefix, or None for anything else, however it is spelled."""
    if not text or len(text) > LONGEST or not _PLAIN_PATH.fullmatch(text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    return _without_language(text)


def _without_language(path: str) -> str | None:
    first, slash, rest = path.removeprefix("/").partition("/")
    if enabled_language(first) is None or not slash:
        return path
    return safe_path("/" + rest)


def page_of_form() -> str | None:
    """The page of this site on which the form of this request stood, without its language, or None."""
    try:
        parts = urlsplit(request.referrer or "")
        same_site = parts.netloc == request.host
    except ValueError:
        return None
    root = request.environ.get(ROOT_KEY, "")
    path = quote(parts.path, safe="/:@!$&'()*+,;=~%").removeprefix(root)
    return safe_path(path + (f"?{parts.query}" if parts.query else "")) if same_site else None


def in_language_of(person: User, path: str) -> str:
    """The address of a page in the language a person has chosen."""
    return _address(by_code(person.language).code, path)


def wanted_page() -> str | None:
    """The page that the address of this request names as the next one, in the language of this one."""
    path = safe_path(request.args.get("next"))
    return _address(current_language().code, path) if path is not None else None


def _address(language: str, path: str) -> str:
    return f"{request.environ.get(ROOT_KEY, '')}{language_prefix(language)}{path}"
