"""The kinds of record and the states of their revisions."""

from enum import StrEnum


class Kind(StrEnum):
    """The four kinds of record."""

    CASE_STUDY = "case_study"
    OFFERING = "offering"
    NEED = "need"
    DOCUMENT = "document"


class State(StrEnum):
    """The states of a revision; who may move it where stands in lifecycle.py."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    RESUBMITTED = "resubmitted"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


PUBLIC_STATES = (State.PUBLISHED, State.SUPERSEDED)
OPEN_STATES = (
    State.DRAFT,
    State.SUBMITTED,
    State.IN_REVIEW,
    State.CHANGES_REQUESTED,
    State.RESUBMITTED,
)
