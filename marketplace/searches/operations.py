"""Changes to the words that searches are widened to: by moderators, at once, each with an event."""

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import func, select

from marketplace import events
from marketplace.access import Access, may
from marketplace.accounts.models import User
from marketplace.database import db, utc_now
from marketplace.errors import Invalid, NotAllowed, NotFound
from marketplace.search.concepts import concepts
from marketplace.search.text.analysis import analyse
from marketplace.searches.models import StoppedConcept, SynonymGroup
from marketplace.texts import clean_text
from marketplace.transaction import operation

MOST_WORDS = 12
MOST_GROUPS = 1_000
WORD_LIMIT = 60


@operation
def add_synonyms(user: User, words: Iterable[str]) -> SynonymGroup:
    """Make words and phrases mean the same; raises NotAllowed, and Invalid for `words`."""
    _require_moderator(user)
    group = SynonymGroup(words=_checked(words))
    db.session.add(group)
    events.record("synonyms_added", group, actor_id=user.id, words=group.words)
    return group


@operation
def remove_synonyms(user: User, group_id: str) -> None:
    """Let words mean different things again; raises NotAllowed, NotFound."""
    _require_moderator(user)
    group = db.session.get(SynonymGroup, group_id)
    if group is None:
        raise NotFound(_("There are no such synonyms."))
    if group.active:
        group.active, group.changed_at = False, utc_now()
        events.record("synonyms_removed", group, actor_id=user.id, words=group.words)


@operation
def switch_concept(user: User, concept: str, *, stopped: bool) -> None:
    """Stop a concept of a thesaurus from widening searches, or let it; raises NotAllowed, NotFound."""
    _require_moderator(user)
    row = db.session.scalar(select(StoppedConcept).filter_by(concept=concept))
    if row is None and not concepts().labels(concept):
        raise NotFound(_("There is no such concept."))
    if (row.active if row is not None else False) is stopped:
        return
    if row is None:
        row = StoppedConcept(concept=concept)
        db.session.add(row)
    row.active, row.changed_at = stopped, utc_now()
    action = "concept_stopped" if stopped else "concept_allowed"
    events.record(action, row, actor_id=user.id, concept=concept)


def _checked(words: Iterable[str]) -> list[str]:
    """The words, each once however it is spelled."""
    unique: dict[tuple[str, ...], str] = {}
    for line in words:
        text = " ".join(clean_text(line).split())
        key = tuple(one.word for one in analyse(text, ""))
        if key:
            unique.setdefault(key, text)
    found = list(unique.values())
    message = None
    if len(found) < 2:
        message = _("Write at least two words or phrases, each on a line of its own.")
    elif len(found) > MOST_WORDS:
        message = _("Write %(most)s words or phrases at most.", most=str(MOST_WORDS))
    elif any(len(text) > WORD_LIMIT for text in found):
        message = _("Keep each line under %(most)s characters.", most=str(WORD_LIMIT))
    elif _groups() >= MOST_GROUPS:
        message = _("There are too many synonyms. Remove some first.")
    if message is not None:
        raise Invalid({"words": [message]})
    return found


def _groups() -> int:
    count = select(func.count()).select_from(SynonymGroup).where(SynonymGroup.active)
    return db.session.scalar(count) or 0


def _require_moderator(user: User) -> None:
    if not may(user, Access.MODERATOR):
        raise NotAllowed(_("Only moderators and admins can do this."))
