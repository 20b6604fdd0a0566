"""The address of the style guide."""

from http import HTTPStatus

from flask import Blueprint, abort, current_app, render_template, request

from marketplace import errors
from marketplace.access import Access, access
from marketplace.styleguide import samples
from marketplace.styleguide.forms import SampleForm

bp = Blueprint("styleguide", __name__)


def _switched_on() -> bool:
    return bool(current_app.debug or current_app.testing or current_app.config.get("MODE") == "demo")


@bp.get("/styleguide")
@access(Access.ANYBODY)
def show() -> str:
    """All macros; `?scheme=dark`, `?dir=rtl` and `?errors=1` change how they are shown."""
    if not _switched_on():
        abort(404)
    form = SampleForm(meta={"csrf": False})
    form.lay_out(with_errors=request.args.get("errors") == "1")
    return render_template(
        "styleguide/styleguide.html",
        form=form,
        scheme=request.args.get("scheme"),
        direction=request.args.get("dir"),
        pages=lambda number: f"#page-{number}",
        **samples.everything(),
    )


@bp.get("/styleguide/home")
@access(Access.ANYBODY)
def home() -> str:
    """The home page with invented content."""
    if not _switched_on():
        abort(404)
    return render_template("home/home.html", **samples.home())


@bp.get("/styleguide/errors/<int:status>")
@access(Access.ANYBODY)
def error(status: int) -> str:
    """The page of an error that nobody can call up at will."""
    if not _switched_on() or status not in set(HTTPStatus):
        abort(404)
    return errors.page(HTTPStatus(status))
