"""What a person changes in their own account: name, language, time zone, password, address."""

from collections.abc import Callable

from flask_babel import gettext as _

from marketplace import events
from marketplace.accounts import operations, passwords, rules, sessions, signing_in, tokens
from marketplace.accounts.models import TokenPurpose, User, UserSession
from marketplace.errors import Gone, Invalid
from marketplace.transaction import operation

Follower = Callable[[User], None]

_followers: list[Follower] = []


@operation
def change_name(user: User, name: str) -> None:
    """Give oneself another name. Raises Invalid."""
    user.name = rules.checked_name(name)
    events.record("name_changed", user, actor_id=user.id)


@operation
def choose_language(user: User, code: str) -> None:
    """Choose the language of mails, and of the pages after signing in. Raises Invalid."""
    user.language = rules.checked_language(code)


def on_time_zone(function: Follower) -> Follower:
    """Have a domain follow a person's new time zone, inside the transaction that sets it."""
    if function not in _followers:
        _followers.append(function)
    return function


@operation
def choose_time_zone(user: User, name: str) -> None:
    """Choose the time zone of the times that pages show, and of digests. Raises Invalid."""
    user.time_zone = rules.checked_time_zone(name)
    for follow in _followers:
        follow(user)


def change_password(user: User, old: str, new: str, current: UserSession | None) -> None:
    """Set a new password; all sessions but the current one end, and all mailed links.

    Raises Invalid by field: `password` is the old one, `new_password` the new.
    """
    signing_in.confirm_password(user, old)
    problems = passwords.problems(new, user.name, user.email or "")
    if not problems and passwords.matches(new, user.password_hash):
        problems = [_("This is the password you have now. Choose another one.")]
    rules.refuse({"new_password": problems})
    _change_password(user, passwords.hash_password(new), current)


@operation
def _change_password(user: User, password_hash: str, current: UserSession | None) -> None:
    user.password_hash = password_hash
    sessions.end_all(user, except_for=current)
    tokens.void(user, *operations.MAILED_PURPOSES)
    events.record("password_changed", user, actor_id=user.id)
    operations.send_note("password_changed", user.email or "", user.language, "accounts.reset")


def ask_for_address(user: User, email: str, password: str) -> None:
    """Ask to use another address: a link goes to it, and nothing changes before it is used. Raises Invalid.

    Somebody else's address gets a mail too, without a link: the page says the same in both cases.
    """
    found: rules.Messages = {"email": rules.address_problems(email)}
    try:
        signing_in.confirm_password(user, password)
    except Invalid as invalid:
        found |= {field: list(messages) for field, messages in invalid.fields.items()}
    rules.refuse(found)
    address = rules.known_address(email)
    if address == user.email:
        raise Invalid({"email": [_("This is your address already.")]})
    _ask_for_address(user, address)


@operation
def _ask_for_address(user: User, address: str) -> None:
    tokens.void(user, TokenPurpose.CHANGE_EMAIL)
    events.record("address_change_asked", user, actor_id=user.id)
    if operations.find_by_stored_address(address):
        operations.send_note("known_address", address, user.language, "accounts.reset")
        return
    token = tokens.issue(user, TokenPurpose.CHANGE_EMAIL, email=address)
    operations.send_link("change_email", address, user.language, "accounts.confirm_address", token)


@operation
def change_address(token: str, current: UserSession | None) -> User:
    """Take a new address into use by its link; the old one is told, other sessions end. Raises Gone."""
    found = tokens.load(token, TokenPurpose.CHANGE_EMAIL)
    user, address = found.user, tokens.use(found)["email"]
    if operations.find_by_stored_address(address):
        raise Gone(_("This address belongs to another account by now."))
    old = user.email or ""
    user.email = address
    tokens.void(user, *operations.MAILED_PURPOSES)
    sessions.end_all(user, except_for=current if current and current.user_id == user.id else None)
    events.record("address_changed", user, actor_id=user.id)
    operations.send_note("address_changed", old, user.language, "accounts.sign_in")
    return user
