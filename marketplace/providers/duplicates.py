"""Hints that an organisation may be listed already. They are hints: only people say that two are one."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.database import db
from marketplace.errors import Conflict
from marketplace.providers.models import Organisation, OrganisationName, Verification
from marketplace.providers.rules import name_keys

CLOSE = 0.9
SHORTEST_FOR_CLOSE = 8  # one letter more or less makes another word of a short one
MOST = 5


class SimilarListed(Conflict):
    """Organisations of a like name or the same website are listed already."""

    def __init__(self, organisations: list[Organisation]) -> None:
        super().__init__(_("We may list this organisation already."))
        self.organisations = organisations


def similar(answers: Mapping[str, Any]) -> list[Organisation]:
    """Organisations that share a name or the website, or whose name differs by a letter or two, by name.

    `answers` are those of `operations.create_organisation`; merged and suspended organisations are left out.
    """
    wanted = name_keys(str(answers.get("name", "")))
    for row in answers.get("other_names") or []:
        wanted |= name_keys(row.get("text", ""))
    site = _site(str(answers.get("website") or ""))
    found = {
        organisation_id
        for organisation_id, name, website in _known()
        if _alike(wanted, name_keys(name)) or (site and site == _site(website))
    }
    statement = select(Organisation).where(Organisation.id.in_(found))
    return list(db.session.scalars(statement.order_by(Organisation.name_key, Organisation.id).limit(MOST)))


def _known() -> Iterable[tuple[str, str, str]]:
    """(id, name, website) for every name of every organisation that can be met."""
    shown = (Organisation.merged_into_id.is_(None), Organisation.verification != Verification.SUSPENDED)
    own = db.session.execute(select(Organisation.id, Organisation.name, Organisation.website).where(*shown))
    others = db.session.execute(
        select(Organisation.id, OrganisationName.text, Organisation.website)
        .join(OrganisationName, OrganisationName.organisation_id == Organisation.id)
        .where(*shown)
    )
    return [(row[0], row[1], row[2]) for row in [*own, *others]]


def _alike(wanted: set[str], known: set[str]) -> bool:
    return bool(wanted & known) or any(_close(a, b) for a in wanted for b in known)


def _close(a: str, b: str) -> bool:
    if min(len(a), len(b)) < SHORTEST_FOR_CLOSE:
        return False
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.real_quick_ratio() >= CLOSE and matcher.quick_ratio() >= CLOSE and matcher.ratio() >= CLOSE


def _site(website: str) -> str:
    """Host and path of a website, without what makes no difference."""
    try:
        parts = urlsplit(website)
    except ValueError:
        return ""
    return (parts.hostname or "").removeprefix("www.") + parts.path.rstrip("/")
