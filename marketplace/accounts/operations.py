"""How an account comes to be and is opened again: register, confirm by mail, reset a forgotten password."""

from collections.abc import Iterable, Mapping

from flask_babel import force_locale
from flask_babel import gettext as _

from marketplace import events, languages, mail
from marketplace.accounts import passwords, rules, sessions, tokens
from marketplace.accounts.models import SiteRole, TokenPurpose, User, UserToken
from marketplace.database import db, utc_now
from marketplace.errors import Invalid
from marketplace.transaction import operation

MAILED_PURPOSES = (TokenPurpose.CONFIRM_EMAIL, TokenPurpose.RESET_PASSWORD, TokenPurpose.CHANGE_EMAIL)


def create_account(
    name: str,
    email: str,
    password: str,
    roles: Iterable[str] = (),
    language: str = "en",
    confirmed: bool = True,
) -> User:
    """Make an account without a mailed link: for the command line, imports and tests.

    Raises Invalid by field (`name`, `email`, `password`, `language`), also where the address has an account.
    """
    name, address = rules.checked_person({"name": name, "email": email, "password": password})
    user = User(
        name=name,
        email=address,
        password_hash=passwords.hash_password(password),
        roles=[SiteRole(role).value for role in roles],
        language=rules.checked_language(language),
        email_confirmed_at=utc_now() if confirmed else None,
    )
    return _add(user)


@operation
def _add(user: User) -> User:
    if find_by_stored_address(user.email):
        raise Invalid({"email": [_("There is an account with this address already.")]})
    db.session.add(user)
    db.session.flush()
    events.record("account_created", user, actor_id=None, roles=user.roles)
    return user


def register(answers: Mapping[str, str], language: str) -> None:
    """Ask for an account with `name`, `email` and `password`: a mail goes to the address, whoever has it.

    Somebody with an account is told so by mail only. The link carries the name and the password it was asked
    for with, so that a link opens the account for nobody but the one who asked. Raises Invalid by field.
    """
    name, address = rules.checked_person(answers)
    password_hash = passwords.hash_password(answers["password"])
    _register(name, address, password_hash, rules.checked_language(language))


@operation
def _register(name: str, address: str, password_hash: str, language: str) -> None:
    user = find_by_stored_address(address)
    if user is None:
        # without name and password until the link is used
        user = User(name="", email=address, language=language)
        db.session.add(user)
        db.session.flush()
        events.record("registered", user, actor_id=None)
    elif user.email_confirmed_at is not None:
        _mail_known_address(address, language)
        return
    token = tokens.issue(user, TokenPurpose.CONFIRM_EMAIL, name=name, password_hash=password_hash)
    send_link("confirm_email", address, language, "accounts.confirm", token)


@operation
def confirm(token: str) -> User:
    """Confirm the address a link was mailed to; the account is open from now on. Raises Gone."""
    found = tokens.load(token, TokenPurpose.CONFIRM_EMAIL)
    user, payload = found.user, tokens.use(found)
    user.name, user.password_hash = payload["name"], payload["password_hash"]
    user.email_confirmed_at = utc_now()
    tokens.void(user, *MAILED_PURPOSES)
    events.record("email_confirmed", user, actor_id=user.id)
    return user


def ask_for_reset(email: str, language: str) -> None:
    """Mail a link to set a new password; to an address without an account, that it has none.

    Raises Invalid.
    """
    address = rules.checked_address(email)
    passwords.matches("", None)  # so long that the difference between the two mails cannot be measured
    _ask_for_reset(address, language)


@operation
def _ask_for_reset(address: str, language: str) -> None:
    user = find_by_stored_address(address)
    if user is None or user.disabled_at is not None or user.deleted_at is not None:
        send_note("no_account", address, language, "accounts.register")
        return
    token = tokens.issue(user, TokenPurpose.RESET_PASSWORD)
    events.record("reset_asked", user, actor_id=None)
    send_link("reset_password", address, language, "accounts.new_password", token)


def reset_password(token: str, password: str) -> User:
    """Set a new password by a mailed link; all sessions and other links end. Raises Gone, and Invalid."""
    user = tokens.load(token, TokenPurpose.RESET_PASSWORD).user
    # a person who never used the confirmation link has given no name yet
    rules.refuse({"password": passwords.problems(password, user.name, user.email or "")})
    return _reset_password(token, passwords.hash_password(password))


@operation
def _reset_password(token: str, password_hash: str) -> User:
    found = tokens.load(token, TokenPurpose.RESET_PASSWORD)
    user = found.user
    tokens.use(found)
    user.password_hash = password_hash
    user.name = user.name or _name_asked_for(user)
    user.email_confirmed_at = user.email_confirmed_at or utc_now()
    tokens.void(user, *MAILED_PURPOSES)
    sessions.end_all(user)
    events.record("password_reset", user, actor_id=user.id)
    send_note("password_changed", user.email or "", user.language, "accounts.reset")
    return user


def _name_asked_for(user: User) -> str:
    """The name given in the latest registration, never confirmed, else the address up to the @."""
    statement = (
        db.select(UserToken)
        .filter_by(user_id=user.id, purpose=TokenPurpose.CONFIRM_EMAIL, used_at=None)
        .order_by(UserToken.created_at.desc(), UserToken.id)
    )
    latest = db.session.scalars(statement).first()
    return latest.payload["name"] if latest else (user.email or "").partition("@")[0]


def find_by_stored_address(address: str | None) -> User | None:
    """The person with exactly this address, as it is stored."""
    return db.session.scalar(db.select(User).filter_by(email=address)) if address else None


def _mail_known_address(address: str, language: str) -> None:
    send_note("known_address", address, language, "accounts.reset")


_SUBJECTS = {
    "confirm_email": lambda: _("Confirm your e-mail address"),
    "reset_password": lambda: _("Set a new password"),
    "change_email": lambda: _("Confirm your new e-mail address"),
    "known_address": lambda: _("You have an account already"),
    "no_account": lambda: _("There is no account with this address"),
    "password_changed": lambda: _("Your password was changed"),
    "address_changed": lambda: _("Your e-mail address was changed"),
}


def send_link(template: str, to: str, language: str, endpoint: str, token: str) -> None:
    """Mail a one-use link, inside the running transaction."""
    _send(template, to, language, languages.external_url(endpoint, language=language, token=token))


def send_note(template: str, to: str, language: str, endpoint: str) -> None:
    """Mail a note about an account, with the address of the page that helps further."""
    _send(template, to, language, languages.external_url(endpoint, language=language))


def _send(template: str, to: str, language: str, url: str) -> None:
    with force_locale(languages.by_code(language).locale):
        subject = _SUBJECTS[template]()
    mail.send(template, to, language=language, subject=subject, url=url)
