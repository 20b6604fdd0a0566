"""The questions of each kind of record: one list from which editor, checks, preview, record page and diff are made.

The practice template follows the eight sections of docs/decisions/0005-records.md.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from marketplace.resources.models import Kind

TEXT_LIMIT = 20_000  # characters; nothing a person writes comes near it
LINE_LIMIT = 300


class Answer(StrEnum):
    """The shape of an answer, which decides field, check and display."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"  # one slug
    TERMS = "terms"  # several slugs of a vocabulary
    CORRIDORS = "corridors"  # list of (origin | None, destination | None)
    LANGUAGE = "language"
    LANGUAGES = "languages"
    COUNTRIES = "countries"
    YEAR = "year"
    NUMBER = "number"
    DATE = "date"
    URL = "url"
    SCHEDULE = "schedule"  # {"MO": ["09:00", "17:00"]}
    INDICATORS = "indicators"  # rows of indicator, value, unit, period, source, method
    PARTNERS = "partners"  # names, one a line
    FILES = "files"


@dataclass(frozen=True)
class Question:
    """One question: the field's name, its words, the shape of its answer and its limits."""

    name: str
    label: Any
    answer: Answer
    hint: Any = ""
    required: bool = False  # before it can be sent for review; a draft may leave anything open
    vocabulary: str = ""  # of CHOICE and TERMS
    words: tuple[int, int] | None = None  # a recommendation shown as one types, except where `strict`
    strict: bool = False
    limit: int = LINE_LIMIT  # characters of LINE, TEXT and URL
    most: int = 30  # entries of a list
    only_if: tuple[str, str] | None = None  # asked only if another field has this value


@dataclass(frozen=True)
class Page:
    """One page of the editor: a group of questions that belong together."""

    slug: str
    title: Any
    questions: tuple[Question, ...] = field(default_factory=tuple)


def _text(name: str, label: Any, hint: Any = "", **more: Any) -> Question:
    return Question(name, label, Answer.TEXT, hint, **{"limit": TEXT_LIMIT, **more})


def _line(name: str, label: Any, hint: Any = "", **more: Any) -> Question:
    return Question(name, label, Answer.LINE, hint, **more)


def _terms(name: str, label: Any, hint: Any = "", **more: Any) -> Question:
    return Question(name, label, Answer.TERMS, hint, vocabulary=name, **more)


TITLE = _line(
    "title",
    _l("Title"),
    _l("Say what it is in one line, as you would to a colleague from another country."),
    required=True,
    limit=150,
)
LANGUAGE = Question(
    "language",
    _l("Language of this text"),
    Answer.LANGUAGE,
    _l("The language you write this record in."),
    required=True,
)
CORRIDORS = Question(
    "corridors",
    _l("Corridors"),
    Answer.CORRIDORS,
    _l("From which country to which country? Leave one side open if it is for any country."),
    required=True,
)
PHASES = _terms("phase", _l("Phases"), _l("When in a person's move does it help?"), required=True)
BOOSTERS = _terms(
    "booster",
    _l("Kinds of help"),
    _l("Choose up to six. The first one in the list counts as the main one."),
    required=True,
    most=6,
)
TARGETS = _terms("target_group", _l("Target groups"), _l("For whom is it?"))
CHANNELS = _terms("channel", _l("Reasons for moving"), _l("By which way do these people move?"))
DELIVERY = _terms("delivery", _l("How it is delivered"))
DELIVERY_LANGUAGES = Question(
    "delivery_language",
    _l("Languages it is given in"),
    Answer.LANGUAGES,
    _l("The languages people are served in. Leave it empty if you do not know."),
)
FILES = Question(
    "files",
    _l("Files"),
    Answer.FILES,
    _l("PDF, Word, PowerPoint or pictures; at most ten."),
    most=10,
)
LICENCE = _line(
    "licence",
    _l("Licence"),
    _l(
        "Under which terms may others use the text and the files? For example CC BY 4.0, or all rights reserved."
    ),
    limit=120,
)
SOURCES = (
    Question(
        "source_url",
        _l("Source address"),
        Answer.URL,
        _l("Where it can be read, if it is on the web."),
        limit=1000,
    ),
    _line("source_title", _l("Title of the source"), limit=500),
)
_PLACE = Page(
    "corridors",
    _l("For whom, from where to where"),
    (CORRIDORS, PHASES, BOOSTERS, TARGETS, CHANNELS, DELIVERY, DELIVERY_LANGUAGES),
)
_FILES = Page("files", _l("Files and sources"), (FILES, LICENCE, *SOURCES))

