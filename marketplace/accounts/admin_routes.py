"""The admins' overview, and the members."""

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # typed for 3.2 only
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.access import Access, access
from marketplace.accounts import admin
from marketplace.accounts.models import SiteRole
from marketplace.accounts.routes import see_other
from marketplace.accounts.settings_routes import person
from marketplace.forms import BaseForm

bp = Blueprint("admin", __name__, url_prefix="/admin")

ROLE_WORDS = {
    SiteRole.EXPERT_REVIEWER: _l("Expert reviewer: reads and judges records"),
    SiteRole.TRANSLATOR: _l("Translator: translates records"),
    SiteRole.MODERATOR: _l("Moderator: publishes records"),
    SiteRole.ADMIN: _l("Admin: verifies organisations and manages members"),
}


class RolesForm(BaseForm):
    """The site roles of a member."""

    roles = SelectMultipleField(
        _l("Site roles"),
        choices=lambda: [
            SelectChoice(value=role.value, label=str(words)) for role, words in ROLE_WORDS.items()
        ],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


@bp.get("")
@access(Access.ADMIN)
def overview() -> str:
    """Numbers, queues and the state of the machinery."""
    return render_template("accounts/admin_overview.html", figures=admin.overview())


@bp.get("/members")
@access(Access.ADMIN)
def members() -> str:
    """The members, found by name or address."""
    words = request.args.get("q", "")[: admin.SEARCH_LIMIT]
    page = max(1, min(request.args.get("page", 1, type=int), 100_000))
    found, total = admin.members(words, page)
    return render_template(
        "accounts/admin_members.html",
        members=found,
        role_words=ROLE_WORDS,
        total=total,
        q=words,
        page=page,
        pages=-(-total // admin.PER_PAGE),
        url_for_page=lambda number: url_for("admin.members", q=words or None, page=number),
    )


@bp.get("/members/<user_id>")
@access(Access.ADMIN)
def member(user_id: str) -> str:
    """One member: what they may do, and since when they are here."""
    user = admin.load_member(user_id)
    return render_template("accounts/admin_member.html", shown=user, form=RolesForm(roles=user.roles))


@bp.post("/members/<user_id>/roles")
@access(Access.ADMIN)
def set_roles(user_id: str) -> Response:
    """Give and take site roles."""
    user = admin.load_member(user_id)
    admin.set_roles(user, person(), RolesForm().roles.data or [])
    flash(_("The roles are saved."), "success")
    return see_other("admin.member", user_id=user_id)


@bp.post("/members/<user_id>/disable")
@access(Access.ADMIN)
def disable(user_id: str) -> Response:
    """Keep a member out."""
    admin.disable(admin.load_member(user_id), person())
    flash(_("The account is disabled and signed out everywhere."), "success")
    return see_other("admin.member", user_id=user_id)


@bp.post("/members/<user_id>/enable")
@access(Access.ADMIN)
def enable(user_id: str) -> Response:
    """Let a member in again."""
    admin.enable(admin.load_member(user_id), person())
    flash(_("The account is open again."), "success")
    return see_other("admin.member", user_id=user_id)
