"""What machines ask for: whether all is well, the sitemap, and where robots may go."""

from datetime import timedelta
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, render_template
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from marketplace.access import Access, access
from marketplace.database import db, utc_now
from marketplace.languages import base_url, enabled_languages, external_url
from marketplace.languages.urls import language_prefix
from marketplace.library import sitemap as sitemap_parts
from marketplace.library.engine import engine
from marketplace.library.kept import answer_public
from marketplace.outbox import MAX_ATTEMPTS, OutboxJob
from marketplace.resources.models import Resource, Revision
from marketplace.resources.queries import published

OK, FAILED = "ok", "failed"
LATE = timedelta(minutes=10)
MOST_URLS = 49_000  # a sitemap may name 50,000
_CLOSED = ("/account", "/workspace", "/review", "/admin", "/api/")

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@access(Access.PUBLIC)
def live() -> Response:
    """The process answers; `parts` says how those it leans on are. Always 200."""
    parts = _parts()
    whole = OK if set(parts.values()) == {OK} else "degraded"
    return _unstored(jsonify(status=whole, parts=parts))


@bp.get("/readyz")
@access(Access.PUBLIC)
def ready() -> Response:
    """Whether it can do its work: 503 without the database; without the index, SQL answers."""
    parts = _parts()
    answer = _unstored(jsonify(status=OK if parts["database"] == OK else FAILED, parts=parts))
    answer.status_code = 200 if parts["database"] == OK else 503
    return answer


def _unstored(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _parts() -> dict[str, str]:
    """How each part is: `ok`, or a word for what is wrong."""
    try:
        db.session.execute(text("SELECT 1"))
        outbox = _outbox()
        database = OK
    except SQLAlchemyError:
        db.session.rollback()
        database = outbox = FAILED
    index = engine().status().state
    return {"database": database, "index": OK if index == "ready" else index, "outbox": outbox}


def _outbox() -> str:
    """`stuck` with a job that was given up, `late` with one that has waited long."""
    tries, oldest = db.session.execute(
        select(func.max(OutboxJob.attempts), func.min(OutboxJob.created_at))
    ).one()
    if tries is not None and tries >= MAX_ATTEMPTS:
        return "stuck"
    return "late" if oldest is not None and utc_now() - oldest > LATE else OK


@bp.get("/sitemap.xml")
@access(Access.PUBLIC)
def sitemap() -> Response:
    """All public records, the newest first, as far as one sitemap goes."""
    return answer_public(None, _sitemap, content_type="application/xml; charset=utf-8")


def _sitemap() -> str:
    statement = published().with_only_columns(Resource.id, Resource.slug, Revision.published_at)
    statement = statement.order_by(Revision.published_at.desc(), Resource.id).limit(MOST_URLS)
    library = external_url("library.search")
    pages = [(external_url("library.home"), ""), (library, "")]
    pages += [
        (f"{library}/{record_id}/{quote(slug)}", published_at.date().isoformat() if published_at else "")
        for record_id, slug, published_at in db.session.execute(statement)
    ]
    pages += sitemap_parts.addresses()
    return render_template("library/sitemap.xml", pages=pages)


@bp.get("/robots.txt")
@access(Access.PUBLIC)
def robots() -> Response:
    """Robots may read what is public, in every language."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {language_prefix(one.code)}{path}" for one in enabled_languages() for path in _CLOSED),
        f"Sitemap: {base_url()}/sitemap.xml",
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
