"""What is mailed to the people of an organisation, and when."""

from collections.abc import Callable

from flask_babel import gettext as _

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.providers.mailing import Notice, isolated, owners, send, send_to
from marketplace.providers.models import (
    MemberRole,
    MembershipRequest,
    Organisation,
    RequestKind,
)
from marketplace.providers.wording import role_word


def invited(request: MembershipRequest, owner: User, token: str) -> None:
    """To whom an owner has invited; in the owner's language, for we do not know theirs."""

    def write() -> Notice:
        names = {"person": isolated(owner.name), "organisation": isolated(request.organisation.name)}
        return Notice(
            _("Invitation to %(organisation)s", **names),
            [
                _("%(person)s invites you to act for %(organisation)s on Headstart Marketplace.", **names),
                _("Your role would be: %(role)s.", role=role_word(request.role)),
                _(
                    "The link works once, for 14 days, with an account of this e-mail address. "
                    "You can make one there. If you do not know them, do nothing."
                ),
            ],
            "providers.show_invitation",
            _("Look at the invitation"),
        )

    send_to(request.email or "", owner.language, write, token=token)


def invitation_accepted(organisation: Organisation, person: User) -> None:
    """To the owners, once somebody has joined through an invitation."""

    def write() -> Notice:
        names = {"person": isolated(person.name), "organisation": isolated(organisation.name)}
        return Notice(
            _("%(person)s has joined %(organisation)s", **names),
            [_("%(person)s has accepted the invitation and is a member now.", **names)],
            "providers.members",
            _("See the members"),
        )

    send(owners(organisation), write, organisation_id=organisation.id)


def join_asked(request: MembershipRequest) -> None:
    """To the owners, when somebody asks to be let in."""
    person = request.user or db.session.get_one(User, request.user_id)

    def write() -> Notice:
        names = {"person": isolated(person.name), "organisation": isolated(request.organisation.name)}
        return Notice(
            _("%(person)s asks to join %(organisation)s", **names),
            [
                _("%(person)s asks to act for %(organisation)s. They write:", **names),
            ],
            "providers.members",
            _("Answer the request"),
            request.message,
        )

    send(owners(request.organisation), write, organisation_id=request.organisation_id)


def request_accepted(request: MembershipRequest) -> None:
    """To whom was let in."""

    def write() -> Notice:
        name = isolated(request.organisation.name)
        return Notice(
            _("You can act for %(organisation)s now", organisation=name),
            [
                _("Your claim was accepted. You run %(organisation)s now.", organisation=name)
                if request.kind == RequestKind.CLAIM
                else _("Your request to join %(organisation)s was accepted.", organisation=name),
                _("Your role is: %(role)s.", role=role_word(request.role)),
            ],
            "providers.show_mine",
            _("Open the organisation"),
        )

    send([request.user], write, organisation_id=request.organisation_id)


def request_refused(request: MembershipRequest) -> None:
    """To whom was not let in, with the reason."""

    def write() -> Notice:
        name = isolated(request.organisation.name)
        return Notice(
            _("Your request was refused"),
            [
                _("Your claim of %(organisation)s was refused. The reason:", organisation=name)
                if request.kind == RequestKind.CLAIM
                else _("Your request to join %(organisation)s was refused. The reason:", organisation=name)
            ],
            "providers.mine",
            _("See your organisations"),
            request.reason,
        )

    send([request.user], write)


def claimed_by_another(request: MembershipRequest) -> None:
    """To somebody whose claim came second."""

    def write() -> Notice:
        name = isolated(request.organisation.name)
        return Notice(
            _("Somebody else runs %(organisation)s now", organisation=name),
            [_("The claim of another person was accepted. You can ask them to let you in.")],
            "providers.ask_to_join",
            _("Ask to join"),
        )

    send([request.user], write, slug=request.organisation.slug)


def role_changed(organisation: Organisation, person: User, role: MemberRole) -> None:
    """To a member whose role is another one now."""

    def write() -> Notice:
        return Notice(
            _("Your role in %(organisation)s has changed", organisation=organisation.name),
            [_("Your role is: %(role)s.", role=role_word(role))],
            "providers.show_mine",
            _("Open the organisation"),
        )

    send([person], write, organisation_id=organisation.id)


def removed(organisation: Organisation, person: User) -> None:
    """To somebody who is a member no more."""

    def write() -> Notice:
        name = organisation.name
        return Notice(
            _("You are not a member of %(organisation)s any more", organisation=name),
            [_("An owner has ended your membership. What you wrote stays with the organisation.")],
            "providers.mine",
            _("See your organisations"),
        )

    send([person], write)


def verified(organisation: Organisation) -> None:
    """To the owners: records can go public now."""
    _tell_owners(
        organisation,
        lambda: Notice(
            _("%(organisation)s is verified", organisation=organisation.name),
            [_("An admin has looked at your proof. Your records can be published now.")],
            "providers.show_mine",
            _("Open the organisation"),
        ),
    )


def verification_refused(organisation: Organisation, reason: str) -> None:
    """To the owners, with the reason; they may try again."""
    _tell_owners(
        organisation,
        lambda: Notice(
            _("%(organisation)s could not be verified", organisation=organisation.name),
            [
                _(
                    "An admin has looked at your proof. It was not enough; you can send another one. "
                    "The reason:"
                )
            ],
            "providers.ask_verification",
            _("Send another proof"),
            reason,
        ),
    )


def suspended(organisation: Organisation, reason: str) -> None:
    """To the owners, with the reason."""
    _tell_owners(
        organisation,
        lambda: Notice(
            _("%(organisation)s is suspended", organisation=organisation.name),
            [_("An admin has taken the organisation and its records out of the marketplace. The reason:")],
            "providers.show_mine",
            _("Open the organisation"),
            reason,
        ),
    )


def reinstated(organisation: Organisation) -> None:
    """To the owners: the suspension has ended."""
    _tell_owners(
        organisation,
        lambda: Notice(
            _("%(organisation)s is no longer suspended", organisation=organisation.name),
            [_("An admin has ended the suspension.")],
            "providers.show_mine",
            _("Open the organisation"),
        ),
    )


def _tell_owners(organisation: Organisation, write: Callable[[], Notice]) -> None:
    send(owners(organisation), write, organisation_id=organisation.id)
