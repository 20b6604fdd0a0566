"""Pictures of the first pages of files."""

from flask import Blueprint, send_file
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.documents import queries
from marketplace.storage import path_of

bp = Blueprint("documents", __name__)


@bp.get("/thumbnails/<attachment_id>.webp")
@access(Access.ANYBODY)
def thumbnail(attachment_id: str) -> Response:
    """The picture of a file's first page, for those who may have the file. We have drawn it ourselves."""
    picture, public = queries.load_thumbnail(attachment_id, current_user)
    answer = send_file(
        path_of(picture.sha256), mimetype=picture.media_type, etag=picture.sha256, conditional=True
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # as with the file itself: it may have been taken down
    answer.headers["Cache-Control"] = "public, no-cache" if public else "private, no-store"
    return answer
