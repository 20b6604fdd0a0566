"""Words for the parts people play, the states of requests and the kinds of proof."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from marketplace.providers.models import EvidenceKind, MemberRole, RequestState
from marketplace.wording import word

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
    EvidenceKind.EMAIL_DOMAIN: _l("by an e-mail address at the domain of its website"),
    EvidenceKind.DOCUMENT: _l("by a document that proves it"),
    "": _l("by an admin of the marketplace"),
}
_NAME_KINDS: dict[str, LazyString] = {
    "acronym": _l("Short name"),
    "former": _l("Former name"),
    "translation": _l("Name in another language"),
}
# What happened to an organisation; the events of a request end in its kind (accepted_join, ask_claim).
_EVENTS: dict[str, LazyString] = {
    "create": _l("Entered by a member"),
    "list": _l("Listed by the project"),
    "import": _l("Listed by the project"),
    "update": _l("Profile changed"),
    "set_logo": _l("Logo changed"),
    "remove_logo": _l("Logo removed"),
    "change_role": _l("Role changed"),
    "hand_over": _l("Ownership handed over"),
    "remove_member": _l("Member removed"),
    "leave": _l("Member left"),
    "invite": _l("Invitation"),
    "invitation": _l("Invitation"),
    "join": _l("Wish to join"),
    "claim": _l("Claim"),
    "ask_verification": _l("Verification asked for"),
    "verify": _l("Verified"),
    "refuse_verification": _l("Proof refused"),
    "suspend": _l("Suspended"),
    "reinstate": _l("Suspension ended"),
}
_OWNED: dict[str, LazyString] = {"claimed": _l("Run by its owners"), "unclaimed": _l("Run by nobody")}


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


def event_word(action: str) -> str:
    """What a person reads for something that happened to an organisation."""
    return str(_EVENTS[action if action in _EVENTS else action.rpartition("_")[2]])


def event_state_word(action: str, state: str) -> str:
    """What a person reads for a state in such an event: of a request, a role, an owner or a verification."""
    if state in _ROLES:
        return role_word(state)
    if state in _OWNED:
        return str(_OWNED[state])
    about_request = action == "invite" or action.endswith(("_invitation", "_join", "_claim"))
    return request_word(state) if about_request else word("verification", state)
