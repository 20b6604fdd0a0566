"""What a question is, and the questions that several kinds of record share."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

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
    RECORD = "record"  # the id of a practice; people give its address


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


def text(name: str, label: Any, hint: Any = "", **more: Any) -> Question:
    return Question(name, label, Answer.TEXT, hint, **{"limit": TEXT_LIMIT, **more})


def line(name: str, label: Any, hint: Any = "", **more: Any) -> Question:
    return Question(name, label, Answer.LINE, hint, **more)


def terms(name: str, label: Any, hint: Any = "", **more: Any) -> Question:
    return Question(name, label, Answer.TERMS, hint, vocabulary=name, **more)


TITLE = line(
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
    _l("From which country to which country? Choose “Any country” for a side that is open."),
    required=True,
)
PHASES = terms("phase", _l("Phases"), _l("When in a person's move does it help?"), required=True)
BOOSTERS = terms(
    "booster",
    _l("Kinds of help"),
    _l("Choose up to six, then say which is the main one."),
    required=True,
    most=6,
)
TARGETS = terms("target_group", _l("Target groups"), _l("For whom is it?"))
CHANNELS = terms("channel", _l("Reasons for moving"), _l("By which way do these people move?"))
DELIVERY = terms("delivery", _l("How it is delivered"))
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
LICENCE = line(
    "licence",
    _l("Licence"),
    _l(
        "Under which terms may others use the text and the files? "
        "For example CC BY 4.0, or all rights reserved."
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
    line("source_title", _l("Title of the source"), limit=500),
)
PLACE = Page(
    "corridors",
    _l("For whom, from where to where"),
    (CORRIDORS, PHASES, BOOSTERS, TARGETS, CHANNELS, DELIVERY, DELIVERY_LANGUAGES),
)
FILE_PAGE = Page("files", _l("Files and sources"), (FILES, LICENCE, *SOURCES))
