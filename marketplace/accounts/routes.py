"""The doors: register, confirm, sign in and out, forgotten password."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from marketplace.access import Access, access
from marketplace.accounts import kept, limits, next_page, operations, sessions, signing_in, tokens
from marketplace.accounts.forms import ButtonForm, NewPasswordForm, RegisterForm, ResetForm, SignInForm
from marketplace.accounts.models import TokenPurpose, User
from marketplace.errors import Invalid
from marketplace.languages import current_language
from marketplace.templating import has_endpoint

bp = Blueprint("accounts", __name__, url_prefix="/account")
Answer = str | tuple[str, int] | AnyResponse


def see_other(endpoint: str, **values: Any) -> AnyResponse:
    """Answer 303 to a page of this site."""
    return redirect(url_for(endpoint, **values), code=303)


def see_wanted(endpoint: str) -> AnyResponse:
    """Answer 303 to the page that the address names as the next one, else to this one."""
    return redirect(next_page.wanted_page() or url_for(endpoint), code=303)


@bp.get("/register")
@access(Access.ANYBODY)
def register() -> Answer:
    """The form to ask for an account."""
    return render_template("accounts/register.html", form=RegisterForm())


@bp.post("/register", endpoint="send_registration")
@access(Access.ANYBODY)
def send_registration() -> Answer:
    """Mail a link, or say what is wrong; whether the address is known shows nowhere."""
    form = RegisterForm()
    limits.spend(limits.REGISTRATIONS, "register", limits.network_address())
    limits.spend(limits.MAILS_TO_ONE, "register", limits.account_key(form.email.text))
    try:
        operations.register(form.answers(), current_language().code)
    except Invalid as invalid:
        form.add_errors(invalid)
        return render_template("accounts/register.html", form=form), 422
    return see_other("accounts.mail_sent", what="confirm")


@bp.get("/mail-sent/<any(confirm, reset):what>")
@access(Access.ANYBODY)
def mail_sent(what: str) -> Answer:
    """Say that a mail is on its way, the same to everybody."""
    return render_template("accounts/mail_sent.html", what=what)


@bp.get("/confirm/<token>")
@access(Access.ANYBODY)
def confirm(token: str) -> Answer:
    """Where the mailed link leads: a button, because mail scanners open links by themselves."""
    tokens.load(token, TokenPurpose.CONFIRM_EMAIL)
    return render_template("accounts/confirm.html", form=ButtonForm(), address_only=False)


@bp.post("/confirm/<token>", endpoint="open_account")
@access(Access.ANYBODY)
def open_account(token: str) -> Answer:
    """Open the account."""
    operations.confirm(token)
    flash(_("Your e-mail address is confirmed. You can sign in now."), "success")
    return see_other("accounts.sign_in")


@bp.get("/sign-in")
@access(Access.ANYBODY)
def sign_in() -> Answer:
    """The form to come in."""
    if current_user.is_authenticated:
        return redirect(_wanted_page(current_user), code=303)
    return render_template("accounts/sign_in.html", form=SignInForm(), has_kept="kept" in request.args)


@bp.post("/sign-in", endpoint="open_session")
@access(Access.ANYBODY)
def open_session() -> Answer:
    """Check address and password and begin a session."""
    form = SignInForm()
    account = limits.account_key(form.email.text)
    limits.spend(limits.ATTEMPTS_BY_ADDRESS, "sign-in", limits.network_address())
    for key in (account, limits.network_address()):
        limits.require_left(limits.FAILURES, "sign-in", key)
    try:
        user = signing_in.authenticate(form.email.text, form.password.text)
    except Invalid as invalid:
        for key in (account, limits.network_address()):
            limits.spend(limits.FAILURES, "sign-in", key)
        form.add_errors(invalid)
        return render_template("accounts/sign_in.html", form=form, has_kept="kept" in request.args), 422
    sessions.begin(user)
    return limits.remember_device(make_response(redirect(_way_on(user), code=303)), user)


def _way_on(user: User) -> str:
    """Where a person goes once signed in: to their kept form, the page they wanted, or their work."""
    token = request.args.get("kept", "")
    path = kept.claim(token, user) if token else None
    if path is not None:
        return next_page.in_language_of(user, f"{path}?kept={token}")
    return _wanted_page(user)


def _wanted_page(user: User) -> str:
    own = "/workspace" if has_endpoint("resources.workspace") else "/account"
    return next_page.in_language_of(user, next_page.safe_path(request.args.get("next")) or own)


@bp.post("/sign-out")
@access(Access.ANYBODY)
def sign_out() -> Answer:
    """End this browser's session, and go back to the page that asked for it."""
    current = sessions.current_session()
    if current is not None:
        signing_in.end_session(current.user, current.id)
    sessions.forget()
    flash(_("You are signed out."), "success")
    return see_wanted("accounts.sign_in")


@bp.get("/reset")
@access(Access.ANYBODY)
def reset() -> Answer:
    """The form to ask for a link."""
    return render_template("accounts/reset.html", form=ResetForm())


@bp.post("/reset", endpoint="send_reset")
@access(Access.ANYBODY)
def send_reset() -> Answer:
    """Mail a link, whoever has the address."""
    form = ResetForm()
    limits.spend(limits.MAILS_BY_ADDRESS, "reset", limits.network_address())
    limits.spend(limits.MAILS_TO_ONE, "reset", limits.account_key(form.email.text))
    try:
        operations.ask_for_reset(form.email.text, current_language().code)
    except Invalid as invalid:
        form.add_errors(invalid)
        return render_template("accounts/reset.html", form=form), 422
    return see_other("accounts.mail_sent", what="reset")


@bp.get("/reset/<token>")
@access(Access.ANYBODY)
def new_password(token: str) -> Answer:
    """Where the mailed link leads."""
    tokens.load(token, TokenPurpose.RESET_PASSWORD)
    return render_template("accounts/new_password.html", form=NewPasswordForm())


@bp.post("/reset/<token>", endpoint="set_password")
@access(Access.ANYBODY)
def set_password(token: str) -> Answer:
    """Set the new password; all sessions end."""
    form = NewPasswordForm()
    try:
        operations.reset_password(token, form.password.text)
    except Invalid as invalid:
        form.add_errors(invalid)
        return render_template("accounts/new_password.html", form=form), 422
    sessions.forget()
    flash(_("Your password is changed. Sign in with the new one."), "success")
    return see_other("accounts.sign_in")
