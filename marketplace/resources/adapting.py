"""Practices adapted from others: which parent is allowed, and the tree of those that grew from one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import Select, Table, bindparam, or_, select

from marketplace.database import db
from marketplace.resources.models import OPEN_STATES, CaseStudy, Kind, Resource, Revision
from marketplace.resources.queries import published, published_by_ids, published_values

ADDRESS = re.compile(r"/library/(\w+)")
PARENT = "adapted_from"
STORY = ("adapted_changes", "adapted_reason", "adapted_outcome")
MOST_SHOWN = 100  # practices in one tree


@dataclass
class Branch:
    """A public practice with those adapted from it."""

    resource: Resource
    children: list["Branch"] = field(default_factory=list)

    def all(self) -> Iterator[Resource]:
        """This practice and all below it."""
        yield self.resource
        for child in self.children:
            yield from child.all()


def named(text: str) -> str:
    """The id of a practice that was given by its address here or by the id itself; empty for nothing."""
    text = text.strip()
    address = ADDRESS.search(text)
    return address[1] if address else text


def public_practice(resource_id: str) -> Resource | None:
    """The public practice of this id, or None."""
    statement = published().where(Resource.id == resource_id, Resource.kind == Kind.CASE_STUDY)
    return db.session.scalar(statement) if resource_id else None


def messages_about(revision: Revision, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is wrong with a parent that is to be saved; one that stays as it was breaks no rule here."""
    parent = answers.get(PARENT)
    if not parent or not isinstance(revision, CaseStudy) or parent == revision.adapted_from:
        return {}
    message = _about_parent(revision, parent)
    return {PARENT: [message]} if message else {}


def missing(revision: CaseStudy) -> list[tuple[str, str]]:
    """What must be done about the parent before the practice is sent, as field and message."""
    if revision.adapted_from:
        message = _about_parent(revision, revision.adapted_from)
        found = [(PARENT, message)] if message else []
        return found if revision.adapted_changes else [*found, (STORY[0], _("Say what you changed."))]
    if any(getattr(revision, name) for name in STORY):
        return [(PARENT, _("Give the practice that you adapted, or empty the answers below."))]
    return []


def _about_parent(revision: CaseStudy, parent_id: str) -> str | None:
    if parent_id == revision.resource_id:
        return _("A practice cannot be adapted from itself.")
    parent = public_practice(parent_id)
    if parent is None:
        return _("There is no practice with this address in the library.")
    if revision.resource_id in _ancestors(parent_id):
        return _("“%(title)s” is itself adapted from this practice.", title=_title(parent))
    return None


def _ancestors(resource_id: str) -> set[str]:
    """All practices that one comes from, by what is public and what somebody is working on now."""
    found: set[str] = set()
    level = {resource_id}
    while level:
        parents = set(
            db.session.scalars(
                select(CaseStudy.adapted_from)
                .join(Resource, Resource.id == CaseStudy.resource_id)
                .where(
                    CaseStudy.resource_id.in_(level),
                    CaseStudy.adapted_from.is_not(None),
                    or_(CaseStudy.id == Resource.live_revision_id, CaseStudy.state.in_(OPEN_STATES)),
                )
            )
        )
        level = {parent for parent in parents if parent} - found
        found |= level
    return found


def tree_of(resource: Resource) -> Branch | None:
    """The public tree in which a public practice stands, from the practice all come from; None if alone."""
    root = resource
    seen = {resource.id}
    while (parent := _public_parent(root)) is not None and parent.id not in seen:
        root = parent
        seen.add(root.id)
    tree = _grown(root)
    return tree if tree.children else None


def run_elsewhere(revision: Revision) -> int:
    """How many other organisations have adapted the practice of a live revision, over any number of steps."""
    if not isinstance(revision, CaseStudy) or not revision.is_live:
        return 0
    own = revision.resource.organisation_id
    return len({one.organisation_id for one in _grown(revision.resource).all()} - {own})


def title_of(resource_id: str) -> str:
    """The title of a public practice, empty for any other."""
    resource = public_practice(resource_id)
    return _title(resource) if resource is not None else ""


def _title(resource: Resource) -> str:
    return resource.live_revision.title if resource.live_revision is not None else ""


def _public_parent(resource: Resource) -> Resource | None:
    live = resource.live_revision
    return public_practice(live.adapted_from or "") if isinstance(live, CaseStudy) else None


def _grown(root: Resource) -> Branch:
    """A practice with all public ones below it, level by level, the oldest first."""
    tree = Branch(root)
    known = {root.id: tree}
    level = [root.id]
    while level and len(known) < MOST_SHOWN:
        children = _children(level)
        level = []
        for child in children:
            live = child.live_revision
            if isinstance(live, CaseStudy) and child.id not in known:
                known[child.id] = Branch(child)
                known[live.adapted_from or ""].children.append(known[child.id])
                level.append(child.id)
    return tree


def _children(ids: Sequence[str]) -> list[Resource]:
    """Most practices have none, and every page of one asks: so only ids are read at first."""
    found = db.session.scalars(_adapted_from(), {"ids": ids}).all()
    return published_by_ids(found) if found else []


@lru_cache(maxsize=1)
def _adapted_from() -> Select[str]:
    practices = cast(Table, CaseStudy.__table__)
    statement = (
        published_values(Resource.id)
        .join(practices, practices.c.id == Resource.live_revision_id)
        .where(practices.c.adapted_from.in_(bindparam("ids", expanding=True)))
    )
    return statement.order_by(Resource.first_published_at, Resource.id).limit(MOST_SHOWN)
