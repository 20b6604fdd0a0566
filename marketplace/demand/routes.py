"""Report a missing service, without an account."""

from flask import Blueprint, redirect, render_template, request, url_for
from limits import RateLimitItemPerHour
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.accounts import limits
from marketplace.demand import operations
from marketplace.demand.forms import MissingForm, read_pair
from marketplace.errors import Invalid

REPORTS = RateLimitItemPerHour(5)

bp = Blueprint("demand", __name__, url_prefix="/corridors/<origin>-<destination>/missing")


@bp.get("")
@access(Access.ANYBODY)
def ask(origin: str, destination: str) -> str:
    """The form; the address may bring the kind of help along."""
    pair = read_pair(origin, destination)
    return _page(pair, MissingForm(formdata=None, data={"booster": request.args.get("booster", "")}))


@bp.post("")
@access(Access.ANYBODY)
def report(origin: str, destination: str) -> Response | tuple[str, int]:
    """Send it to the moderators; programs that fill in everything are thanked, and nothing is kept."""
    pair, form = read_pair(origin, destination), MissingForm()
    try:
        if not form.website.text:
            limits.spend(REPORTS, "missing", limits.network_address())
            operations.report(pair, form.answers())
    except Invalid as invalid:
        form.add_errors(invalid)
        return _page(pair, form), 422
    return redirect(url_for(".thank", origin=origin, destination=destination), 303)


@bp.get("/sent")
@access(Access.ANYBODY)
def thank(origin: str, destination: str) -> str:
    """Say what happens now."""
    return render_template("demand/sent.html", pair=read_pair(origin, destination))


def _page(pair: tuple[str, str], form: MissingForm) -> str:
    return render_template("demand/report.html", pair=pair, form=form)
