"""Words for the parts people play, the states of requests and the kinds of proof."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from marketplace.providers.models import EvidenceKind, MemberRole, RequestState

_ROLES: dict[str, tuple[LazyString, LazyString]] = {
    MemberRole.OWNER: (_l("Owner"), _l("Runs the organisation, lets people in, and writes records")),
    MemberRole.EDITOR: (_l("Editor"), _l("Changes the profile and writes records")),
    MemberRole.VIEWER: (_l("Viewer"), _l("Reads drafts and changes nothing")),
}
_STATES: dict[str, LazyString] = {
    RequestState.PENDING: _l("Waiting"),
    RequestState.ACCEPTED: _l("Accepted"),
    RequestState.REFUSED: _l("Refused"),
    RequestState.CANCELLED: _l("Cancelled"),
    RequestState.EXPIRED: _l("Run out"),
}
_HOW: dict[str, LazyString] = {
    EvidenceKind.EMAIL_DOMAIN: _l("by a mail address at the domain of its website"),
    EvidenceKind.DOCUMENT: _l("by a document that proves it"),
    "": _l("by an admin of the marketplace"),
}
_NAME_KINDS: dict[str, LazyString] = {
    "acronym": _l("Short name"),
    "former": _l("Former name"),
    "translation": _l("Name in another language"),
}


def role_word(role: str) -> str:
    """What a person reads for a role."""
    return str(_ROLES[role][0])


def role_meaning(role: str) -> str:
    """One line that says what a role may do."""
    return str(_ROLES[role][1])


def role_choices() -> list[tuple[str, str]]:
    """Roles with their words and meanings, for forms."""
    return [(role.value, f"{role_word(role)} – {role_meaning(role)}") for role in MemberRole]


def request_word(state: str) -> str:
    """What a person reads for the state of a request."""
    return str(_STATES[state])


def how_verified(kind: str) -> str:
    """How an organisation was verified, as the end of a sentence's line."""
    return str(_HOW[kind])


def name_kind_word(kind: str) -> str:
    """What a person reads for a kind of other name."""
    return str(_NAME_KINDS[kind])
