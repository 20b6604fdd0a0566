"""Reports about introductions: made by a side, looked into by moderators."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.errors import Invalid
from marketplace.introductions import queries, safety, safety_queries
from marketplace.introductions.forms import ReportForm, SettleForm
from marketplace.introductions.models import IntroductionReport
from marketplace.introductions.routes import Answer, bp


@bp.get("/workspace/introductions/<introduction_id>/report")
@access(Access.MEMBER)
def ask_what_is_wrong(introduction_id: str) -> str:
    """The form to report with."""
    introduction = queries.load_own(introduction_id, current_user)
    return render_template("introductions/report.html", introduction=introduction, form=ReportForm())


@bp.post("/workspace/introductions/<introduction_id>/report")
@access(Access.MEMBER)
def report(introduction_id: str) -> Answer:
    """Tell moderators."""
    introduction = queries.load_own(introduction_id, current_user)
    form = ReportForm()
    try:
        safety.report(introduction, current_user, form.text.data or "")
    except Invalid as invalid:
        form.add_errors(invalid)
        return render_template("introductions/report.html", introduction=introduction, form=form), 422
    flash(_("Thank you. A moderator will look at it."), "success")
    return redirect(url_for(".show", introduction_id=introduction_id), 303)


@bp.get("/review/introductions")
@access(Access.MODERATOR)
def reports() -> str:
    """What was reported and waits."""
    return render_template("introductions/reports.html", reports=safety_queries.reports())


@bp.get("/review/introductions/<report_id>")
@access(Access.MODERATOR)
def look_into(report_id: str) -> str:
    """One report; the conversation only for who has taken it."""
    return _report_page(safety_queries.load_report(report_id), SettleForm())


@bp.post("/review/introductions/<report_id>/take")
@access(Access.MODERATOR)
def take(report_id: str) -> Response:
    """Begin to look into it, which is written down."""
    safety.take_report(safety_queries.load_report(report_id), current_user)
    return redirect(url_for(".look_into", report_id=report_id), 303)


@bp.post("/review/introductions/<report_id>/settle")
@access(Access.MODERATOR)
def settle(report_id: str) -> Answer:
    """Close it."""
    found = safety_queries.load_report(report_id)
    form = SettleForm()
    try:
        safety.settle_report(found, current_user, form.outcome.data or "")
    except Invalid as invalid:
        form.add_errors(invalid)
        return _report_page(found, form), 422
    flash(_("The report is settled."), "success")
    return redirect(url_for(".reports"), 303)


def _report_page(found: IntroductionReport, form: SettleForm) -> str:
    return render_template("introductions/report_show.html", report=found, form=form)
