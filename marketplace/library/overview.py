"""How the search index is, for the admins' overview."""

from flask_babel import gettext as _

from marketplace import outbox
from marketplace.accounts.admin import Figure
from marketplace.library.engine import engine
from marketplace.resources.operations import INDEX_TOPIC

READY = "ready"


def search_index() -> list[Figure]:
    """The state of the index, how many records it holds, and how many changes it has still to take in."""
    status = engine().status()
    words = {
        READY: _("Ready"),
        "missing": _("Missing: searches are slower and less exact"),
        "outdated": _("Made by an older version: rebuild it"),
        "damaged": _("Damaged: rebuild it"),
    }
    state = _("Being rebuilt") if status.rebuilding else words[status.state]
    return [
        Figure(_("Search index"), state, needs_work=status.state != READY),
        Figure(_("Records in the search index"), status.documents),
        Figure(_("Changes waiting for the search index"), outbox.waiting().get(INDEX_TOPIC, 0)),
    ]
