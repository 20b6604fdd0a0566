"""What happens at a closed door: to the sign-in page and back again, with what was typed."""

from flask import Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, Unauthorized
from werkzeug.wrappers import Response

from marketplace.access import SignInNeeded
from marketplace.accounts import kept, next_page, tokens
from marketplace.accounts.models import TokenPurpose


def init_app(app: Flask) -> None:
    """Answer requests that need a sign-in, and forms whose session has ended."""
    app.register_error_handler(SignInNeeded, _ask_to_sign_in)
    app.register_error_handler(CSRFError, _answer_stale_form)
    app.register_error_handler(tokens.LinkOver, _answer_link_over)


def _ask_to_sign_in(_error: SignInNeeded) -> Response | HTTPException:
    """To the sign-in page, and from there back to where the person wanted to go."""
    if request.headers.get("X-Requested-With"):
        # a script would follow the redirect and take the sign-in page for success
        return Unauthorized()
    if request.method in {"GET", "HEAD"}:
        wanted = next_page.safe_path(request.full_path.rstrip("?"))
        return redirect(url_for("accounts.sign_in", next=wanted), code=303)
    token = kept.keep() if kept.is_kept_form() else None
    if token is None:
        flash(_("You were signed out meanwhile. Sign in and do it again: nothing was changed."), "warning")
        return redirect(url_for("accounts.sign_in", next=next_page.page_of_form()), code=303)
    return redirect(url_for("accounts.sign_in", kept=token), code=303)


def _answer_stale_form(_error: CSRFError) -> Response | tuple[str, int, dict[str, str]]:
    """A form whose token is not of this session: opened before signing in, or in another window.

    What was typed is shown only where the form came from a page of this site.
    """
    is_kept = kept.is_kept_form()
    if is_kept and not current_user.is_authenticated:
        token = kept.keep()
        if token is not None:
            return redirect(url_for("accounts.sign_in", kept=token), code=303)
    token = kept.keep() if is_kept and current_user.is_authenticated else None
    back = f"{request.path}?kept={token}" if token else None
    own = request.headers.get("Origin") == request.host_url.rstrip("/")
    typed = [(name, text) for name, text in kept.typed_fields() if text.strip()] if own else []
    page = render_template(
        "accounts/stale_form.html",
        back=request.script_root + back if back else _page_before(),
        typed=typed if not back else [],
        is_kept=bool(back),
    )
    return page, 400, {"Cache-Control": "no-store"}


def _answer_link_over(over: tokens.LinkOver) -> tuple[str, int, dict[str, str]]:
    """A link that works no more, and where there is another."""
    anew = "edit_address" if over.purpose == TokenPurpose.CHANGE_EMAIL else "reset"
    ways = {"label": _("Ask for a new link"), "url": url_for(f"accounts.{anew}")}
    page = render_template("errors/link_over.html", message=over.message, **ways)
    return page, int(over.status), {"Cache-Control": "no-store"}


def _page_before() -> str | None:
    path = next_page.page_of_form()
    return request.script_root + path if path else None
