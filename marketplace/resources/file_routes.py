"""Files of records: always a download, never a page of ours."""

from flask import redirect, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.resources import queries
from marketplace.resources.routes import bp
from marketplace.storage import path_of


@bp.get("/files/<attachment_id>")
@bp.get("/files/<attachment_id>/<path:name>")
@access(Access.ANYBODY)
def download(attachment_id: str, name: str = "") -> Response:
    """A file: the type we found in it, as an attachment, without any right of a page of this site."""
    attachment, public = queries.load_attachment(attachment_id, current_user)
    if name != attachment.name:
        return redirect(url_for(".download", attachment_id=attachment_id, name=attachment.name), 303)
    answer = send_file(
        path_of(attachment.sha256),
        mimetype=attachment.blob.media_type,
        as_attachment=True,
        download_name=attachment.name,
        etag=attachment.sha256,
        last_modified=attachment.blob.created_at,
        conditional=True,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    # a public file may be kept, but whoever keeps it asks again each time: it may have been taken down
    answer.headers["Cache-Control"] = "public, no-cache" if public else "private, no-store"
    return answer
