"""Records: a stable address (Resource) whose words live in revisions of four kinds."""

from marketplace.resources.models.judged import JudgedVersion
from marketplace.resources.models.kinds import (
    KINDS,
    CaseStudy,
    Document,
    Need,
    Offering,
    PracticePartner,
)
from marketplace.resources.models.outcome import NeedOutcome, NeedWarning, Outcome
from marketplace.resources.models.resource import Confirmation, Resource
from marketplace.resources.models.revision import Attachment, Revision, RevisionCorridor, RevisionTerm
from marketplace.resources.models.states import OPEN_STATES, PUBLIC_STATES, Kind, State

__all__ = [
    "KINDS",
    "OPEN_STATES",
    "PUBLIC_STATES",
    "Attachment",
    "CaseStudy",
    "Confirmation",
    "Document",
    "JudgedVersion",
    "Kind",
    "Need",
    "NeedOutcome",
    "NeedWarning",
    "Offering",
    "Outcome",
    "PracticePartner",
    "Resource",
    "Revision",
    "RevisionCorridor",
    "RevisionTerm",
    "State",
]
