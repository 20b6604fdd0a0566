"""What everybody sees of organisations: the list, a profile, a logo."""

from flask import redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import storage
from marketplace.access import Access, access
from marketplace.errors import NotFound
from marketplace.providers import directory, hooks, queries
from marketplace.providers.roles import role_of
from marketplace.providers.routes import bp
from marketplace.providers.uploads import LOGO_TYPE

FOR_EVER = 365 * 24 * 3600


@bp.get("/providers")
@access(Access.PUBLIC)
def index() -> Response:
    """The list, with search and filters in the address."""
    return hooks.answer_public(queries.public_mark(), _index_page)


def _index_page() -> str:
    wish = directory.read(request.args)
    found = directory.find(wish)
    return render_template(
        "providers/index.html",
        wish=wish,
        found=found,
        page_url=lambda page: url_for(".index", **wish.arguments(page=page if page > 1 else None)),
        facets={name: directory.options(name, wish, found) for name in directory.FILTERS},
        chips=[
            {
                "label": directory.label_of(name, value),
                "remove_url": url_for(".index", **wish.without(name, value)),
            }
            for name in directory.FILTERS
            for value in wish.chosen[name]
        ],
    )


@bp.get("/providers/<slug>")
@access(Access.PUBLIC)
def show(slug: str) -> str | Response:
    """A profile; a merged organisation leads to the one it is part of."""
    organisation = queries.load_profile(slug, current_user)
    if organisation.merged_into_id is not None:
        return redirect(url_for(".show", slug=queries.heir_of(organisation).slug), 301)
    member = current_user.is_authenticated and role_of(current_user, organisation) is not None
    return render_template(
        "providers/show.html",
        organisation=organisation,
        sections=hooks.sections_of(organisation),
        is_public=queries.is_public(organisation),
        is_member=member,
    )


@bp.get("/providers/logos/<sha256>.webp")
@access(Access.PUBLIC)
def logo(sha256: str) -> Response:
    """A logo that some organisation shows. We have drawn the picture ourselves, so it may stand in a page."""
    if not queries.has_logo(sha256):
        raise NotFound(_("There is no such logo."))
    answer = send_file(
        storage.path_of(sha256), mimetype=LOGO_TYPE, etag=sha256, max_age=FOR_EVER, conditional=True
    )
    answer.headers["Cache-Control"] = f"public, max-age={FOR_EVER}, immutable"
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
