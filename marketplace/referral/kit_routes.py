"""The offline kit of a corridor, made on request and kept until the library or the day is another."""

from flask import Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from marketplace.access import Access, access
from marketplace.corridors.forms import read_corridor
from marketplace.database import utc_now
from marketplace.languages import current_language
from marketplace.library.answers import library_mark, still
from marketplace.library.kept import answer_public
from marketplace.referral.forms import read_language
from marketplace.referral.kit.archive import folder, kit_of
from marketplace.referral.routes import bp, in_language

__all__ = ["bp"]

MOST_BYTES = 16 * 1024 * 1024  # of kits kept at a time


@bp.get("/corridors/<corridor>/kit.zip")
@access(Access.PUBLIC)
def kit(corridor: str) -> AnyResponse:
    """One ZIP that opens in a browser without a network."""
    pair = read_corridor(corridor)
    if request.args:  # one address for each kit
        return in_language(read_language(request.args) or current_language(), [])
    mark = library_mark()
    made_from = f"{mark}|{utc_now().date()}" if mark is not None else None
    answer: Response = answer_public(
        made_from,
        lambda: kit_of(pair),
        content_type="application/zip",
        still=lambda: still(mark),
        keep=current_app.extensions["kept_kits"],
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{folder(pair)}.zip"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
