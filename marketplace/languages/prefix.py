"""WSGI middleware that gives each language its own address: `/fa/library` is `/library` in Persian."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from marketplace.languages.interface import SOURCE_LANGUAGE, enabled_language

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LANGUAGE_KEY = "marketplace.language"
ROOT_KEY = "marketplace.root"


class LanguagePrefix:
    """Moves a language prefix from PATH_INFO to SCRIPT_NAME, so that `url_for` keeps it by itself.

    English has no prefix: `/en/x` redirects to `/x` for good, and `/fa` to `/fa/`. Any other first
    part of the path is left to routing. The language code and the SCRIPT_NAME before the prefix are
    left in the environment under `LANGUAGE_KEY` and `ROOT_KEY`.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        root = environ.get("SCRIPT_NAME", "")
        environ[ROOT_KEY] = root
        environ[LANGUAGE_KEY] = SOURCE_LANGUAGE
        code, slash, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        if enabled_language(code) is None:
            return self.app(environ, start_response)
        if code == SOURCE_LANGUAGE:
            return _moved(f"{root}/{rest.lstrip('/')}", environ, start_response)
        if not slash:
            return _moved(f"{root}/{code}/", environ, start_response)
        environ[LANGUAGE_KEY] = code
        environ["SCRIPT_NAME"] = f"{root}/{code}"
        environ["PATH_INFO"] = f"/{rest}"
        return self.app(environ, start_response)


def _moved(path: str, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer 308 to a path of this site; quoting keeps a crafted path from naming another host."""
    location = quote(path.encode("latin-1"), safe="/:@!$&'()*+,;=~")
    if environ.get("QUERY_STRING"):
        location += "?" + environ["QUERY_STRING"]
    start_response("308 Permanent Redirect", [("Location", location), ("Content-Length", "0")])
    return [b""]
