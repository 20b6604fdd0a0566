"""Reports of missing services, for moderators."""

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.accounts.routes import see_other
from marketplace.accounts.settings_routes import person
from marketplace.demand import operations, queries
from marketplace.demand.forms import DecisionForm
from marketplace.demand.models import DemandReport
from marketplace.errors import Invalid

bp = Blueprint("demand_queue", __name__, url_prefix="/admin/missing")


@bp.get("")
@access(Access.MODERATOR)
def show() -> str:
    """What waits, the oldest first."""
    reports, number = queries.waiting()
    return render_template("demand/queue.html", reports=reports, number=number)


@bp.get("/<report_id>")
@access(Access.MODERATOR)
def read(report_id: str) -> str:
    """One report, and the decision."""
    return _page(queries.load(report_id), DecisionForm(formdata=None))


@bp.post("/<report_id>")
@access(Access.MODERATOR)
def decide(report_id: str) -> Response | tuple[str, int]:
    """Accept or reject it."""
    report, form = queries.load(report_id), DecisionForm()
    try:
        operations.decide(report, person(), request.form.get("decision", ""), form.reason.data or "")
    except Invalid as invalid:
        form.add_errors(invalid)
        return _page(report, form), 422
    flash(_("The report is decided."), "success")
    return see_other("demand_queue.show")


def _page(report: DemandReport, form: DecisionForm) -> str:
    return render_template("demand/read.html", report=report, form=form)