PAGES: dict[Kind, tuple[Page, ...]] = {
    Kind.CASE_STUDY: (
        Page(
            "glance",
            _l("At a glance"),
            (
                TITLE,
                LANGUAGE,
                _text(
                    "summary",
                    _l("Summary"),
                    _l(
                        "What is done, for whom, between which countries, since when? "
                        "Could a colleague decide from this whether to read on?"
                    ),
                    required=True,
                    words=(60, 100),
                    strict=True,
                ),
            ),
        ),
        _PLACE,
        Page(
            "gap",
            _l("The gap"),
            (
                _text(
                    "challenge",
                    _l("What was the problem?"),
                    _l(
                        "What went wrong for migrants or employers before? How was that known? What would have happened without it?"
                    ),
                    required=True,
                    words=(0, 150),
                ),
            ),
        ),
        Page(
            "approach",
            _l("Before departure and after arrival"),
            (
                _text(
                    "approach",
                    _l("How does it work?"),
                    _l(
                        "Step by step: who does what on the side of origin, what is handed over, who takes it up on the "
                        "side of destination? If one side is missing, say so."
                    ),
                    required=True,
                    words=(0, 300),
                ),
                _text(
                    "requirements",
                    _l("Who and what does it take?"),
                    _l(
                        "Partners and their roles, staff, hours and cost for each participant, who pays, what the migrant pays."
                    ),
                    words=(0, 150),
                ),
                Question("partners", _l("Partners"), Answer.PARTNERS, _l("One organisation a line.")),
            ),
        ),
        Page(
            "results",
            _l("Results and evidence"),
            (
                _text(
                    "results",
                    _l("What came of it?"),
                    _l(
                        "How many started, finished, left, got what they came for? Counted how, until when, by whom? "
                        "Women and men apart where known."
                    ),
                    words=(0, 150),
                ),
                Question(
                    "indicators",
                    _l("Figures"),
                    Answer.INDICATORS,
                    _l("One row for each figure, with its source."),
                    most=20,
                ),
                _line("numbers_reached", _l("People reached")),
                Question(
                    "evaluation_type", _l("Was it evaluated?"), Answer.CHOICE, vocabulary="evaluation_type"
                ),
                _text(
                    "evaluation",
                    _l("What did the evaluation find?"),
                    _l("By insiders or outsiders? Compared with whom? What did it not show?"),
                    words=(0, 100),
                ),
                Question("evaluation_url", _l("Address of the evaluation"), Answer.URL, limit=1000),
            ),
        ),
        Page(
            "lessons",
            _l("Lessons"),
            (
                _text(
                    "lessons",
                    _l("What would you do differently?"),
                    _l("One failure, one surprise, one thing to keep."),
                    words=(0, 150),
                ),
                _text(
                    "transferability",
                    _l("What does it take to run it elsewhere?"),
                    _l(
                        "Which conditions must hold: law, recognition body, language level, connectivity? "
                        "Which materials can be had? Whom to ask?"
                    ),
                    words=(0, 150),
                ),
            ),
        ),
        Page(
            "facts",
            _l("Facts"),
            (
                Question("start_year", _l("Year it started"), Answer.YEAR),
                Question("end_status", _l("Is it still running?"), Answer.CHOICE, vocabulary="end_status"),
                Question("end_year", _l("Year it ended"), Answer.YEAR, only_if=("end_status", "year")),
                Question(
                    "regular_service",
                    _l("Is it part of a regular service?"),
                    Answer.CHOICE,
                    vocabulary="yes_no",
                ),
                _line("funder", _l("Who paid for it?"), limit=500),
                Question("cost_band", _l("Cost for each participant"), Answer.CHOICE, vocabulary="cost_band"),
                _text(
                    "safeguards",
                    _l("Safeguards"),
                    _l("Fair recruitment, no fees for workers, data protection, a way to complain."),
                ),
            ),
        ),
        _FILES,
    ),
    Kind.OFFERING: (
        Page(
            "glance",
            _l("The offering"),
            (
                TITLE,
                LANGUAGE,
                _text(
                    "summary",
                    _l("What do you offer?"),
                    _l("Say what a person gets, how long it takes and what it leads to."),
                    required=True,
                    words=(20, 150),
                ),
            ),
        ),
        _PLACE,
        Page(
            "conditions",
            _l("Who can use it and how"),
            (
                _text("eligibility", _l("Who can use it?"), _l("Say first who cannot.")),
                Question("age_min", _l("Youngest age"), Answer.NUMBER),
                Question("age_max", _l("Oldest age"), Answer.NUMBER),
                _text("required_documents", _l("Documents needed"), _l("One a line.")),
                _text("how_to_apply", _l("How to apply")),
                Question("apply_url", _l("Address to apply at"), Answer.URL, limit=1000),
                Question("cost", _l("What does it cost the migrant?"), Answer.CHOICE, vocabulary="cost"),
                _line(
                    "cost_amount",
                    _l("Amount"),
                    _l("A number, for example 25.50"),
                    limit=20,
                    only_if=("cost", "paid"),
                ),
                _line(
                    "cost_currency",
                    _l("Currency"),
                    _l("Three letters, for example EUR"),
                    limit=3,
                    only_if=("cost", "paid"),
                ),
                _line("cost_note", _l("More about the cost"), limit=500),
            ),
        ),
        Page(
            "practical",
            _l("Where and when"),
            (
                _line(
                    "places", _l("Places"), _l("Cities or centres where it is given in person."), limit=500
                ),
                Question("schedule", _l("Opening hours"), Answer.SCHEDULE),
                _line("schedule_note", _l("More about the hours"), limit=500),
                _line("time_zone", _l("Time zone"), _l("For example Europe/Tirane"), limit=60),
                _line("capacity", _l("Capacity"), _l("How many people at a time or a year.")),
                _line("waiting_time", _l("Waiting time")),
                _line("certificate", _l("Certificate given")),
                _text(
                    "accessibility",
                    _l("Accessibility"),
                    _l("Step-free, sign language, child care and the like."),
                ),
                Question("valid_from", _l("Offered from"), Answer.DATE),
                Question("valid_to", _l("Offered until"), Answer.DATE),
            ),
        ),
        _FILES,
    ),
    Kind.NEED: (
        Page(
            "glance",
            _l("What you look for"),
            (
                TITLE,
                LANGUAGE,
                _text(
                    "sought",
                    _l("What do you look for?"),
                    _l("Between 50 and 2,000 characters."),
                    required=True,
                    limit=2000,
                ),
                Question(
                    "side_sought",
                    _l("On which side?"),
                    Answer.CHOICE,
                    _l("Where should the partner work: in the country of origin or of destination?"),
                    vocabulary="side_sought",
                    required=True,
                ),
                _text("brings", _l("What do you bring?"), limit=2000),
                Question("by_when", _l("Needed by"), Answer.DATE),
            ),
        ),
        _PLACE,
        _FILES,
    ),
    Kind.DOCUMENT: (
        Page(
            "glance",
            _l("The document"),
            (
                TITLE,
                LANGUAGE,
                Question(
                    "document_kind",
                    _l("Kind of document"),
                    Answer.CHOICE,
                    vocabulary="document_kind",
                    required=True,
                ),
                _text(
                    "summary",
                    _l("Abstract"),
                    _l("What a reader will find in it."),
                    required=True,
                    words=(30, 150),
                ),
            ),
        ),
        Page(
            "subject",
            _l("What it is about"),
            (
                Question("corridors", CORRIDORS.label, Answer.CORRIDORS, CORRIDORS.hint),
                Question("country", _l("Countries it is about"), Answer.COUNTRIES),
                _terms("phase", _l("Phases")),
                _terms("booster", _l("Kinds of help"), most=6),
                TARGETS,
                CHANNELS,
                Question("delivery_language", _l("Languages it is available in"), Answer.LANGUAGES),
            ),
        ),
        Page(
            "edition",
            _l("Edition"),
            (
                _text("authors", _l("Authors"), _l("One a line."), limit=2000),
                Question("year", _l("Year"), Answer.YEAR),
                _line("publisher", _l("Publisher")),
                _line("isbn", _l("ISBN"), limit=20),
                _line("doi", _l("DOI"), limit=120),
                Question("pages", _l("Number of pages"), Answer.NUMBER),
                Question(
                    "url",
                    _l("Address of the document"),
                    Answer.URL,
                    _l("Give an address or upload a file."),
                    limit=1000,
                ),
            ),
        ),
        _FILES,
    ),
}


def questions(kind: Kind | str) -> list[Question]:
    """All questions of a kind, in order."""
    return [question for page in PAGES[Kind(kind)] for question in page.questions]


def page_of(kind: Kind | str, slug: str) -> Page | None:
    """The page of the editor with this slug, or None."""
    return next((page for page in PAGES[Kind(kind)] if page.slug == slug), None)
