"""What makes the site installable: manifest, service worker and the page for when there is no network."""

import json

from flask import Response, jsonify, render_template, url_for

from marketplace import assets
from marketplace.access import Access, access
from marketplace.languages import SOURCE_LANGUAGE, current_language, enabled_languages
from marketplace.library.kept import edition
from marketplace.library.routes import bp

__all__ = ["bp"]

SCRIPT = "js/service-worker.js"
KEPT_ASSETS = ("css/site.css", "js/site.js", "img/icons.svg", "img/favicon.svg")
ICONS = (("192", "any"), ("512", "any"), ("512", "maskable"))


@bp.get("/offline")
@access(Access.PUBLIC)
def offline() -> str:
    """What a reader sees without a network; the service worker keeps it."""
    return render_template("library/offline.html")


@bp.get("/site.webmanifest")
@access(Access.PUBLIC)
def manifest() -> Response:
    """Name, icons and first page of the installed site, in the language it is installed from."""
    language = current_language()
    answer = jsonify(
        id="/",
        name="Headstart Marketplace",
        short_name="Headstart",
        lang=language.code,
        dir=language.dir,
        start_url=url_for("library.home"),
        scope="/",
        display="minimal-ui",
        background_color="#f4f7f6",
        theme_color="#0f3038",
        icons=[_icon(size, purpose) for size, purpose in ICONS],
    )
    answer.mimetype = "application/manifest+json"
    return answer


def _icon(size: str, purpose: str) -> dict[str, str]:
    name = f"img/app-{size}.png" if purpose == "any" else f"img/app-{purpose}-{size}.png"
    return {
        "src": assets.asset_url(name),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }


@bp.get("/service-worker.js")
@access(Access.PUBLIC)
def service_worker() -> Response:
    """The service worker, preceded by what it may keep; the same for everybody and for one edition."""
    kept = [assets.asset_url(name) for name in KEPT_ASSETS]
    others = [language.code for language in enabled_languages() if language.code != SOURCE_LANGUAGE]
    script = assets.load().by_name[SCRIPT].body.decode()
    settings = {"edition": edition()[:12], "assets": kept, "languages": others}
    answer = Response(
        f"const SETTINGS = {json.dumps(settings)};\n{script}", content_type="text/javascript; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer
