"""Citations as files, of a record as it is now and of each of its public versions."""

from flask import Response

from marketplace.access import Access, access
from marketplace.library.citing import FORMATS, Citation, citation_of
from marketplace.library.kept import answer_public
from marketplace.library.record_page import record_mark
from marketplace.library.routes import bp
from marketplace.resources.models import Revision
from marketplace.resources.queries import load_public, load_public_revision

__all__ = ["bp"]

_ENDINGS = f"<any({', '.join(FORMATS)}):ending>"


@bp.get(f"/library/<resource_id>/cite.{_ENDINGS}")
@access(Access.PUBLIC)
def cite(resource_id: str, ending: str) -> Response:
    """The citation of the version that is live now."""
    resource = load_public(resource_id)
    return _file(resource.live_revision or resource.latest_revision, ending)


@bp.get(f"/library/<resource_id>/revisions/<int:number>/cite.{_ENDINGS}")
@access(Access.PUBLIC)
def cite_version(resource_id: str, number: int, ending: str) -> Response:
    """The citation of one public version."""
    return _file(load_public_revision(resource_id, number), ending)


def _file(revision: Revision, ending: str) -> Response:
    mark = record_mark(revision.resource_id)
    made_from = f"{mark.made_from}|{revision.id}" if mark is not None else None
    citation: Citation = citation_of(revision)
    form = FORMATS[ending]
    answer = answer_public(made_from, lambda: form.write(citation), content_type=form.content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{citation.file_name}.{ending}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
