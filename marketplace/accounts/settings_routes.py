"""The pages on which people look after their own account."""

import contextlib
import json
from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.access import Access, access
from marketplace.accounts import leaving, limits, next_page, sessions, settings, signing_in, tokens
from marketplace.accounts.forms import (
    AddressForm,
    ButtonForm,
    DeleteForm,
    LanguageForm,
    NameForm,
    PasswordForm,
    TimeZoneForm,
)
from marketplace.accounts.models import TokenPurpose, User
from marketplace.accounts.routes import Answer, bp, see_other, see_wanted
from marketplace.errors import Invalid, NotFound
from marketplace.forms import BaseForm


def person() -> User:
    """Whoever is signed in, as the row of this request."""
    user: User = current_user._get_current_object()
    return user


def _act(page: str, form: BaseForm, act: Callable[[], None], done: str) -> Answer:
    """Do one thing and go back to where one came from, or show the page again with what is wrong."""
    try:
        act()
    except Invalid as invalid:
        form.add_errors(invalid)
        return render_template(f"accounts/{page}.html", form=form), 422
    flash(done, "success")
    return see_wanted("accounts.show")


@bp.get("")
@access(Access.MEMBER)
def show() -> Answer:
    """The overview of one's own account."""
    return render_template("accounts/show.html", person=person(), session_count=len(person().sessions))


@bp.get("/name")
@access(Access.MEMBER)
def edit_name() -> Answer:
    """The form for another name."""
    return render_template("accounts/name.html", form=NameForm(name=person().name))


@bp.post("/name")
@access(Access.MEMBER)
def change_name() -> Answer:
    """Change the name."""
    form = NameForm()
    return _act(
        "name", form, lambda: settings.change_name(person(), form.name.text), _("Your name is changed.")
    )


@bp.get("/language")
@access(Access.MEMBER)
def edit_language() -> Answer:
    """The choice of languages."""
    return render_template("accounts/language.html", form=LanguageForm(language=person().language))


@bp.post("/language")
@access(Access.MEMBER)
def choose_language() -> Answer:
    """Change the language."""
    form = LanguageForm()
    code = form.language.data or ""
    return _act(
        "language",
        form,
        lambda: settings.choose_language(person(), code),
        _("Your language is changed. Mails come in it from now on."),
    )


@bp.get("/time-zone")
@access(Access.MEMBER)
def edit_time_zone() -> Answer:
    """The choice of time zones."""
    return render_template("accounts/time_zone.html", form=TimeZoneForm(time_zone=person().time_zone))


@bp.post("/time-zone")
@access(Access.MEMBER)
def choose_time_zone() -> Answer:
    """Change the time zone."""
    form = TimeZoneForm()
    name = form.time_zone.data or ""
    return _act(
        "time_zone",
        form,
        lambda: settings.choose_time_zone(person(), name),
        _("Your time zone is changed."),
    )


@bp.post("/language/switch")
@access(Access.MEMBER)
def switch_language() -> Answer:
    """The language menu of every page: remember the choice and show the same page in it."""
    with contextlib.suppress(Invalid):  # a language we do not have: the page stays as it is
        settings.choose_language(person(), request.form.get("language", ""))
    page = next_page.safe_path(request.form.get("next")) or "/"
    return redirect(next_page.in_language_of(person(), page), code=303)


@bp.get("/password")
@access(Access.MEMBER)
def edit_password() -> Answer:
    """The form for another password."""
    return render_template("accounts/password.html", form=PasswordForm())


@bp.post("/password")
@access(Access.MEMBER)
def change_password() -> Answer:
    """Change the password; other sessions end."""
    form, user = PasswordForm(), person()
    limits.spend(limits.CHECKS_OF_PASSWORD, "password", user.id)
    return _act(
        "password",
        form,
        lambda: settings.change_password(
            user, form.password.text, form.new_password.text, sessions.current_session()
        ),
        _("Your password is changed. All other devices are signed out."),
    )


@bp.get("/email")
@access(Access.MEMBER)
def edit_address() -> Answer:
    """The form for another address."""
    return render_template("accounts/address.html", form=AddressForm())


@bp.post("/email")
@access(Access.MEMBER)
def ask_for_address() -> Answer:
    """Mail a link to the new address."""
    form, user = AddressForm(), person()
    limits.spend(limits.CHECKS_OF_PASSWORD, "password", user.id)
    return _act(
        "address",
        form,
        lambda: settings.ask_for_address(user, form.email.text, form.password.text),
        _("We have sent a mail to the new address. Open the link in it within two days."),
    )


@bp.get("/email/<token>")
@access(Access.ANYBODY)
def confirm_address(token: str) -> Answer:
    """Where the link in the mail to a new address leads."""
    tokens.load(token, TokenPurpose.CHANGE_EMAIL)
    return render_template("accounts/confirm.html", form=ButtonForm(), address_only=True)


@bp.post("/email/<token>")
@access(Access.ANYBODY)
def change_address(token: str) -> Answer:
    """Take the new address into use."""
    settings.change_address(token, sessions.current_session())
    flash(_("Your new e-mail address is confirmed. Use it to sign in."), "success")
    return see_other("accounts.show")


@bp.get("/sessions")
@access(Access.MEMBER)
def list_sessions() -> Answer:
    """The devices that are signed in."""
    return render_template(
        "accounts/sessions.html",
        sessions=sessions.of_person(person()),
        current=sessions.current_session(),
        button_form=ButtonForm(),
    )


@bp.post("/sessions/<session_id>/end")
@access(Access.MEMBER)
def end_session(session_id: str) -> Answer:
    """Sign one device out."""
    if not signing_in.end_session(person(), session_id):
        raise NotFound(_("This device is signed out already."))
    flash(_("The device is signed out."), "success")
    return see_other("accounts.list_sessions")


@bp.post("/sessions/end-others")
@access(Access.MEMBER)
def end_other_sessions() -> Answer:
    """Sign all other devices out."""
    signing_in.end_other_sessions(person(), sessions.current_session())
    flash(_("All other devices are signed out."), "success")
    return see_other("accounts.list_sessions")


@bp.get("/data.json")
@access(Access.MEMBER)
def download() -> Answer:
    """Everything stored about the person, as a file."""
    text = json.dumps(leaving.export(person()), default=_as_text, ensure_ascii=False, indent=2)
    answer = Response(text, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@bp.get("/delete")
@access(Access.MEMBER)
def ask_to_delete() -> Answer:
    """What the end of the account means, and what stands in its way."""
    return render_template("accounts/delete.html", form=DeleteForm(), blockers=leaving.blockers(person()))


@bp.post("/delete")
@access(Access.MEMBER)
def delete() -> Answer:
    """Delete the account."""
    form, user = DeleteForm(), person()
    limits.spend(limits.CHECKS_OF_PASSWORD, "password", user.id)
    try:
        leaving.delete_account(user, form.password.text)
    except Invalid as invalid:
        form.add_errors(invalid)
        return render_template("accounts/delete.html", form=form, blockers=[]), 422
    sessions.forget()
    flash(_("Your account is deleted."), "success")
    return see_other("accounts.sign_in")
