"""Pages about the site itself: what it is and whose work it rests on, and how accessible it is."""

from datetime import date

from flask import render_template

from marketplace.access import Access, access
from marketplace.library.routes import bp
from marketplace.library.sources import SOURCES

__all__ = ["bp"]

ACCESSIBILITY_CHECKED = date(2026, 11, 23)


@bp.get("/about")
@access(Access.PUBLIC)
def about() -> str:
    """What this is, who is behind it, and where words, records, figures and map come from."""
    return render_template("library/about.html", sources=SOURCES)


@bp.get("/accessibility")
@access(Access.PUBLIC)
def accessibility() -> str:
    """The accessibility statement: what is met, what was tested, what is known to be missing."""
    return render_template("library/accessibility.html", checked_on=ACCESSIBILITY_CHECKED)
