"""Public pages kept ready: the same question to the same library costs next to nothing.

A page is kept under everything it was made from. What is not known to be unchanged is made again, so a kept
page is never older than the library; browsers and proxies may store it but have to ask each time.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Response, current_app, request, session
from flask_login import current_user

from marketplace import config
from marketplace.assets import accepted_codings
from marketplace.languages import current_language
from marketplace.library.answers import library_mark, still
from marketplace.library.front import may_be_given_again

HTML = "text/html; charset=utf-8"
MOST_BYTES = 3 * 1024 * 1024  # some 400 pages
_SOURCES = frozenset({".py", ".html", ".xml", ".mo", ".css", ".js", ".svg", ".csv"})
_ASK_AGAIN = "public, max-age=0, must-revalidate"
_QUALITY = 7
_WINDOW = 16  # 64 kB, about a page: more room takes longer to lay out than to fill
_SMALL = 500
_PACK: dict[str, Callable[[bytes], bytes]] = {  # the first that a reader takes
    "br": lambda plain: brotli.compress(plain, quality=_QUALITY, lgwin=_WINDOW),
    "gzip": lambda plain: gzip.compress(plain, 6, mtime=0),
}
_UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}


class KeptPage:
    """The body of an answer; a text is held as the compressed forms asked for so far, bytes as they are.

    Compressed, a page takes a sixth of the room; the few readers who ask for it plain have it unpacked.
    """

    def __init__(self, body: str | bytes, content_type: str) -> None:
        self.content_type = content_type
        plain = body.encode() if isinstance(body, str) else body
        self._packs = isinstance(body, str) and len(plain) >= _SMALL
        self._forms = {"": plain}

    @property
    def size(self) -> int:
        """Bytes held now."""
        return sum(len(form) for form in self._forms.values())

    @property
    def plain(self) -> bytes:
        """The body as it was made."""
        coding, form = next(iter(self._forms.items()))
        return _UNPACK[coding](form) if coding else form

    def encoded(self, accepted: str) -> tuple[bytes, str]:
        """Bytes and content coding that fit an Accept-Encoding header."""
        codings = accepted_codings(accepted)
        coding = next((one for one in _PACK if one in codings), "") if self._packs else ""
        if not coding:
            return self.plain, ""
        forms = self._forms
        if coding not in forms:
            forms = {**forms, coding: _PACK[coding](self.plain)}
            forms.pop("", None)
            self._forms = forms
        return forms[coding], coding


class KeptPages:
    """The pages asked for last, up to a number of bytes."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[KeptPage, int]] = OrderedDict()
        self._bytes = 0

    def get(self, key: str) -> KeptPage | None:
        """A page, if it is here."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: str, page: KeptPage) -> None:
        """Keep a page in the forms it has now; those not asked for the longest go."""
        size = page.size
        with self._lock:
            self._bytes += size - self._kept.pop(key, (page, 0))[1]
            self._kept[key] = (page, size)
            while self._bytes > self._most:
                self._bytes -= self._kept.popitem(last=False)[1][1]


def answer_public(
    made_from: str | None,
    make: Callable[[], str | bytes],
    *,
    content_type: str = HTML,
    still: Callable[[], bool] = lambda: True,
    keep: KeptPages | None = None,
) -> Response:
    """Answer a public page to anybody; `make` renders it.

    `made_from` names all that the page shows apart from its address and language, None where that is not
    settled. An anonymous reader who has this very page gets 304, another one the kept page. `still` says
    after rendering whether `made_from` holds yet; only then the page is kept: in `keep`, by default among the
    pages. A signed-in reader gets a page of their own, which nobody keeps.
    """
    if session or current_user.is_authenticated:
        return Response(make(), content_type=content_type)  # headers.py forbids to store it
    key = _key(made_from) if made_from is not None else None
    if key is not None and request.if_none_match.contains_weak(key):
        may_be_given_again(None, key)
        return _with_headers(Response(status=304), key)
    keep = kept_pages() if keep is None else keep
    page = keep.get(key) if key is not None else None
    if page is None:
        page = KeptPage(make(), content_type)
        key = key if key is not None and still() else None
    tag = key or hashlib.sha256(page.plain).hexdigest()[:32]
    body, coding = page.encoded(request.headers.get("Accept-Encoding", ""))
    if key is not None:
        keep.put(key, page)
    response = _with_headers(Response(body, content_type=content_type), tag)
    if coding:
        response.headers["Content-Encoding"] = coding
    if key is None:
        response.make_conditional(request)
    else:
        may_be_given_again(body, key)
    return response


def answer_from_library(make: Callable[[str | None], str], content_type: str = HTML) -> Response:
    """Answer a public page that shows nothing but what the index was made from; `make` is given the mark."""
    mark = library_mark()
    return answer_public(mark, lambda: make(mark), content_type=content_type, still=lambda: still(mark))


def _with_headers(response: Response, tag: str) -> Response:
    response.headers["Cache-Control"] = _ASK_AGAIN
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    response.set_etag(tag, weak=True)
    return response


def _key(made_from: str) -> str:
    root = request.environ.get("SCRIPT_NAME", "")
    return _digest("\n".join((made_from, edition(), current_language().code, root, request.full_path)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@lru_cache(maxsize=1)
def edition() -> str:
    """Another text for another edition of the program: its files by name, size and time."""
    folders = (
        Path(__file__).parent.parent,
        *map(config.resource_folder, ("templates", "translations", "static")),
    )
    files = sorted({path for folder in folders for path in folder.rglob("*.*") if path.suffix in _SOURCES})
    return _digest(
        "\n".join(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)
    )


def kept_pages() -> KeptPages:
    """The kept pages of this application."""
    found: KeptPages = current_app.extensions["kept_pages"]
    return found
