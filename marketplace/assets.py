"""Static files under names that carry their content's hash, compressed once and cacheable for ever."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

import brotli
from flask import Flask, Response, abort, request

from marketplace import world
from marketplace.access import Access, access
from marketplace.config import resource_folder

STATIC = resource_folder("static")
_REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$")

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
}
_COMPRESSIBLE = {".css", ".js", ".svg", ".webmanifest", ".json", ".txt"}
_CSS_URL = re.compile(r"""url\((["']?)(?!data:|#|/|https?:)([^)"']+)\1\)""")
_CSS_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_FIVE_MINUTES = "public, max-age=300"


@dataclass(frozen=True)
class Asset:
    """One file as it is served: its plain name, its bytes and what can be derived from them."""

    name: str
    body: bytes

    @cached_property
    def digest(self) -> str:
        """First eight hex digits of the SHA-256 of the bytes: only versions of one file must differ."""
        return hashlib.sha256(self.body).hexdigest()[:8]

    @cached_property
    def hashed_name(self) -> str:
        """`css/site.css` → `css/site.<digest>.css`."""
        path = PurePosixPath(self.name)
        return str(path.with_name(f"{path.stem}.{self.digest}{path.suffix}"))

    @property
    def suffix(self) -> str:
        """File extension with its dot."""
        return PurePosixPath(self.name).suffix

    @cached_property
    def brotli(self) -> bytes:
        """The bytes under brotli at its strongest setting."""
        return brotli.compress(self.body, quality=11)

    @cached_property
    def gzip(self) -> bytes:
        """The bytes under gzip, without a time stamp so that they never differ between starts."""
        return gzip.compress(self.body, 9, mtime=0)

    def encoded(self, accepted: str) -> tuple[bytes, str | None]:
        """Bytes and content coding that fit an `Accept-Encoding` header."""
        if self.suffix in _COMPRESSIBLE:
            codings = accepted_codings(accepted)
            if "br" in codings:
                return self.brotli, "br"
            if "gzip" in codings:
                return self.gzip, "gzip"
        return self.body, None


def accepted_codings(header: str) -> set[str]:
    """The content codings that an `Accept-Encoding` header names and does not refuse."""
    return {part.split(";")[0].strip() for part in header.split(",") if not _REFUSED.search(part)}


@dataclass(frozen=True)
class Assets:
    """All static files of one folder, found by plain and by hashed name."""

    by_name: dict[str, Asset]
    by_hashed_name: dict[str, Asset]


@lru_cache(maxsize=4)
def load(folder: Path = STATIC) -> Assets:
    """Read every file below `folder`; style sheet parts in `css/site/` become one `css/site.css`."""
    sources = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    parts = [path for name, path in sources.items() if name.startswith("css/site/")]
    bodies = {n: p.read_bytes() for n, p in sources.items() if not n.startswith("css/site/")}
    bodies["img/world.svg"] = world.as_svg().encode()
    if parts:
        bodies["css/site.css"] = _CSS_COMMENT.sub(b"", b"".join(part.read_bytes() for part in parts))
    by_name = {n: Asset(n, body) for n, body in bodies.items() if not n.endswith(".css")}
    for name, body in bodies.items():
        if name.endswith(".css"):
            by_name[name] = Asset(name, _with_hashed_urls(name, body, by_name))
    return Assets(by_name, {asset.hashed_name: asset for asset in by_name.values()})


def _with_hashed_urls(name: str, body: bytes, others: dict[str, Asset]) -> bytes:
    """Replace each relative `url(…)` of a style sheet by the hashed address of the file it names."""

    def replace(match: re.Match[str]) -> str:
        target = normpath(str(PurePosixPath(name).parent / match.group(2)))
        return f'url("/static/{others[target].hashed_name}")'

    return _CSS_URL.sub(replace, body.decode()).encode()


def asset_url(name: str) -> str:
    """Address of a static file, always at the root of the site; raises KeyError for an unknown name."""
    return f"/static/{load().by_name[name].hashed_name}"


@access(Access.PUBLIC)
def serve(filename: str) -> Response:
    """Answer a static file: hashed names for ever, plain names for five minutes."""
    files = load()
    asset = files.by_hashed_name.get(filename)
    lifetime = _FOR_EVER if asset else _FOR_FIVE_MINUTES
    asset = asset or files.by_name.get(filename)
    if asset is None:
        abort(404)
    body, coding = asset.encoded(request.headers.get("Accept-Encoding", ""))
    response = Response(body, content_type=_TYPES.get(asset.suffix, "application/octet-stream"))
    response.headers["Cache-Control"] = lifetime
    if asset.suffix in _COMPRESSIBLE:
        response.headers["Vary"] = "Accept-Encoding"
    if coding:
        response.headers["Content-Encoding"] = coding
    response.set_etag(f"{asset.digest}-{coding or 'plain'}")
    response.make_conditional(request)
    return response


def init_app(app: Flask) -> None:
    """Serve `/static/…` from here and give templates `asset_url`."""
    app.add_url_rule("/static/<path:filename>", "static", serve)
    app.add_template_global(asset_url)
